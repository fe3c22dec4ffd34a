import CallTree
import Foundation
import Telephony
import Testing

/// Whole calls to a telephone of another maker than PJSIP: the message is heard, and the key.
@Suite(.serialized) struct SIPPeerTests {
    /// Rings, speaks the message once, and hears a 1; gives the longest piece of speech that was made.
    private func call(_ port: Int, press: () throws -> Void) async throws -> [Int16] {
        let desk = try await SIPDesk(port: port, answer: SIPDesk.answer)
        await desk.prepare()
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) promptEnded", withinSeconds: 60), "\(desk.words) \(desk.troubles)")
        try press()
        #expect(await desk.hears("\(request.id) key 1", withinSeconds: 20), "\(desk.words)")
        desk.driver.hangUp(request.id)
        #expect(await desk.ended(request.id).last == "ended hungUp")
        let made = try FileManager.default.contentsOfDirectory(atPath: desk.folder.path + "/voice")
            .filter { $0.hasSuffix(".wav") }
            .map { try SpeechSamples.read(URL(filePath: desk.folder.path + "/voice/" + $0)) }
        return try #require(made.max { $0.count < $1.count })
    }

    @Test func `baresip hears the message as it was made, and its key is heard`() async throws {
        let phone = try Baresip()
        let made = try await call(phone.port) { try phone.press("1") }
        let likeness = SpeechSamples.likeness(of: made, in: try phone.heard())
        #expect(likeness > 0.8, "the best correlation is \(likeness)")
    }

    @Test func `linphone hears the message as it was made, and its key is heard`() async throws {
        let phone = try Linphone()
        let made = try await call(phone.port) { try phone.press("1") }
        let likeness = SpeechSamples.likeness(of: made, in: try phone.heard())
        #expect(likeness > 0.8, "the best correlation is \(likeness)")
    }
}
