import CallTree
import Dispatch
import Foundation
import NightEngine
import Synchronization

/// A line whose dial request is a POST over HTTP, as it is at a real provider. One thread and one kept connection; nobody
/// ever answers.
final class WebhookLine: CallPerformer {
    private let waiting = Mutex<[DialRequest]>([])
    private let filled = DispatchSemaphore(value: 0)

    /// - Parameter port: where the sink listens, on the loopback.
    init(port: UInt16) throws {
        let connection = try LoopbackConnection(port: port)
        Thread.detachNewThread { [self] in
            while true {
                filled.wait()
                for request in waiting.withLock({ $0.takeFirstToLast() }) { connection.post(Self.body(request)) }
            }
        }
    }

    func place(_ request: DialRequest, resumed: Bool) {
        waiting.withLock { $0.append(request) }
        filled.signal()
    }

    func hangUp(_ id: TryID) {}
    func forget(_ id: TryID) {}

    private static func body(_ request: DialRequest) -> String {
        """
        {"try":"\(request.id)","contract":"\(request.contract)","contact":"\(request.contact)",\
        "to":"\(request.phone.e164)","round":\(request.round)}
        """
    }
}

extension [DialRequest] {
    fileprivate mutating func takeFirstToLast() -> [DialRequest] {
        defer { removeAll(keepingCapacity: true) }
        return self
    }
}
