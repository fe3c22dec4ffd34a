internal import ServiceHours

/// What is due when: a binary heap, ordered by instant and then by the order in which things were entered.
struct Timetable<Item> {
    private struct Entry {
        let due: Span
        let number: Int
        let item: Item

        func isBefore(_ other: Entry) -> Bool { (due, number) < (other.due, other.number) }
    }

    private var entries: [Entry] = []
    private var count = 0

    /// When the next thing is due; nil when nothing is.
    var next: Span? { entries.first?.due }

    mutating func enter(_ item: Item, due: Span) {
        count += 1
        entries.append(Entry(due: due, number: count, item: item))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// The next thing, if it is due by now.
    mutating func take(dueBy now: Span) -> Item? {
        guard let first = entries.first, first.due <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            sink()
        }
        return first.item
    }

    private mutating func sink() {
        var parent = 0
        while true {
            let left = 2 * parent + 1
            var least = parent
            for child in [left, left + 1] where child < entries.count && entries[child].isBefore(entries[least]) {
                least = child
            }
            if least == parent { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
