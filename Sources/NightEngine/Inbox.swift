internal import CallTree
internal import RunbookModel
internal import Synchronization

/// What waits for the engine's thread.
enum InboxItem: Sendable {
    case input(NightInput, @Sendable (NightSubmission) -> Void)
    case look(@Sendable (Board?) -> Void)
    case lookAtRuns(@Sendable (RunBoard?) -> Void)
    case contracts([Contract], RunSite)
    /// By the keys of the contracts.
    case cloudWork([String: [Maintenance]])
    case stop

    /// Answers an item that will not be worked.
    func answer(_ submission: NightSubmission) {
        switch self {
        case .input(_, let reply): reply(submission)
        case .look(let look): look(nil)
        case .lookAtRuns(let look): look(nil)
        case .contracts, .cloudWork, .stop: break
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
    /// Open while something waits.
    private let filled = Gate()

    /// - Parameter refuse: called with the item when the inbox is closed.
    func put(_ item: InboxItem, _ refuse: (InboxItem) -> Void) {
        let (accepted, first) = contents.withLock { contents in
            if contents.closed { return (false, false) }
            contents.items.append(item)
            return (true, contents.items.count == 1)
        }
        if !accepted { return refuse(item) }
        if first { filled.open() }
    }

    /// Everything that waits, as soon as there is anything, or nothing after the time given.
    func take(waitingAtMost nanoseconds: UInt64) -> [InboxItem] {
        filled.wait(atMostNanoseconds: nanoseconds)
        return contents.withLock { contents in
            // Under the lock, so that it cannot close on an item that comes in at this moment.
            filled.close()
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
