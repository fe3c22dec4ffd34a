import CallTree
import Foundation
import SIPMessages
import ServiceHours
import Synchronization
import Telephony
import TestPeers
import Testing

/// Many calls at once, and packets that nobody should send.
@Suite(.serialized) struct SIPLoadTests {
    @Test func `many calls at once are all spoken to and all acknowledged`() async throws {
        let count = Soak.isOn ? 500 : 40
        // Long enough on the telephone that all of them talk together.
        let telephone = try Sipp(
            [
                .progress(180), .pause(Soak.isOn ? 4_000 : 1_000), .pickUp, .pause(Soak.isOn ? 20_000 : 3_000),
                .pressOne, .isHungUp,
            ],
            calls: count)
        let desk = try await SIPDesk(port: telephone.port, answer: SIPDesk.answer)
        let requests = (1...count).map { SIPDesk.request($0) }
        for (place, request) in requests.enumerated() {
            desk.driver.place(request, resumed: false)
            // Paced as a line is: sipp gives a call up whose INVITE it hears twice.
            if place % 10 == 9 { await desk.hears("\(request.id) ringing", withinSeconds: 20) }
        }
        for request in requests {
            await desk.hears("\(request.id) key 1", withinSeconds: 120)
            desk.driver.hangUp(request.id)
        }
        for request in requests { _ = await desk.ended(request.id, withinSeconds: 60) }
        let acknowledged = requests.filter { desk.words.contains("\($0.id) key 1") }.count
        print("acknowledged: \(acknowledged) of \(count)")
        #expect(acknowledged * 1_000 >= count * 999)
        #expect(await telephone.wait() == 0)
    }

    /// A message with some of its bytes changed, by a seed.
    private static func mutated(_ text: String, seed: inout UInt64) -> [UInt8] {
        var bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        func next(_ limit: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % max(limit, 1)
        }
        for _ in 0...next(8) {
            let place = next(bytes.count)
            switch next(5) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: next(256))
            case 1: bytes.removeSubrange(place..<min(place + next(40), bytes.count))
            case 2:
                bytes.insert(
                    contentsOf: Array(repeating: UInt8(truncatingIfNeeded: next(256)), count: next(2_000)), at: place)
            case 3:
                bytes.insert(
                    contentsOf: Array("\r\nVia: SIP/2.0/UDP x;branch=\r\nCSeq: 99999999999 INVITE\r\n".utf8), at: place)
            default: bytes = Array(bytes.prefix(place))
            }
            if bytes.isEmpty { return [0] }
        }
        return Array(bytes.prefix(60_000))
    }

    private static func templates(_ call: String, port: Int) -> [String] {
        let head = """
            Via: SIP/2.0/UDP 127.0.0.1:\(port);branch=z9hG4bKabc;rport
            From: <sip:a@127.0.0.1>;tag=1
            To: <sip:nightcall@127.0.0.1>;tag=2
            Call-ID: \(call)
            CSeq: 1 INVITE
            Contact: <sip:a@127.0.0.1:\(port)>
            Reason: Q.850;cause=16
            """
        let media =
            "Content-Type: application/sdp\nContent-Length: 80\n\nv=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0 101\n"
        return [
            "INVITE sip:nightcall@127.0.0.1 SIP/2.0\n\(head)\n\(media)", "SIP/2.0 200 OK\n\(head)\n\(media)",
            "SIP/2.0 302 Moved\n\(head)\nContent-Length: 0\n\n", "BYE sip:nightcall@127.0.0.1 SIP/2.0\n\(head)\n\n",
            "INFO sip:nightcall@127.0.0.1 SIP/2.0\n\(head)\nContent-Type: application/dtmf-relay\nContent-Length: 9\n\nSignal=1\n",
            "CANCEL sip:nightcall@127.0.0.1 SIP/2.0\n\(head)\n\n",
            "OPTIONS sip:nightcall@127.0.0.1 SIP/2.0\n\(head)\n\n",
            "SIP/2.0 407 Auth\n\(head)\nProxy-Authenticate: Digest realm=\"x\", nonce=\"y\", qop=\"auth\"\nContent-Length: 0\n\n",
        ]
    }

    @Test func `whatever packets come during a call, it ends properly`() async throws {
        let count = Soak.isOn ? 20_000 : 3_000
        let port = try FreePort.find()
        let telephone = try Sipp([.progress(180), .pause(5_000), .pickUp, .isHungUp])
        let desk = try await SIPDesk(port: telephone.port, trunk: { $0.localPort = port }, answer: SIPDesk.answer)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) ringing", withinSeconds: 20))
        // The real call's id, so that some reach its dialog.
        let call =
            telephone.messages.firstRange(of: "Call-ID: ").map { range in
                String(telephone.messages[range.upperBound...].prefix { !$0.isNewline })
            } ?? ""
        #expect(!call.isEmpty)
        let templates = Self.templates(call, port: 9)
        let sender = UDPSender()
        var seed: UInt64 = 42
        for number in 0..<count {
            sender.send(Self.mutated(templates[number % templates.count], seed: &seed), to: port)
        }
        #expect(await desk.hears("\(request.id) answered", withinSeconds: 30))
        desk.driver.hangUp(request.id)
        #expect(await desk.ended(request.id, withinSeconds: 60).last == "ended hungUp")
        #expect(!desk.troubles.contains { $0.contains("has ended") }, "\(desk.troubles)")
        // What libre says of such packets fills no disk.
        let log = try FileManager.default.attributesOfItem(atPath: desk.folder.path + "/sip.socket.log")[.size] as? Int
        #expect((1...1 << 20).contains(log ?? 0))
        telephone.stop()
        // The next call is as good as any.
        let again = try Sipp([.progress(180), .refuse(486)], port: telephone.port)
        let next = SIPDesk.request(2)
        desk.driver.place(next, resumed: false)
        #expect(await desk.ended(next.id, withinSeconds: 60) == ["ringing", "ended busy"])
        again.stop()
    }
}

/// Sends packets to a port of this machine.
private struct UDPSender {
    private let file = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)

    func send(_ bytes: [UInt8], to port: Int) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(file, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
