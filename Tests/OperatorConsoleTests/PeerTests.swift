import Testing

@testable import OperatorConsole

/// Who may connect at all.
@Suite struct PeerTests {
    private static let networks = [
        "10.0.0.5", "192.168.4.0/22", "172.16.9.9/12", "fd00:1::/32", "::ffff:203.0.113.0/120",
    ]
    .compactMap(PeerNetwork.init)

    @Test(arguments: [
        "10.0.0.5", "192.168.4.0", "192.168.7.255", "172.31.255.255", "fd00:1:ffff::1", "203.0.113.7",
        "::ffff:10.0.0.5",
        "127.0.0.1", "127.0.0.2", "127.255.255.254", "::1", "::ffff:127.0.0.1",
    ])
    func `this machine and the proxies that are named are let in`(address: String) {
        #expect(Self.networks.count == 5)
        #expect(PeerGate.admits(address, trusted: Self.networks))
    }

    @Test(arguments: [
        "10.0.0.4", "10.0.0.6", "192.168.3.255", "192.168.8.0", "172.32.0.0", "fd00:2::1", "203.0.114.0", "128.0.0.1",
        "126.255.255.255", "0.0.0.0", "::", "::2", "::ffff:10.0.0.6", "0:0:0:0:0:0:7f00:1", "", "proxy", "10.0.0.5 ",
    ])
    func `all others are not`(address: String) {
        #expect(!PeerGate.admits(address, trusted: Self.networks))
        #expect(!PeerGate.admits(nil, trusted: Self.networks))
    }

    @Test func `a site without proxies is for this machine alone`() {
        #expect(PeerGate.admits("127.0.0.1", trusted: []))
        #expect(!PeerGate.admits("10.0.0.5", trusted: []))
    }

    @Test(arguments: ["0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/", "fd00::/129", "::ffff:0:0/96", "proxy", ""])
    func `what is no network, or everybody, is no network to trust`(text: String) {
        #expect(PeerNetwork(text) == nil)
    }

    @Test func `behind proxies a connection of this machine is still answered`() async throws {
        try await TestServer.with(settings: { $0.trustedNetworks = Self.networks }) { server in
            server.expect(200, from: try await server.get("/healthz"))
            server.expect(202, from: try await server.post(TestServer.firing("a")))
        }
    }
}
