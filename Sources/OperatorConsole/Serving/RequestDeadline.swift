internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// The times by which a request must have come to its end. At the first, whoever reads its body is told that the rest is
/// not coming, and can still answer; at the second the connection is closed: a sender that drips a byte now and then is
/// never idle, and, once it has its 401 or 413, nobody waits for its body any more.
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// What the reader of a body that does not come in time is told.
    struct BodyIsLate: Error {}

    private let body: TimeAmount
    private let close: TimeAmount
    private var pending: [Scheduled<Void>] = []

    init(body: TimeAmount, close: TimeAmount) {
        self.body = body
        self.close = close
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            let loop = context.eventLoop.assumeIsolated()
            pending = [
                loop.scheduleTask(in: body) { context.fireErrorCaught(BodyIsLate()) },
                loop.scheduleTask(in: close) { context.close(promise: nil) },
            ]
        case .body: break
        case .end: cancel()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    private func cancel() {
        for task in pending { task.cancel() }
        pending = []
    }
}
