internal import Synchronization

/// What became of the requests to the intake since the start, for the metrics.
final class IntakeTally: Sendable {
    enum Item: String, CaseIterable, Sendable {
        // Alerts.
        case accepted, ignored
        /// Parts of a readable body that were no alerts.
        case rejectedParts = "rejected_parts"

        // Requests.
        case unreadable
        case unauthorized
        case tooLarge = "too_large"
        case incomplete
        case overloaded
        case unwritable
    }

    private let counts = Mutex<[Item: Int]>([:])

    func count(_ item: Item, _ number: Int = 1) {
        counts.withLock { $0[item, default: 0] += number }
    }

    subscript(item: Item) -> Int { counts.withLock { $0[item] ?? 0 } }
}
