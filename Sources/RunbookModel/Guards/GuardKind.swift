/// What must hold before anything of the customer's is changed. In the order in which they are asked and reported.
public enum GuardKind: String, Hashable, Sendable, CaseIterable {
    /// The exclusion that the response falls under is an agreed option of the contract (R13).
    case exclusion
    /// The contract allows this action on this target today.
    case consent
    /// The service window is open at this instant (R5), by a calendar that can be evaluated.
    case window
    /// The clock can be right.
    case clock
    /// Nobody has stopped all actions.
    case stopSwitch = "stop-switch"
    /// Neither the customer nor the cloud is at work there.
    case maintenance
    /// Enough rounds in a row have led to this response, far enough apart.
    case confirmation
    /// Enough kinds of signal are abnormal.
    case signals
    /// No observation that the decision rests on is too old.
    case freshness
    /// This target was not acted on too often.
    case targetBudget = "target-budget"
    case contractBudget = "contract-budget"
    case actionBudget = "action-budget"
    case wholeBudget = "whole-budget"
    /// The month's number of such work is not used up (R9).
    case monthlyNumber = "monthly-number"
    /// The target was not recovered just before.
    case coolDown = "cool-down"
    /// Not so many targets are abnormal that they have one cause.
    case commonCause = "common-cause"
    /// Nobody else acts on this target, on this contract, or on what would fail with it.
    case lock
    /// A second person has agreed to this very plan, where one must.
    case approval
    /// The run's own time is not over.
    case time
    /// It is still the thing that was seen when the plan was made.
    case identity
    /// What the action is for is not there already.
    case goal

    /// Those that ask whether what was found is reason enough.
    private static let ofFindings: Set<GuardKind> = [.confirmation, .signals, .coolDown, .commonCause]

    /// Whether it stands in front of such actions. What only tells somebody is held up by little, and that the operator is told by nothing.
    func concerns(_ action: ActionKind) -> Bool {
        switch action.effect {
        case .copies, .disruptive, .destructive: action.restsOnFindings || !Self.ofFindings.contains(self)
        case .outward: [.exclusion, .window, .clock, .stopSwitch, .time].contains(self)
        case .inward, .none: false
        }
    }
}

/// What one guard answered.
public struct GuardAnswer: Hashable, Sendable {
    public let kind: GuardKind
    public let passes: Bool
    /// One sentence for the report, with what it rests on.
    public let reason: Words

    public init(_ kind: GuardKind, passes: Bool, _ reason: Words) {
        self.kind = kind
        self.passes = passes
        self.reason = reason
    }
}
