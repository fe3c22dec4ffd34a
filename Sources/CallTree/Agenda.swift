import ServiceHours

/// Deadlines, earliest first; ties in the order in which they were entered.
///
/// An entry only says that a subject should be looked at. Whether anything is due is read off the state, so that an
/// entry that was overtaken costs one look and needs no removal.
struct Agenda<Subject: Sendable>: Sendable {
    struct Entry: Comparable, Sendable {
        let at: Instant
        let order: Int
        let subject: Subject

        static func < (left: Entry, right: Entry) -> Bool {
            left.at == right.at ? left.order < right.order : left.at < right.at
        }

        static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }
    }

    private var entries = BinaryHeap<Entry>()
    private var entered = 0

    var first: Entry? { entries.first }
    var next: Instant? { entries.first?.at }

    mutating func enter(_ subject: Subject, at instant: Instant) {
        entered &+= 1
        entries.insert(Entry(at: instant, order: entered, subject: subject))
    }

    /// Takes the earliest entry off when it is due.
    mutating func takeDue(at now: Instant) -> Subject? {
        guard let next, next <= now else { return nil }
        return entries.removeFirst()?.subject
    }

    mutating func removeFirst() {
        _ = entries.removeFirst()
    }

    mutating func removeAll() {
        entries.removeAll()
    }
}

/// An attempt that wants to be dialled, in the order of dialling: the gravest first, then the oldest.
struct Claim: Comparable, Sendable {
    let severity: Severity
    let dueAt: Instant
    let escalation: EscalationID

    static func < (left: Claim, right: Claim) -> Bool {
        if left.severity != right.severity { return left.severity < right.severity }
        if left.dueAt != right.dueAt { return left.dueAt < right.dueAt }
        return left.escalation < right.escalation
    }
}
