public import RunbookModel
public import ServiceHours

/// The door for a kind of action.
///
/// A new kind is one folder under `Actions` with one conforming type, and one line in `StepKinds.swift`. Whoever
/// conforms keeps four promises:
///
/// - It sends what it is for once at most, whatever happens; it never tries again on its own.
/// - It says `notDone` only when that is sure. Whatever else went wrong is `unclear`.
/// - It ends soon after its task is cancelled, and leaves neither process nor connection behind.
/// - What it holds of the other side's words is bounded.
public protocol ActionStep: Sendable {
    static var kind: ActionKind { get }

    /// - Throws: when it cannot be made with these.
    init(with: StepArguments) throws(StepRefusal)

    /// How the target stands: asked right before the action, and again when its outcome is unclear. Reads only.
    func standing(_ surroundings: Surroundings) async -> Standing

    /// How long it takes by its nature, whatever its limit of time: a wait.
    var ownTime: Span { get }

    /// Acts, once.
    func act(_ surroundings: Surroundings) async -> ActionResult
}

extension ActionStep {
    public var ownTime: Span { .zero }
}
