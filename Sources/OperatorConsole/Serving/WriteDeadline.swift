internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection on which an answer is stuck: its reader asks, and takes nothing of what it asked for. One that
/// reads slowly is let be as long as anything moves from one look to the next.
final class WriteDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How far the answers have come; the same at two looks when nothing has moved between them.
    private struct Progress: Equatable {
        let partsWritten: Int
        let bytesLeft: Int
    }

    private let limit: TimeAmount
    private var partsOwed = 0
    private var partsWritten = 0
    private var looking: Scheduled<Void>?

    init(_ limit: TimeAmount) {
        self.limit = limit
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
        partsOwed += 1
        promise.futureResult.assumeIsolated().whenComplete { _ in self.partIsWritten() }
        context.write(data, promise: promise)
        if looking == nil, partsOwed > 0 { lookAgain(context) }
    }

    private func partIsWritten() {
        partsOwed -= 1
        partsWritten += 1
        if partsOwed == 0 { cancel() }
    }

    private func lookAgain(_ context: ChannelHandlerContext) {
        let before = progress(context)
        looking = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            self.looking = nil
            if self.progress(context) == before {
                context.close(promise: nil)
            } else {
                self.lookAgain(context)
            }
        }
    }

    private func progress(_ context: ChannelHandlerContext) -> Progress {
        let bytes = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return Progress(partsWritten: partsWritten, bytesLeft: bytes ?? 0)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    private func cancel() {
        looking?.cancel()
        looking = nil
    }
}
