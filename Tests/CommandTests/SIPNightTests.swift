import CallTree
import Foundation
import Testing

/// Whole trees over SIP.
@Suite(.serialized) struct SIPNightTests {
    @Test func `nobody answers, the second is busy, a machine answers the third, and the first presses 1 in round 2`()
        async throws
    {
        let speed = 4
        let greeting = try ScratchFolder()
        let sox = try RunningProgram(
            "/usr/bin/sox",
            [
                "-n", "-r", "8000", "-c", "1", "-b", "16", greeting.url.appending(path: "greeting.wav").path, "synth",
                "1.1",
                "brownnoise", "norm", "-6", "pad", "0", "0.2", "repeat", "6",
            ])
        #expect(sox.wait() == 0)
        let night = try SIPNight(
            [
                #"{"code": 0}, {"ring": 1, "keys": "1", "after": 2}"#, #"{"ring": 0.2, "code": 486}"#,
                #"{"ring": 1, "play": "\#(greeting.url.path)/greeting.wav"}"#,
            ], speed: speed)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.noAnswer, .busy, .voicemail, .acknowledged])
        // On the wire: one call after the other, and the first rang as long as the book says.
        await night.phone.first(where: { $0.event == "over" && $0.call == 4 }, within: 10)
        let told = night.phone.told
        let called = told.filter { $0.event == "called" }
        #expect(called.map(\.user) == ["+819012345671", "+819012345672", "+819012345673", "+819012345671"])
        for call in 1...3 {
            let over = try #require(told.first { $0.event == "over" && $0.call == call })
            let next = try #require(called.first { $0.call == call + 1 })
            #expect(over.at <= next.at)
        }
        let ringing = try #require(told.first { $0.event == "ringing" && $0.call == 1 })
        let silent = try #require(told.first { $0.event == "over" && $0.call == 1 })
        #expect((27...35).contains((silent.at - ringing.at) * Double(speed)), "\(silent.at - ringing.at)")
    }
}
