internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Ends the connection after the answer when its first request is of HTTP/1.0 and does not ask to keep it (RFC 9112,
/// 9.3): such a client, an old probe mostly, waits for the end. The framework passes the version of a request on to
/// nobody, so it is read off the first bytes.
final class OldProtocol: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let firstBytes = FirstBytes()

    func handlerAdded(context: ChannelHandlerContext) {
        // Cannot fail: this handler is in the pipeline, so there is one.
        try? context.pipeline.syncOperations.addHandler(firstBytes, position: .first)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard firstBytes.endAfterAnswer else { return context.write(data, promise: promise) }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: nil) }
            context.writeAndFlush(data, promise: promise)
        }
    }

    /// Sees the bytes before anybody else does, once.
    private final class FirstBytes: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer

        private(set) var endAfterAnswer = false

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(decoding: unwrapInboundIn(data).readableBytesView.prefix(4 << 10), as: UTF8.self)
            let line = text.prefix { !$0.isNewline }
            endAfterAnswer = line.hasSuffix(" HTTP/1.0") && !text.lowercased().contains("keep-alive")
            context.fireChannelRead(data)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }
}
