import CallTree
import Foundation
import ServiceHours
import Testing
import WebTransfer

@testable import Telephony

/// What somebody hears while no server runs. It listens: nothing beside it may keep the packets waiting.
@Suite struct SIPAwayTests {
    @Test func `who presses 1 while no server runs hears one moment, and the next server takes the key`() async throws {
        // The second key is a clock: it comes seven seconds after the first.
        let night = try SIPNight([#"{"ring": 0.5, "keys": "19", "after": 2, "pause": 7}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        await night.phone.first(where: { $0.state == "CONFIRMED" })
        night.server.program.kill()
        await night.phone.first(where: { $0.event == "press" && $0.key == "9" })
        try night.server.killAndStartAgain()
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        await night.phone.first(where: { $0.event == "over" }, within: 30)
        let desk = VoiceDesk(
            folder: night.server.folder.url.path, shipped: NightCallProgram.shippedSpeech, settings: VoiceSettings(),
            transfers: try TransferEngine(), trouble: { _ in })
        let file = try #require(desk.ready(SpokenText.oneMoment(.japanese), .japanese))
        // Shipped speech is in the form of the telephone.
        let linear = night.server.folder.url.appending(path: "moment.wav")
        let sox = try RunningProgram("/usr/bin/sox", [file, "-e", "signed-integer", "-b", "16", linear.path])
        #expect(sox.wait() == 0)
        let moment = try SpeechSamples.read(linear)
        let likeness = SpeechSamples.likeness(of: moment, in: try night.phone.heard(1))
        #expect(likeness > 0.8, "the best correlation is \(likeness)")
    }
}
