import CallTree
import EventJournal
import ServiceHours
import Testing

@testable import NightEngine

/// What the engine does while its journal cannot be written.
@Suite struct UnwritableJournalTests {
    @Test func `a clock set back does not put the next try off`() throws {
        var night = try Night()
        night.journal.refuseAppends(with: .full("no space"))
        night.take(firing("disk"))
        night.journal.refuseAppends(with: nil)
        night.clock.step(.hours(-3))
        night.clock.pass(.seconds(1))
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
    }

    @Test func `a step of the clock that was found while nothing could be written is told afterwards, whole`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.journal.refuseAppends(with: .full("no space"))
        night.clock.step(.minutes(10))
        night.take()
        night.clock.step(.minutes(5))
        night.clock.pass(.milliseconds(500))
        night.take()
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.milliseconds(500))
        night.take()
        #expect(
            try night.events.filter { if case .clockStepped = $0 { true } else { false } }
                == [.clockStepped(by: .minutes(15))])
        night.take()
        #expect(try night.events.count { if case .clockStepped = $0 { true } else { false } } == 1)
        // The ringing is as long as ever.
        _ = night.spy.take()
        night.clock.pass(.seconds(27))
        night.take()
        #expect(night.spy.take().isEmpty)
        night.clock.pass(.seconds(1))
        night.take()
        #expect(night.spy.take() == [.hangUp(call(1, 1))])
    }

    @Test func `a judgement of the clock that could not be written is made again`() throws {
        var night = try Night()
        night.take(firing("disk"))
        var again = try Night(
            journal: night.journal, clock: HandClock(fridayNight - .hours(24)), refusing: .full("no space"))
        #expect(again.look().alarms.isEmpty)
        again.journal.refuseAppends(with: nil)
        again.clock.pass(.seconds(1))
        again.take()
        #expect(again.look().alarms.values.contains(.clockDistrusted))
        #expect(again.worker.healthState.clockTrusted == false)
    }

    @Test func `however often the journal is tried, the board is folded again once`() throws {
        let disk = FaultyDisk()
        var night = try Night(disk: disk)
        night.take(firing("disk"))
        let foldings = disk.foldings
        disk.journal.refuseAppends(with: .full("no space"))
        night.take(.callReported(call(1, 1), .ended(.busy)))
        for _ in 1...10 {
            night.clock.pass(.seconds(1))
            night.take()
        }
        #expect(disk.foldings == foldings + 1)
        disk.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(1))
        #expect(night.take() == [.taken(.speech(.nothing))])
        #expect(disk.foldings == foldings + 1)
    }

    @Test func `the engine waits for the next try, and not for deadlines that it cannot keep`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.journal.refuseAppends(with: .full("no space"))
        night.clock.pass(.seconds(29))
        night.take()
        #expect(night.worker.wait() == .seconds(1))
        night.clock.pass(.milliseconds(400))
        #expect(night.worker.wait() == .milliseconds(600))
    }

    @Test func `an engine that is to end tries once more at once, and answers whoever waits`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.journal.refuseAppends(with: .full("no space"))
        night.take(.callReported(call(1, 1), .ringing))
        night.journal.refuseAppends(with: nil)
        #expect(night.worker.turn([.stop]) == false)
        #expect(night.answers.take() == [.taken(.speech(.nothing))])

        var other = try Night()
        other.take(firing("disk"))
        other.journal.refuseAppends(with: .full("no space"))
        other.take(.callReported(call(1, 1), .ringing))
        #expect(other.worker.turn([.stop]) == false)
        other.worker.finish()
        #expect(other.answers.take() == [.stopped])
    }

    @Test func `an append that fails just after a restart does not keep the lines from being heard first`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.clock.pass(.seconds(60))
        var again = try Night(journal: night.journal, clock: night.clock)
        again.journal.refuseAppends(with: .full("no space"))
        again.take(firing("web"))
        again.journal.refuseAppends(with: nil)
        _ = again.spy.take()
        again.clock.pass(.seconds(1))
        again.take()
        #expect(again.spy.take().isEmpty)
        again.take(.callReported(call(1, 1), .answered(by: .person)))
        again.take(.keyPressed(call(1, 1), .digit(1)))
        #expect(again.look().incidents[IncidentID(1)]?.end == .acknowledged)
    }

    @Test func `whoever watches is told once that the journal fails, and once that it is well again`() throws {
        var night = try Night()
        night.journal.refuseAppends(with: .full("no space"))
        for _ in 1...5 {
            night.take(firing("disk"))
            night.clock.pass(.seconds(1))
        }
        #expect(night.notices.take() == [.journalUnwritable(why: "the disk of the journal is full: no space")])
        night.journal.refuseAppends(with: nil)
        night.take()
        night.take(firing("disk"))
        #expect(night.notices.take() == [.journalWritable])
    }
}
