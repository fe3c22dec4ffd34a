public import CallTree
public import ServiceHours

/// What happened to one incident: made from the journal's events alone, without a clock.
///
///     let report = IncidentReport(incident: IncidentID(12), events: events)
///     print(report.text(language: .japanese))
///
/// A report can be made while the incident is still open; it then tells what is known up to its last event. No telephone
/// number is in it, only the last four digits.
public struct IncidentReport: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        case open
        case ended(End, EndReason, at: Instant)
    }

    /// The numbers and choices of the contract that are printed with the report.
    public enum PolicyInForce: Hashable, Sendable {
        /// As the last escalation froze them when it began.
        case frozen(CallPolicy)
        /// No escalation began; these are the contract's own at the time the report was made.
        case today(CallPolicy)
    }

    /// Who took the incident.
    public enum Acknowledger: Hashable, Sendable {
        case contact(CalledContact)
        case operatorNamed(String)
    }

    public let id: IncidentID
    public internal(set) var contract: ContractID?
    /// The customer's name; nil when no event and no contract of today tells it.
    public internal(set) var customer: String?
    /// The alert that opened the incident.
    public internal(set) var alert: Alert?
    public internal(set) var openedAt: Instant?
    public internal(set) var standing = Standing.open
    public internal(set) var acknowledgedBy: Acknowledger?
    /// How often the source spoke again of the trouble before it recovered, and when it did last.
    public internal(set) var heardAgain = 0
    public internal(set) var lastHeardAt: Instant?
    /// The last recovery; nil while the alert fires.
    public internal(set) var recoveredAt: Instant?
    /// Why it was called, or why not, in order of time.
    public internal(set) var reasons: [CallReason] = []
    /// The escalations that carried it, in order.
    public internal(set) var escalations: [EscalationReport] = []
    public internal(set) var mails: [MailReport] = []
    public internal(set) var alarms: [AlarmReport] = []
    public internal(set) var policy: PolicyInForce?
    /// Everything that concerns the incident, in the order of the journal.
    public internal(set) var timeline: [RecordedEvent] = []
    /// What the report should tell and cannot, because events or their texts are missing.
    public internal(set) var partial: [Gap] = []
    /// Whether the tree was walked exactly by the book.
    public internal(set) var check = TreeCheck()

    init(id: IncidentID) {
        self.id = id
    }

    /// The report of one incident from any list of events that holds its own; events of others are passed over.
    ///
    /// - Parameters:
    ///   - unreadableRows: rows of the journal that may have told of the incident and could not be read.
    ///   - today: a contract's terms as they are now, for what the events do not tell: the customer's name, and the policy
    ///     when no escalation began.
    ///   - operatorGetsMails: whether the site sends the operator every mail as well; no event tells.
    /// - Returns: nil when no event names the incident.
    public init?(
        incident: IncidentID, events: [RecordedEvent], unreadableRows: [Int] = [],
        today: (ContractID) -> CallTerms? = { _ in nil }, operatorGetsMails: Bool = false
    ) {
        var fold = IncidentFold(only: incident)
        for event in events { fold.take(event) }
        guard var report = fold.report(incident, today: today) else { return nil }
        report.partial += unreadableRows.map { .unreadableRow($0) }
        report.check.isLackingRows = !unreadableRows.isEmpty
        for index in report.mails.indices { report.mails[index].reachesOperator = operatorGetsMails }
        self = report
    }

    public var end: End? {
        switch standing {
        case .open: nil
        case .ended(let end, _, _): end
        }
    }

    public var endedAt: Instant? {
        switch standing {
        case .open: nil
        case .ended(_, _, let at): at
        }
    }

    /// How many attempts were made for this incident.
    public var attemptCount: Int {
        escalations.reduce(0) { $0 + $1.attempts.count { $0.concernsIncident && $0.isUsed } }
    }

    /// The instant of the last event: up to when the report knows.
    public var knownUntil: Instant? { timeline.last?.instant }
}

/// Why an incident was called at an instant, or was not.
public struct CallReason: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The window was open: to be called at once.
        case due
        /// The contract had just been called; gathered with others until the instant given.
        case gathers(until: Instant)
        /// The window was closed: called at the opening.
        case waits(until: Instant)
        /// The opening moved, because the calendar or the clock did.
        case deferred(until: Instant)
        /// Not called: recorded only.
        case recorded
        case reopened(ReopenReason)
        /// The tree began with these incidents.
        case treeStarted(EscalationID, with: [IncidentID])
        /// It joined a tree that was already running, after this many attempts.
        case joined(EscalationID, afterAttempts: Int)
        /// A tree that recovery had stopped went on after the last attempt made.
        case resumed(EscalationID)
        /// The tree ended without it; gathered until the instant given.
        case leftOver(EscalationID, until: Instant)
        /// It ended, and for this reason was not called, or not called on.
        case notCalled(End, EndReason)
    }

    public let at: Instant
    public let kind: Kind
}

/// Something that a report should tell and cannot.
public enum Gap: Hashable, Sendable {
    /// The event that opened the incident is missing.
    case opening
    /// The event that began the escalation, with its terms, is missing.
    case escalationStart(EscalationID)
    /// The escalation ended, but the attempt's end is missing.
    case attemptEnd(AttemptID)
    /// The call is told of, but not its dial request.
    case dialRequest(TryID)
    /// The mail was delivered, but what was owed is missing.
    case mail(MailID)
    /// A row of the journal that this version cannot read; it may have told of the incident.
    case unreadableRow(Int)
}

/// One mail owed for the incident.
public struct MailReport: Hashable, Sendable {
    public let id: MailID
    public let kind: Mail.Kind
    /// The contract's addresses.
    public let recipients: [String]
    /// Whether the operator gets it as well, as far as whoever made the report knows.
    public internal(set) var reachesOperator = false
    public let owedAt: Instant
    public internal(set) var deliveredAt: Instant?
}

/// One alarm to the operator that concerns the incident.
public struct AlarmReport: Hashable, Sendable {
    public let id: AlarmID
    public let alarm: Alarm
    public let raisedAt: Instant
    public internal(set) var clearedAt: Instant?
    public internal(set) var clearedBy: String?
}
