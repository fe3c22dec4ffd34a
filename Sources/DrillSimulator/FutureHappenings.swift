import CallTree
import ServiceHours

/// What will happen in the simulated world without the engine's doing.
enum Happening {
    /// Of a simulated call; the serial number tells it from an earlier call in the same slot.
    case call(slot: Int, serial: Int, CallMoment)
    case mailArrives(MailID)
    /// An entry of the scenario, by its place there.
    case bodyArrives(Int)
    case sourceRecovers(Int)
    case operatorActs(Int)
    case lineChanges(Int)
    case engineCrashes
}

/// One thing that happens in a simulated call.
enum CallMoment {
    case rings
    case isAnswered
    case keyIsPressed
    /// What is being said comes to its end; the number tells it from what was said before.
    case promptEnds(Int)
    case ends(CallEnding)

    var isEnd: Bool {
        switch self {
        case .ends: true
        case .rings, .isAnswered, .keyIsPressed, .promptEnds: false
        }
    }
}

/// A binary heap of happenings, earliest first; ties in the order in which they were scheduled.
struct FutureHappenings {
    private struct Entry {
        let at: Instant
        let order: Int
        let happening: Happening

        func precedes(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }

    private var entries: [Entry] = []
    private var scheduled = 0

    var next: Instant? { entries.first?.at }

    mutating func schedule(_ happening: Happening, at instant: Instant) {
        scheduled += 1
        let entry = Entry(at: instant, order: scheduled, happening: happening)
        entries.append(entry)
        var place = entries.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.precedes(entries[parent]) else { break }
            entries[place] = entries[parent]
            place = parent
        }
        entries[place] = entry
    }

    mutating func takeNext() -> Happening? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty { sink(last) }
        return first.happening
    }

    /// Lets an entry sink from the top to its place.
    private mutating func sink(_ entry: Entry) {
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
