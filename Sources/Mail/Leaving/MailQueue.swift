internal import ServiceHours

/// Which mail is tried when: one at a time, the urgent ones first, then in their order. A mail that is put off lets the
/// others pass; a server that takes nothing is tried again with one mail, not with all of them.
///
/// Times are spans of a clock that is never set.
struct MailQueue<Key: Hashable> {
    private struct Waiting {
        let isUrgent: Bool
        var failures = 0
        var dueAt: Span
    }

    enum Turn: Hashable {
        case send(Key)
        case wait(until: Span)
        case nothing
    }

    private var waiting: [Key: Waiting] = [:]
    private var order: [Key] = []
    /// Since when the server has taken nothing, how often it was tried, and when it is next.
    private(set) var closed: (since: Span, failures: Int, until: Span)?

    var isEmpty: Bool { order.isEmpty }

    /// A mail that waits already keeps its place.
    mutating func add(_ key: Key, isUrgent: Bool = false, at now: Span) {
        guard waiting[key] == nil else { return }
        waiting[key] = Waiting(isUrgent: isUrgent, dueAt: now)
        order.append(key)
    }

    func next(at now: Span) -> Turn {
        if order.isEmpty { return .nothing }
        if let closed, closed.until > now { return .wait(until: closed.until) }
        var first: Key?
        var earliest: Span?
        for key in order {
            guard let mail = waiting[key] else { continue }
            guard mail.dueAt <= now else {
                earliest = min(earliest ?? mail.dueAt, mail.dueAt)
                continue
            }
            if mail.isUrgent { return .send(key) }
            first = first ?? key
        }
        return first.map(Turn.send) ?? earliest.map(Turn.wait) ?? .nothing
    }

    /// Nobody waits for this mail any more.
    mutating func remove(_ key: Key) {
        waiting[key] = nil
        order.removeAll { $0 == key }
    }

    /// This mail is put off.
    /// - Returns: for how long.
    @discardableResult
    mutating func putOff(_ key: Key, at now: Span) -> Span {
        guard var mail = waiting[key] else { return .zero }
        mail.failures += 1
        let pause = Backoff.pause(after: mail.failures)
        mail.dueAt = now + pause
        waiting[key] = mail
        return pause
    }

    /// The server takes nothing.
    /// - Returns: for how long it is let alone.
    @discardableResult
    mutating func close(at now: Span) -> Span {
        let failures = (closed?.failures ?? 0) + 1
        let pause = Backoff.pause(after: failures)
        closed = (closed?.since ?? now, failures, now + pause)
        return pause
    }

    /// The server has answered about a mail, or there is another server.
    mutating func open() {
        closed = nil
    }
}
