internal import CallTree
internal import Dispatch
internal import Synchronization

/// What waits for the engine's thread.
enum InboxItem: Sendable {
    case input(Input, @Sendable (Submission) -> Void)
    case look(@Sendable (Board?) -> Void)
    case contracts([Contract])
    case stop

    /// Answers an item that will not be worked.
    func answer(_ submission: Submission) {
        switch self {
        case .input(_, let reply): reply(submission)
        case .look(let look): look(nil)
        case .contracts, .stop: break
        }
    }
}

/// A queue that any thread fills and one thread empties.
final class Inbox: Sendable {
    private struct Contents {
        var items: [InboxItem] = []
        var closed = false
    }

    private let contents = Mutex(Contents())
    private let filled = DispatchSemaphore(value: 0)

    /// - Parameter refuse: called with the item when the inbox is closed.
    func put(_ item: InboxItem, _ refuse: (InboxItem) -> Void) {
        let (accepted, first) = contents.withLock { contents in
            if contents.closed { return (false, false) }
            contents.items.append(item)
            return (true, contents.items.count == 1)
        }
        if !accepted { return refuse(item) }
        if first { filled.signal() }
    }

    /// Everything that waits, as soon as there is anything, or nothing after the time given.
    func take(waitingAtMost nanoseconds: UInt64) -> [InboxItem] {
        let limit = DispatchTime.now().uptimeNanoseconds.addingReportingOverflow(nanoseconds)
        let until = limit.overflow ? DispatchTime.distantFuture : DispatchTime(uptimeNanoseconds: limit.partialValue)
        _ = filled.wait(timeout: until)
        return contents.withLock { contents in
            defer { contents.items = [] }
            return contents.items
        }
    }

    /// What still waited; nothing gets in any more.
    func close() -> [InboxItem] {
        contents.withLock { contents in
            contents.closed = true
            defer { contents.items = [] }
            return contents.items
        }
    }
}
