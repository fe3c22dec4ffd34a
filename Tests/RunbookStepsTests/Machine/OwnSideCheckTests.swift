import CTimex
import RunbookModel
import ServiceHours
import TestPeers
import Testing
import WebTransfer

@testable import RunbookSteps

@Suite(.timeLimit(.minutes(5))) struct OwnSideCheckTests {
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

    private func seen(_ clock: OwnClock?) -> Observation {
        var sight = OwnSight(source: "NightCall")
        sight.clock(clock, within: .seconds(2))
        return sight.observation
    }

    private func clock(
        state: Int32 = 0, status: Int32 = 0x2001, offset: Int = 0, likely: Int = 0, largest: Int = 16_000_000
    ) -> OwnClock {
        var facts = timex()
        (facts.status, facts.offset, facts.esterror, facts.maxerror) = (status, offset, likely, largest)
        return OwnClock(state: state, facts)
    }

    @Test func `a clock is broken only by what its keeper knows`() {
        // Nanoseconds, and microseconds without STA_NANO.
        #expect(seen(clock(offset: 400_000_000)).verdict == .normal)
        #expect(seen(clock(offset: -2_100_000_000)).verdict == .abnormal)
        #expect(seen(clock(status: 0x1, offset: 2_100_000)).verdict == .abnormal)
        #expect(seen(clock(status: 0x1, offset: 2_000_000)).verdict == .normal)
        #expect(seen(clock(likely: 3_000_000)).verdict == .abnormal)
        // A likely error above the largest one was never set.
        #expect(seen(clock(likely: 16_000_000, largest: 0)).verdict == .normal)
        // The largest error alone says how long nobody has set the clock, and not that it is off.
        #expect(seen(clock(largest: 5_000_000)).verdict == .normal)
    }

    @Test func `a clock that nobody keeps is told as such, and is no broken one`() {
        for kept in [clock(state: 5, status: 0x40, likely: 16_000_000), clock(status: 0x40, offset: 9_000_000_000)] {
            let seen = seen(kept)
            #expect(seen.verdict == .normal && seen.reading("clockSynchronised") == "no")
            #expect(seen.detail("clock error at most") == "16000000 µs")
        }
        #expect(seen(nil).verdict == .normal && seen(nil).reading("clockSynchronised") == nil)
        #expect(seen(nil).detail("clock") != nil)
    }

    @Test func `this machine's kernel tells of its clock`() throws {
        let clock = try #require(OwnClock.now())
        #expect(clock.largestError >= .zero && clock.offset < .hours(1))
    }

    @Test func `a disk that cannot be looked at hides nothing that is broken`() {
        var sight = OwnSight(source: "NightCall")
        sight.clock(clock(offset: 3_000_000_000), within: .seconds(2))
        sight.disk(nil, free: 5)
        let both = sight.observation
        #expect(both.verdict == .abnormal)
        #expect(both.sentence.japanese == "当社側の時計が3秒ずれています。当社側の空き容量を確認できません。")
        var alone = OwnSight(source: "NightCall")
        alone.disk(OwnDisk("/no/such/folder"), free: 5)
        #expect(alone.observation.verdict == .unknown)
    }

    @Test func `what is free is a share of the whole, whatever the system tells`() {
        #expect(OwnDisk(free: 4_999, of: 100_000)?.freePercent == 4)
        #expect(OwnDisk(free: .max, of: 1)?.freePercent == 100)
        #expect(OwnDisk(free: 0, of: .max)?.freePercent == 0)
        #expect(OwnDisk(free: 0, of: 0) == nil)
    }

    @Test func `a way out that could not be asked about is unknown, and not broken`() {
        var sight = OwnSight(source: "NightCall")
        sight.missed(
            "www.example.jp",
            .unanswered(.cancelled(peer: "www.example.jp", mayHaveArrived: false), peer: "www.example.jp", source: ""))
        #expect(sight.observation.verdict == .unknown && sight.observation.mayPass)
    }
}
