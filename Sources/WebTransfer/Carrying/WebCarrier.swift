internal import Foundation
internal import Synchronization

/// What waits for the thread that carries web transfers.
enum WebItem: Sendable {
    case add(Transfer)
    case cancel(Transfer)
    /// To end by then at the latest; the function is called when the thread is done.
    case stop(by: ContinuousClock.Instant, @Sendable () -> Void)

    /// Answers an item that will not be worked.
    func refuse() {
        switch self {
        case .add(let transfer): transfer.finish(.stopped)
        case .cancel: break
        case .stop(_, let done): done()
        }
    }
}

/// A queue that any thread fills and the carrying thread empties.
final class WebInbox: Sendable {
    let multi: MultiHandle
    /// nil once closed.
    private let items = Mutex<[WebItem]?>([])

    init(_ multi: MultiHandle) {
        self.multi = multi
    }

    func put(_ item: WebItem) {
        let isTaken = items.withLock { items in
            items?.append(item)
            return items != nil
        }
        if isTaken { multi.wake() } else { item.refuse() }
    }

    func take() -> [WebItem] {
        items.withLock { items in
            guard let taken = items else { return [] }
            items = []
            return taken
        }
    }

    func close() -> [WebItem] {
        items.withLock { items in
            defer { items = nil }
            return items ?? []
        }
    }
}

/// Carries all web transfers at once, on one thread. The thread ends with `stop`, or with this object.
final class WebCarrier: TransferCarrier {
    private let inbox: WebInbox

    init(_ settings: TransferSettings) throws(TransferError) {
        let inbox = WebInbox(try MultiHandle(connections: settings.simultaneous))
        self.inbox = inbox
        let thread = Thread {
            CarrierThread.blockBrokenPipeSignal()
            var loop = WebLoop(inbox, settings)
            while loop.turn() {}
            loop.end()
        }
        thread.name = "web-transfers"
        thread.start()
    }

    deinit {
        inbox.put(.stop(by: .now) {})
    }

    func take(_ transfer: Transfer) {
        inbox.put(.add(transfer))
    }

    func cancel(_ transfer: Transfer) {
        inbox.put(.cancel(transfer))
    }

    func stop(by instant: ContinuousClock.Instant) async {
        await withCheckedContinuation { continuation in
            inbox.put(.stop(by: instant) { continuation.resume() })
        }
    }
}
