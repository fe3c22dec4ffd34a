import Foundation
import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Files, our own side, people and pings.
@Suite(.timeLimit(.minutes(5))) struct OwnMachineTests {
    // MARK: file.age

    private func look(_ path: String, below folder: String, size: Int = 1, now: Instant? = nil) async throws
        -> Observation
    {
        let check = try FileAgeCheck(
            ["path": .text(path)], expect: ["youngerThan": .span(.hours(26)), "size": .integer(size)])
        var surroundings = TestSurroundings()
        surroundings.allowed.folders = [folder]
        if let now { surroundings.now = { now } }
        return await check.look(try surroundings.made())
    }

    @Test func `a file is judged by its age and its length`() async throws {
        let folder = try TestFolder()
        let path = try folder.write("backup", "0123456789")
        let written = RealClock.now()
        #expect(try await look(path, below: folder.path).verdict == .normal)
        #expect(try await look(path, below: folder.path, size: 11).verdict == .abnormal)
        let old = try await look(path, below: folder.path, now: written + .hours(27))
        #expect(old.verdict == .abnormal && old.reading("bytes") == "10")
        #expect(try await look(path, below: folder.path, now: written + -.hours(1)).verdict == .unknown)
        #expect(try await look(folder.path("none"), below: folder.path).verdict == .abnormal)
        #expect(try await look(folder.path, below: "/").verdict == .unknown)
    }

    @Test func `nothing outside the contract's folders is looked at, whatever a link says`() async throws {
        let (inside, outside) = (try TestFolder(), try TestFolder())
        let secret = try outside.write("secret", "x")
        #expect(try await look(secret, below: inside.path).verdict == .unknown)
        try FileManager.default.createSymbolicLink(atPath: inside.path("link"), withDestinationPath: secret)
        let linked = try await look(inside.path("link"), below: inside.path)
        #expect(linked.verdict == .unknown && linked.reading("bytes") == nil)
        #expect(throws: StepRefusal.self) {
            try FileAgeCheck(["path": .text("/a/../b")], expect: ["youngerThan": .span(.hours(1))])
        }
    }

    // MARK: self

    @Test func `our own side is in order where the way out stands and the disk has room`() async throws {
        let server = try await SSHServer()
        let check = try OwnSideCheck(
            ["host": .text("127.0.0.1"), "port": .integer(server.port)], expect: ["free": .integer(0)])
        let seen = await check.look(try TestSurroundings().made())
        #expect(seen.verdict == .normal, "\(seen.sentence.english)")
        #expect(seen.reading("free") != nil && seen.reading("milliseconds") != nil)
    }

    @Test func `without a way out, or without room, our own side is broken`() async throws {
        let alone = try OwnSideCheck(
            ["host": .text("127.0.0.1"), "port": .integer(try FreePort.find())], expect: ["free": .integer(0)])
        #expect(await alone.look(try TestSurroundings().made()).verdict == .abnormal)
        let full = try OwnSideCheck([:], expect: ["free": .integer(100)])
        #expect(await full.look(try TestSurroundings().made()).verdict == .abnormal)
    }

    // MARK: manual

    @Test(arguments: [("はい", .normal), ("いいえ", .abnormal), ("不明", .unknown), (nil, .unknown)] as [(String?, Verdict)])
    func `an operator's answer is the verdict, and none is no health`(text: String?, verdict: Verdict) async throws {
        let check = try ManualCheck(
            ["question": .text("ログインできますか。"), "choices": .texts(["はい", "いいえ", "不明"])])
        var surroundings = TestSurroundings()
        surroundings.ask = { question in
            text.map { ManualAnswer(text: question.text.isEmpty ? "" : $0, by: "山田", at: VirtualTime.start) }
        }
        let seen = await check.look(try surroundings.made())
        #expect(seen.verdict == verdict)
        #expect(seen.reading("answer") == text && seen.detail("by") == (text == nil ? nil : "山田"))
    }

    // MARK: ping

    @Test func `this machine answers to a ping`() async throws {
        let check = try PingCheck(["host": .text("127.0.0.1"), "count": .integer(1)])
        let seen = await check.look(try TestSurroundings().made())
        // In a container that lets nobody ping it can only be said that it is not known.
        #expect(seen.verdict == .normal || seen.verdict == .unknown, "\(seen.sentence.english)")
        #expect(seen.verdict == .unknown || seen.reading("loss") == "0.0")
    }

    @Test(arguments: ["-f", "--help", "a b", "a;b", "", "a\nb"])
    func `a host that ping would read as something else is refused`(
        host: String
    ) {
        #expect(throws: StepRefusal.self) { try PingCheck(["host": .text(host)]) }
    }

    @Test func `the summary of a ping is read, and nothing else is`() {
        let text = """
            PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.

            --- 192.0.2.1 ping statistics ---
            3 packets transmitted, 2 received, 33.3333% packet loss, time 2040ms
            rtt min/avg/max/mdev = 0.019/0.033/0.044/0.010 ms
            """
        let summary = PingSummary(text)
        #expect(summary?.loss == 33.3333 && summary?.average == 0.033)
        #expect(PingSummary("3 packets transmitted, 0 received, 100% packet loss, time 2040ms")?.average == nil)
        for wrong in ["", "packet loss", "1e400% packet loss", "-5% packet loss", "3 received, x% packet loss"] {
            #expect(PingSummary(wrong) == nil)
        }
    }
}
