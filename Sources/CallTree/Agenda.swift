import ServiceHours

/// A binary heap of deadlines, earliest first; ties in the order in which they were entered.
///
/// An entry only says that a subject should be looked at. Whether anything is due is read off the state, so that an
/// entry that was overtaken costs one look and needs no removal.
struct Agenda<Subject: Sendable>: Sendable {
    struct Entry: Sendable {
        let at: Instant
        let order: Int
        let subject: Subject

        func precedes(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }

    private var entries: [Entry] = []
    private var entered = 0

    var next: Instant? { entries.first?.at }

    mutating func enter(_ subject: Subject, at instant: Instant) {
        entered &+= 1
        entries.append(Entry(at: instant, order: entered, subject: subject))
        rise(entries.count - 1)
    }

    /// Takes the earliest entry off when it is due.
    mutating func takeDue(at now: Instant) -> Subject? {
        guard let first = entries.first, first.at <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            sink()
        }
        return first.subject
    }

    mutating func removeAll() {
        entries.removeAll()
    }

    private mutating func rise(_ start: Int) {
        let entry = entries[start]
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.precedes(entries[parent]) else { break }
            entries[place] = entries[parent]
            place = parent
        }
        entries[place] = entry
    }

    private mutating func sink() {
        let entry = entries[0]
        let count = entries.count
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < count else { break }
            if child + 1 < count, entries[child + 1].precedes(entries[child]) { child += 1 }
            guard entries[child].precedes(entry) else { break }
            entries[place] = entries[child]
            place = child
        }
        entries[place] = entry
    }
}
