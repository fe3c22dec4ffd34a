internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOWebSocket
internal import WebTransfer

/// One WebSocket on which Asterisk tells its events (RFC 6455; `rest-api/api-docs/events.json`).
struct AsteriskSocket: Sendable {
    let account: AsteriskAccount

    /// An event is some kilobytes; whoever sends more is no Asterisk.
    private static let frameLimit = 1 << 18
    /// A connection is dead on which so long nothing comes, not even the answer to a ping.
    private static let pingSeconds: UInt64 = 5
    private static let silenceSeconds: Int64 = 15

    typealias Channel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// Hears events until the connection ends.
    ///
    /// - Parameters:
    ///   - connected: called once Asterisk has agreed.
    ///   - hear: called for each event, in order.
    /// - Returns: why it ended, for whoever looks after the line.
    func run(connected: () -> Void, hear: @escaping (AsteriskEvent) -> Void) async -> String {
        do {
            guard let channel = try await connect() else { return "Asterisk refuses its events" }
            connected()
            return try await channel.executeThenClose { inbound, outbound in
                try await listen(inbound, outbound, hear)
            }
        } catch {
            return "the connection for events failed: \(error)"
        }
    }

    /// Nil when the other side does not agree to a WebSocket.
    private func connect() async throws -> Channel? {
        let address = try WebAddress(account.address)
        let query: WebForm = ["app": account.application, "subscribeAll": "false"]
        var prefix = account.address.dropFirst("http://".count)
        prefix = prefix.firstIndex(of: "/").map { prefix[$0...] } ?? ""
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "\(prefix)/ari/events?" + query.text)
        head.headers.add(name: "Host", value: "\(address.host):\(address.port)")
        head.headers.add(name: "Authorization", value: account.authorization)
        let request = head
        let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        let negotiation: EventLoopFuture<Channel?> = try await ClientBootstrap(
            group: .singletonMultiThreadedEventLoopGroup
        )
        .connectTimeout(.seconds(3))
        .connect(host: host, port: address.port) { channel in
            channel.eventLoop.makeCompletedFuture { try Self.negotiate(on: channel, request) }
        }
        return try await negotiation.get()
    }

    private static func negotiate(
        on channel: any NIOCore.Channel, _ request: HTTPRequestHead
    ) throws -> EventLoopFuture<Channel?> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Channel?>(maxFrameSize: frameLimit) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers([
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 64, maxAccumulatedFrameSize: frameLimit),
                    IdleStateHandler(readTimeout: .seconds(silenceSeconds)), SilenceHandler(),
                ])
                return try Channel(wrappingChannelSynchronously: channel)
            }
        }
        let configuration = NIOTypedHTTPClientUpgradeConfiguration<Channel?>(
            upgradeRequestHead: request, upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.close(promise: nil)
                return channel.eventLoop.makeSucceededFuture(nil)
            })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: .init(upgradeConfiguration: configuration))
    }

    private func listen(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>,
        _ hear: (AsteriskEvent) -> Void
    ) async throws -> String {
        let pinging = Task {
            while !Task.isCancelled {
                try await Task.sleep(nanoseconds: Self.pingSeconds * 1_000_000_000)
                try await outbound.write(Self.frame(.ping, ByteBuffer()))
            }
        }
        defer { pinging.cancel() }
        for try await frame in inbound {
            switch frame.opcode {
            case .text:
                // The unmasked bytes: a server masks nothing (RFC 6455, 5.1), but whoever does is understood.
                guard let event = AsteriskEvent(Array(frame.unmaskedData.readableBytesView)) else { continue }
                if event.type == "ApplicationReplaced" {
                    return
                        "another program has taken the events of `\(account.application)`; one alone may use this name"
                }
                hear(event)
            case .ping: try await outbound.write(Self.frame(.pong, frame.unmaskedData))
            case .connectionClose: return "Asterisk has closed the connection for events"
            default: break
            }
        }
        return "the connection for events has ended"
    }

    /// What a client sends is masked (RFC 6455, 5.3); the key hides nothing here, where the peer is the user's own.
    private static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}

/// Closes a connection on which nothing is heard any more.
private final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
