public import ServiceHours

/// An alert that a run's own action is taken to have caused: it has joined the run, and nobody was called for it.
///
/// It is kept whole, because it goes to the call tree after all when it has not recovered by the time that is given to it.
public struct JoinedAlert: Hashable, Sendable {
    /// What makes two alerts of one contract the same trouble.
    public struct Key: Hashable, Sendable {
        public let source: String
        public let dedupKey: String

        public init(source: String, dedupKey: String) {
            self.source = source
            self.dedupKey = dedupKey
        }
    }

    public let key: Key
    /// As `Severity` names it.
    public let severity: String
    public let severityRaw: String?
    public let name: String
    public let summary: String
    public let startedAt: Instant?
    public let labels: [StepValue.Pair]

    public init(
        key: Key, severity: String, severityRaw: String?, name: String, summary: String, startedAt: Instant?,
        labels: [StepValue.Pair]
    ) {
        self.key = key
        self.severity = severity
        self.severityRaw = severityRaw
        self.name = name
        self.summary = summary
        self.startedAt = startedAt
        self.labels = labels
    }
}

extension Run {
    /// More alerts than these do not join: a storm is not of one action's doing.
    static let mostJoined = 100

    /// How long an alert that has joined may still fire after the recovery was proven. Senders tell of a recovery late:
    /// Alertmanager's `group_interval` is 5 minutes where nobody sets it.
    static let settling = Span.minutes(5)

    /// Whether an alert of the target is taken to be of this run's doing: from its intent until its proof is over, and as
    /// long after a proven recovery as its runbook has announced (`suppress.self`).
    public func expectsAlerts(at now: Instant) -> Bool {
        guard hasActed, joined.count < Self.mostJoined else { return false }
        return switch phase {
        case .ended(.recovered): announcedUntil.map { now < $0 } ?? false
        case .ended: false
        case .checking, .judging, .waiting, .guarding, .awaitingApproval, .refusing, .reading, .sending, .cleared,
            .acting, .rereading:
            true
        }
    }

    /// When the alerts that still fire go to the call tree; nil while they are waited for without an end, or none fires.
    var releasing: Instant? {
        guard !joined.isEmpty, let endedAt, case .ended(let end) = phase else { return nil }
        // Who has not recovered is not told that the alarm is only ours.
        return end == .recovered ? max(endedAt + Self.settling, announcedUntil ?? endedAt) : endedAt
    }
}

extension RunBoard {
    /// What an alert leads to that fires on a target, and would call somebody; nothing when it is of no run's doing.
    public func decideJoining(
        _ alert: JoinedAlert, of contract: String, target: TargetID, at now: Instant
    ) -> [RunEvent] {
        let run = runs.values.filter {
            $0.order.contract == contract && $0.order.target.id == target && $0.expectsAlerts(at: now)
        }.min { $0.id < $1.id }
        return run.map { [.alertJoined($0.id, alert)] } ?? []
    }

    /// The run that an alert has joined and in which it still fires.
    public func runJoined(by key: JoinedAlert.Key, of contract: String) -> RunID? {
        runs.values.filter { run in run.order.contract == contract && run.joined.contains { $0.key == key } }.map(\.id)
            .min()
    }
}
