import CallTree
import Foundation
import ServiceHours
import Testing

@testable import Telephony

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

    /// When the process that decides is killed.
    enum Moment: String, CaseIterable {
        case ringing, talking, whileTheKeyIsPressed
    }

    @Test(arguments: Moment.allCases) func `a server that is killed finds its call again: nobody is rung twice`(
        moment: Moment
    ) async throws {
        let night = try SIPNight([#"{"ring": 3, "keys": "1", "after": \#(moment == .talking ? 8 : 4)}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        switch moment {
        case .ringing: await night.phone.first(where: { $0.event == "ringing" })
        case .talking: await night.phone.first(where: { $0.state == "CONFIRMED" })
        case .whileTheKeyIsPressed:
            await night.phone.first(where: { $0.state == "CONFIRMED" })
            night.server.program.kill()
            await night.phone.first(where: { $0.event == "press" })
        }
        let helper = night.helper
        try night.server.killAndStartAgain()
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        await night.phone.first(where: { $0.event == "over" }, within: 15)
        #expect(night.phone.told.filter { $0.event == "called" }.count == 1)
        #expect(helper != nil && night.helper == helper)
    }

    /// By the packets themselves, which Wireshark's dissector reads, and by the real clock.
    @Test func `on the wire there are 29 seconds between the first ringing and the CANCEL`() async throws {
        let night = try SIPNight([#"{"code": 0}"#], speed: 1, contract: "calls: {rounds: 1}")
        defer { night.stop() }
        let port = night.phone.port
        let shark = try RunningProgram(
            "/usr/bin/tshark",
            [
                "-l", "-n", "-i", "lo", "-f", "udp port \(port)", "-d", "udp.port==\(port),sip", "-Y", "sip", "-T",
                "fields", "-e", "frame.time_epoch", "-e", "sip.Method", "-e", "sip.Status-Code",
            ])
        defer { shark.kill() }
        #expect(shark.errors.first(within: 30, where: { $0.contains("Capture started") }) != nil)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.noAnswer])
        var rang: Double?
        var cancelled: Double?
        while cancelled == nil, let line = await OffPool.run({ shark.output.next(within: 30) }) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard let at = fields.first.flatMap({ Double($0) }) else { continue }
            if rang == nil, fields.contains("180") { rang = at }
            if fields.contains("CANCEL") { cancelled = at }
        }
        let span = try #require(cancelled) - (try #require(rang))
        #expect((28.9...30.5).contains(span), "it rang for \(span) s")
    }

    @Test func `a helper that is killed while it rings loses no turn: the telephone rings again when it is silent`()
        async throws
    {
        // It would ring for ever: the next helper ends the call of the one before.
        let night = try SIPNight([#"{"code": 0}, {"ring": 1, "keys": "1", "after": 1}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        await night.phone.first(where: { $0.event == "ringing" })
        let helper = try #require(night.helper)
        kill(helper, SIGKILL)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        await night.phone.first(where: { $0.event == "over" && $0.call == 2 }, within: 15)
        let told = night.phone.told
        let silent = try #require(told.first { $0.event == "over" && $0.call == 1 })
        let again = try #require(told.first { $0.event == "called" && $0.call == 2 })
        #expect(silent.at <= again.at)
        #expect(night.helper != helper)
    }

    @Test func `a helper that is killed while somebody listens loses no turn: the same person is called again`()
        async throws
    {
        let night = try SIPNight(
            [#"{"ring": 1}, {"ring": 1, "keys": "1", "after": 1}"#, #"{"code": 486}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        await night.phone.first(where: { $0.state == "CONFIRMED" })
        let helper = try #require(night.helper)
        kill(helper, SIGKILL)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        await night.phone.first(where: { $0.event == "over" && $0.call == 2 }, within: 15)
        let told = night.phone.told
        let called = told.filter { $0.event == "called" }
        #expect(called.map(\.user) == ["+819012345671", "+819012345671"])
        // The call that nobody heard any more was hung up first.
        let over = try #require(told.first { $0.event == "over" && $0.call == 1 })
        #expect(called.count == 2 && over.at <= (called.last?.at ?? 0))
    }

    @Test(arguments: [Moment.ringing, .talking])
    func `when both die, the next helper ends the call before the same person is called again`(moment: Moment)
        async throws
    {
        // It would ring, or be talked to, for ever.
        let first = moment == .ringing ? #"{"code": 0}"# : #"{"ring": 1}"#
        let night = try SIPNight(
            ["\(first), " + #"{"ring": 1, "keys": "1", "after": 1}"#, #"{"code": 486}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        await night.phone.first(where: { moment == .ringing ? $0.event == "ringing" : $0.state == "CONFIRMED" })
        let helper = try #require(night.helper)
        night.server.program.kill()
        kill(helper, SIGKILL)
        try night.server.killAndStartAgain()
        // At once, and not only when its time is over.
        let over = try #require(await night.phone.first(where: { $0.event == "over" }, within: 20))
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        await night.phone.first(where: { $0.event == "over" && $0.call == 2 }, within: 15)
        let called = night.phone.told.filter { $0.event == "called" }
        #expect(called.map(\.user) == ["+819012345671", "+819012345671"])
        #expect(called.count == 2 && over.at <= (called.last?.at ?? 0))
        // What could end it is not kept beyond its end.
        let kept = night.server.folder.url.path + "/var/sip.socket.calls"
        #expect(try FileManager.default.contentsOfDirectory(atPath: kept) == [])
    }

    @Test func `where the next helper cannot end it, the call is waited out by Expires and dialled again`() async throws
    {
        // The telephone obeys Expires, as RFC 3261 wants it; nobody is left who could cancel, and nobody asks.
        let night = try SIPNight([#"{"ring": 56, "code": 487}, {"ring": 1, "keys": "1", "after": 1}"#], speed: 1)
        defer { night.stop() }
        #expect(await night.alert() == 202)
        await night.phone.first(where: { $0.event == "ringing" })
        let helper = try #require(night.helper)
        // What was kept for the next helper is gone as well: a disk that could not be written.
        night.server.program.kill()
        kill(helper, SIGKILL)
        try FileManager.default.removeItem(atPath: night.server.folder.url.path + "/var/sip.socket.calls")
        try night.server.killAndStartAgain()
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        await night.phone.first(where: { $0.event == "over" && $0.call == 2 }, within: 15)
        let told = night.phone.told
        let silent = try #require(told.first { $0.event == "over" && $0.call == 1 })
        let again = try #require(told.first { $0.event == "called" && $0.call == 2 })
        #expect(silent.at <= again.at)
    }

    @Test
    func `a test call rings one telephone beside a running server, speaks, hears the key and leaves nothing behind`()
        async throws
    {
        let night = try SIPNight([#"{"ring": 2, "keys": "51", "after": 2, "pause": 2}"#], speed: 1)
        defer { night.stop() }
        let test = try RunningProgram(
            NightCallProgram.path,
            ["call", "test", "--site", night.server.folder.url.path, "--line", "pbx", "--to", "０９０-1234-5671"],
            environment: RunningServer.secrets)
        #expect(await OffPool.run { test.wait() } == 0, "\(test.errors.all())")
        #expect(test.output.all().contains { $0.contains("受領（acknowledged）") })
        let called = try #require(await night.phone.first(where: { $0.event == "called" }, within: 5))
        #expect(called.user == "+819012345671")
        await night.phone.first(where: { $0.event == "over" }, within: 10)
        let heard = try night.phone.heard(1)
        #expect(heard.contains { $0.magnitude > 5_000 })
        let left = FileManager.default.temporaryDirectory.appending(path: "nightcall-test-\(test.processID)").path
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(try await OffPool.waits { try !isHelperAlive(in: left) })
    }

    /// Whether a helper that was started for this folder goes on; it has some seconds to hang up. One that has ended and that
    /// nobody has collected yet has no words left.
    private func isHelperAlive(in folder: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { process in
            let words = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
            return words.contains("nightcall-sip") && words.contains(folder)
        }
    }
}
