internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection before anything is read of it unless it comes from this machine or from a trusted proxy: what the
/// proxy adds, TLS above all, must not be gone around.
final class PeerGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let trusted: [PeerNetwork]

    init(_ trusted: [PeerNetwork]) {
        self.trusted = trusted
    }

    func channelActive(context: ChannelHandlerContext) {
        if Self.admits(context.remoteAddress?.ipAddress, trusted: trusted) {
            context.fireChannelActive()
        } else {
            context.close(promise: nil)
        }
    }

    /// An address that cannot be told is not let in.
    static func admits(_ address: String?, trusted: [PeerNetwork]) -> Bool {
        guard let peer = address.flatMap({ PeerAddress($0) }) else { return false }
        return peer.isLoopback || trusted.contains { $0.contains(peer) }
    }
}
