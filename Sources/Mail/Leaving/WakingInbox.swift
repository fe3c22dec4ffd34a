internal import Synchronization

/// What waits for one task, which takes all of it whenever it is woken. Thread-safe; nothing in it blocks.
final class WakingInbox<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])
    private let signal = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// One value or more for everything that happens; ends when the inbox is closed.
    var wakings: AsyncStream<Void> { signal.stream }

    func put(_ item: Item) {
        items.withLock { $0.append(item) }
        signal.continuation.yield()
    }

    func wake() {
        signal.continuation.yield()
    }

    func take() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }

    func close() {
        signal.continuation.finish()
    }
}
