import CallTree
import Foundation
import SIPMessages
import Telephony
import TestPeers
import Testing

/// Whatever a telephone or a network answers over SIP, against sipp.
@Suite(.serialized) struct SIPAnswerTests {
    /// The reports of one call to a telephone that does this, and whether the telephone was content with the caller.
    private static func call(
        _ steps: [SippStep], transport: SIPTrunk.Transport = .udp,
        trunk change: (inout SIPTrunk) -> Void = { _ in }, hangUpAt word: String? = nil
    ) async throws -> (reports: [String], code: Int32, messages: String) {
        let telephone = try Sipp(steps, transport: transport == .udp ? "u1" : "t1")
        let desk = try await SIPDesk(port: telephone.port, trunk: change, transport: transport)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        if let word {
            #expect(await desk.hears("\(request.id) \(word)"))
            desk.driver.hangUp(request.id)
        }
        let reports = await desk.ended(request.id)
        let code = await telephone.wait()
        if code != 0 { print(telephone.errors, telephone.messages) }
        return (reports, code, telephone.messages)
    }

    @Test(arguments: [
        (180, 486, "", "busy"), (180, 600, "", "busy"), (180, 480, "", "noAnswer"), (180, 408, "", "noAnswer"),
        (180, 603, "", "rejected"), (180, 607, "", "rejected"), (180, 403, "", "rejected"), (0, 403, "", "lineFailure"),
        (0, 404, "", "unreachableNumber"), (0, 410, "", "unreachableNumber"), (0, 484, "", "unreachableNumber"),
        (0, 604, "", "unreachableNumber"), (0, 488, "", "lineFailure"), (0, 500, "", "lineFailure"),
        (0, 503, "", "lineFailure"), (0, 480, "Reason: Q.850;cause=17;text=\"busy\"", "busy"),
        (180, 480, "Reason: Q.850 ;cause=21", "rejected"),
        (0, 404, "Reason: SIP;cause=404, Q.850;cause=3", "lineFailure"),
        (0, 500, "Reason: Q.850;cause=1", "unreachableNumber"), (180, 486, "Reason: Q.850;cause=16", "busy"),
        (0, 503, "Reason: Q.850;cause=99999999999999999999", "lineFailure"),
    ])
    func `a refusal is one of our outcomes`(progress: Int, status: Int, fields: String, ending: String) async throws {
        let steps: [SippStep] = (progress == 0 ? [] : [.progress(progress)]) + [.refuse(status, fields: fields)]
        let (reports, code, _) = try await Self.call(steps)
        #expect(reports == (progress == 180 ? ["ringing"] : []) + ["ended \(ending)"])
        #expect(code == 0)
    }

    @Test func `a redirection is not followed, wherever it leads`() async throws {
        let (reports, _, messages) = try await Self.call([
            .progress(180), .refuse(302, fields: "Contact: <sip:+819099999999@127.0.0.1:9>"),
        ])
        #expect(reports == ["ringing", "ended lineFailure"])
        #expect(
            messages.components(separatedBy: "INVITE sip:").count == 2 && !messages.contains("INVITE sip:+819099999999")
        )
    }

    @Test func `who is hung up on while it rings is told so, and the call is over when the transaction is`()
        async throws
    {
        let (reports, code, _) = try await Self.call([.progress(180), .isCancelled], hangUpAt: "ringing")
        #expect(reports == ["ringing", "ended noAnswer"])
        #expect(code == 0)
    }

    @Test func `an answer that crosses our hanging up is taken and ended at once`() async throws {
        let (reports, code, messages) = try await Self.call(
            [.progress(180), .picksUpWhileCancelled, .isHungUp], hangUpAt: "ringing")
        #expect(reports.last == "ended noAnswer" && !reports.contains("answered"))
        #expect(code == 0 && messages.contains("BYE sip:"))
    }

    @Test func `who picks up and hangs up at once has hung up`() async throws {
        let (reports, code, _) = try await Self.call([.progress(180), .pickUp, .hangUp])
        #expect(reports == ["ringing", "answered", "ended hungUp"])
        #expect(code == 0)
    }

    @Test func `an announcement before the answer counts as ringing after three seconds`() async throws {
        let (reports, code, _) = try await Self.call([.progress(183, withMedia: true), .pause(4_000), .refuse(480)])
        #expect(reports == ["ringing", "ended noAnswer"])
        #expect(code == 0)
    }

    @Test func `an announcement that is followed by a refusal at once was no ringing`() async throws {
        let (reports, code, _) = try await Self.call([.progress(183, withMedia: true), .pause(500), .refuse(404)])
        #expect(reports == ["ended unreachableNumber"])
        #expect(code == 0)
    }

    @Test func `a port where nobody listens is a line failure, over TCP at once`() async throws {
        let desk = try await SIPDesk(port: try FreePort.find(), transport: .tcp)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.ended(request.id, withinSeconds: 5) == ["ended lineFailure"])
    }

    @Test func `calls go over TCP as well`() async throws {
        let (reports, code, messages) = try await Self.call([.progress(180), .pickUp, .hangUp], transport: .tcp)
        #expect(reports == ["ringing", "answered", "ended hungUp"])
        #expect(code == 0 && messages.contains("SIP/2.0/TCP"))
    }

    @Test func `the INVITE says who calls, for how long, and which try it is`() async throws {
        let (_, _, messages) = try await Self.call([.refuse(486)]) { $0.identity = "+815087654321" }
        #expect(messages.contains("From: <sip:+815012345678@127.0.0.1>"))
        #expect(messages.contains("P-Preferred-Identity: <sip:+815087654321@127.0.0.1>"))
        #expect(messages.contains("Expires: 57\n") || messages.contains("Expires: 57\r\n"))
        #expect(messages.contains("X-NightCall-Try: 1.1.1"))
        #expect(messages.contains("INVITE sip:+819012345678@127.0.0.1 SIP/2.0"))
    }
}
