public import RunbookModel
public import ServiceHours

/// The door for a kind of check: looks, and changes nothing.
///
/// A new kind is one folder under `Checks` with one conforming type, and one line in `StepKinds.swift`. Whoever
/// conforms keeps three promises:
///
/// - Silence is never health: what could not be seen is `unknown`, and normal rests on something that was read.
/// - It ends soon after its task is cancelled, and leaves neither process nor connection behind.
/// - What it holds of the other side's words is bounded, whatever the other side sends.
public protocol CheckStep: Sendable {
    static var kind: CheckKind { get }

    /// - Parameters:
    ///   - with: what it is to look at.
    ///   - expect: what counts as normal.
    /// - Throws: when it cannot be made with these.
    init(with: StepArguments, expect: StepArguments) throws(StepRefusal)

    /// Looks once.
    func look(_ surroundings: Surroundings) async -> Observation
}

/// What one look found.
public struct Observation: Hashable, Sendable {
    public var verdict: Verdict
    /// One sentence for the report.
    public var sentence: Words
    public var readings: [Reading]
    /// What was asked, as a person would write it, without secrets.
    public var source: String
    /// When the datum was made, as its source tells.
    public var sourceTime: Instant?
    public var requestID: String?
    /// All that was received, within the kind's limit.
    public var received: [UInt8]
    public var details: [Evidence.Detail]
    /// Whether looking again soon may find something else: a connection that was refused, a time-out.
    public var mayPass: Bool

    public init(
        _ verdict: Verdict, _ sentence: Words, source: String, readings: [Reading] = [], sourceTime: Instant? = nil,
        requestID: String? = nil, received: [UInt8] = [], details: [Evidence.Detail] = [], mayPass: Bool = false
    ) {
        self.verdict = verdict
        self.sentence = sentence
        self.source = source
        self.readings = readings
        self.sourceTime = sourceTime
        self.requestID = requestID
        self.received = received
        self.details = details
        self.mayPass = mayPass
    }
}
