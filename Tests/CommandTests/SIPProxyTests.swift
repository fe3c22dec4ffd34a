import CallTree
import Foundation
import SIPMessages
import Telephony
import Testing

/// A provider as providers are: a proxy that wants a password, and telephones behind it.
@Suite(.serialized) struct SIPProxyTests {
    private static func call(
        _ transport: SIPTrunk.Transport, password: String = "s3cret", registers: Bool = false,
        certificate: String? = nil, proxyTrusts trusted: String? = nil,
        plan: String = #"{"ring": 0.5, "keys": "1", "after": 0.5}"#
    ) async throws -> (reports: [String], words: [String], troubles: [String], invites: Int) {
        let phone = try SoftPhone(#"{"default": [\#(plan)]}"#)
        let proxy = try Kamailio(trunk: phone.port, trusting: trusted)
        let port = transport == .tls ? proxy.tlsPort : proxy.port
        let desk = try await SIPDesk(
            port: port,
            trunk: { trunk in
                trunk = SIPTrunk(
                    line: trunk.line, transport: transport, host: "127.0.0.1", port: port, domain: "pbx.test",
                    from: "escalator")
                trunk.user = "escalator"
                trunk.password = password
                trunk.certificate = certificate
                trunk.optionsSeconds = 30
                if registers { trunk.registerSeconds = 600 }
            }, transport: transport)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        if password == "s3cret", plan.contains("keys"), await desk.hears("\(request.id) key 1", withinSeconds: 15) {
            desk.driver.hangUp(request.id)
        }
        // A proxy that says nothing is waited for until its time is over (RFC 3261, timer B: 32 s).
        let reports = await desk.ended(request.id, withinSeconds: 45)
        await phone.first(where: { $0.event == "over" }, within: 2)
        return (reports, desk.words, desk.troubles, phone.told.filter { $0.event == "called" }.count)
    }

    @Test(arguments: [SIPTrunk.Transport.udp, .tcp, .tls]) func `a call goes through with the password`(
        transport: SIPTrunk.Transport
    ) async throws {
        let (reports, words, troubles, invites) = try await Self.call(transport)
        #expect(reports == ["ringing", "answered", "key 1", "ended hungUp"], "\(troubles)")
        #expect(words.contains("pbx up") && invites == 1)
    }

    @Test(arguments: [SIPTrunk.Transport.udp, .tcp, .tls]) func `whoever hangs up is heard through the proxy`(
        transport: SIPTrunk.Transport
    ) async throws {
        let (reports, _, troubles, _) = try await Self.call(transport, plan: #"{"ring": 0.5, "hangup": 1}"#)
        #expect(reports == ["ringing", "answered", "ended hungUp"], "\(troubles)")
    }

    @Test func `a proxy that asks for a certificate is shown the trunk's own, and no call goes out without`()
        async throws
    {
        let folder = try ScratchFolder()
        let path = folder.url.path
        try Kamailio.makeCertificate(key: path + "/key.pem", certificate: path + "/cert.pem")
        let both = try ["cert.pem", "key.pem"].map {
            try String(contentsOf: folder.url.appending(path: $0), encoding: .utf8)
        }
        try folder.write("own.pem", both.joined())
        let shown = try await Self.call(.tls, certificate: path + "/own.pem", proxyTrusts: path + "/cert.pem")
        #expect(shown.reports == ["ringing", "answered", "key 1", "ended hungUp"], "\(shown.troubles)")
        let other = try await Self.call(.tls, proxyTrusts: path + "/cert.pem")
        #expect(other.reports == ["ended lineFailure"] && other.invites == 0, "\(other.troubles)")
    }

    @Test func `a registered line calls as well, and says that it is registered`() async throws {
        let (reports, words, troubles, _) = try await Self.call(.udp, registers: true)
        #expect(reports == ["ringing", "answered", "key 1", "ended hungUp"])
        #expect(words.contains("pbx up") && troubles.contains { $0.contains("status 200") })
    }

    @Test func `a wrong password is a failure of the line and rings nowhere`() async throws {
        let (reports, _, troubles, invites) = try await Self.call(.udp, password: "wrong")
        #expect(reports == ["ended lineFailure"] && invites == 0)
        #expect(troubles.contains { $0.contains("407") }, "\(troubles)")
        #expect(!troubles.contains { $0.contains("wrong") || $0.contains("9012345678") })
    }

    @Test func `a registration that is refused takes the line out at once`() async throws {
        let (reports, words, troubles, invites) = try await Self.call(.udp, password: "wrong", registers: true)
        #expect(reports == ["ended lineFailure"] && invites == 0)
        #expect(words.contains("pbx down") && !words.contains("pbx up"), "\(words) \(troubles)")
    }
}
