import CallTree
import EventJournal
import ServiceHours
import Testing

@testable import NightEngine

@Suite struct EngineWorkerTests {
    @Test func `an alert is answered when its events are in the journal, and only then the telephone rings`() throws {
        var night = try Night()
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.journal.head().sequence == 3)
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `a batch is one append, however many callers wait`() throws {
        var night = try Night()
        let inputs = (1...100).map { firing("key-\($0)") }
        _ = night.worker.turn(
            inputs.map { input in .input(.call(input)) { [answers = night.answers] in answers.add($0.ofCall) } })
        #expect(night.answers.take().count == 100)
        #expect(night.worker.healthState.appends == 1)
        #expect(night.look().escalations.count == 1)
    }

    @Test func `a restart folds what is open, adopts the call under way and goes on with the tree`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        let before = night.look()

        var again = try Night(journal: night.journal, clock: night.clock)
        let after = again.look()
        #expect(after.incidents == before.incidents)
        #expect(after.escalations == before.escalations)
        #expect(again.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: true)])

        night.clock.pass(.seconds(29))
        again.take()
        #expect(again.spy.take() == [.hangUp(call(1, 1))])
        again.take(.callReported(call(1, 1), .ended(.noAnswer)))
        #expect(
            again.spy.take() == [
                .forget(call(1, 1)), .place(call(1, 2), ContactID("suzuki"), resumed: false),
            ])
    }

    @Test func `after a restart the line says first what became of a call whose deadline passed meanwhile`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.clock.pass(.seconds(60))
        var again = try Night(journal: night.journal, clock: night.clock)
        #expect(again.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: true)])
        again.take(.callReported(call(1, 1), .answered(by: .person)))
        again.take(.keyPressed(call(1, 1), .digit(1)))
        #expect(again.look().incidents[IncidentID(1)]?.end == .acknowledged)
    }

    @Test func `a line that says nothing after a restart is hung up after five seconds`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.clock.pass(.seconds(60))
        var again = try Night(journal: night.journal, clock: night.clock)
        _ = again.spy.take()
        night.clock.pass(.seconds(4))
        again.take()
        #expect(again.spy.take().isEmpty)
        night.clock.pass(.seconds(1))
        again.take()
        #expect(again.spy.take() == [.hangUp(call(1, 1))])
    }

    @Test func `numbers go on after the highest ever given, though their incidents have left the board`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.operatorAsked(.acknowledge(IncidentID(1), by: "山田")))
        night.take(.callReported(call(1, 1), .ended(.noAnswer)))
        night.clock.pass(.hours(25))
        night.take()
        #expect(try night.journal.openSubjects().isEmpty)

        var again = try Night(journal: night.journal, clock: night.clock)
        again.take(firing("disk"))
        let board = again.look()
        #expect(board.incidents.keys.sorted() == [IncidentID(2)])
        #expect(board.escalations.keys.sorted() == [EscalationID(2)])
    }

    @Test func `while the journal is full alerts are refused, reports are held, and nothing new is dialled`() throws {
        var night = try Night()
        night.take(firing("disk"))
        _ = night.spy.take()
        night.journal.refuseAppends(with: .full("no space"))

        #expect(night.take(firing("web")) == [.unwritable])
        #expect(night.take(.callReported(call(1, 1), .ended(.busy))).isEmpty)
        #expect(night.spy.take().isEmpty)
        guard case .unwritable = night.worker.healthState.journal else {
            Issue.record("the health does not say that the journal cannot be written")
            return
        }

        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(2))
        #expect(night.take() == [.taken(.speech(.nothing))])
        #expect(
            night.spy.take() == [
                .forget(call(1, 1)), .place(call(1, 2), ContactID("suzuki"), resumed: false),
            ])
        #expect(night.worker.healthState.journal == .writable)
        #expect(night.take(firing("web")) == [.taken(.alerts(accepted: 1, ignored: 0))])
    }

    @Test func `while the engine keeps dying nobody is called, and when it is over the tree begins`() throws {
        var night = try Night()
        night.take(.troubleFound(.restartingOften))
        night.take(firing("disk"))
        #expect(night.spy.take().isEmpty)
        night.take(.troubleFound(.restartingOften))
        #expect(night.look().alarms.count == 1)
        night.take(.troubleOver(.restartingOften))
        #expect(night.look().alarms.isEmpty)
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `the health says that the journal can be written only after something was written`() throws {
        var night = try Night()
        night.journal.refuseAppends(with: .full("no space"))
        night.take(firing("disk"))
        night.clock.pass(.seconds(2))
        night.take()
        #expect(night.worker.healthState.journal != .writable)
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(2))
        night.take()
        #expect(night.worker.healthState.journal == .writable)
    }

    @Test func `what an append refused is undone, so that the same alert opens its incident when it is sent again`()
        throws
    {
        var night = try Night()
        night.journal.refuseAppends(with: .ioFailed("cable"))
        #expect(night.take(firing("disk")) == [.unwritable])
        #expect(night.look().incidents.isEmpty)
        night.journal.refuseAppends(with: nil)
        night.clock.pass(.seconds(2))
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `a stepped clock does not shorten the ringing`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.clock.step(.hours(1))
        night.take()
        _ = night.spy.take()
        night.clock.pass(.seconds(28))
        night.take()
        #expect(night.spy.take().isEmpty)
        night.clock.pass(.seconds(1))
        night.take()
        #expect(night.spy.take() == [.hangUp(call(1, 1))])
    }

    @Test func `a clock that steps over the opening lets the waiting incident be called`() throws {
        // Friday 2026-11-20 16:00 in Japan.
        let clock = HandClock(fridayNight + -.hours(6))
        var night = try Night(clock: clock)
        night.take(firing("disk"))
        #expect(night.spy.take() == [.send(.alertOutsideWindow)])
        clock.step(.hours(1))
        night.take()
        #expect(night.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: false)])
    }

    @Test func `a clock before the last event of the journal takes alerts, lights an alarm and calls nobody`() throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ended(.busy)))
        let clock = HandClock(fridayNight + -.hours(24))
        var again = try Night(journal: night.journal, clock: clock)
        _ = again.spy.take()
        #expect(again.take(firing("web")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        again.take(.callReported(call(1, 2), .ended(.busy)))
        #expect(again.spy.take().filter { if case .place = $0 { true } else { false } }.isEmpty)
        #expect(again.look().alarms.values.contains(.clockDistrusted))
        clock.pass(.hours(25))
        again.take()
        #expect(again.spy.take().contains { if case .place = $0 { true } else { false } })
    }

    @Test func `a subject whose events cannot be read is set aside and named, and the others run`() throws {
        var night = try Night()
        night.take(firing("disk"))
        try night.journal.append([
            JournalEntry(
                instant: fridayNight.microseconds, subject: JournalSubject(kind: 1, id: 77), standing: .opens,
                kind: 999,
                version: 1, payload: [1])
        ])
        var again = try Night(journal: night.journal, clock: night.clock)
        #expect(again.worker.healthState.setAside.count == 1)
        #expect(again.worker.healthState.setAside.first?.hasPrefix("incident 77 (row 4") == true)
        #expect(again.look().incidents.count == 1)
        #expect(again.spy.take() == [.place(call(1, 1), ContactID("sato"), resumed: true)])
        #expect(again.look().alarms.values.contains(.setAside(.incident(IncidentID(77)))))
        let alarm = EngineNotice.alarmRaised(
            AlarmID(1), .setAside(.incident(IncidentID(77))), at: night.clock.now())
        #expect(again.notices.take().suffix(1) == [alarm])

        var third = try Night(journal: night.journal, clock: night.clock)
        #expect(third.look().alarms.count == 1)
    }

    @Test func `a reloaded contract serves the next escalation, and the running one keeps its terms`() throws {
        var night = try Night()
        night.take(firing("disk"))
        let fewer = acme { $0.rings = 3 }
        _ = night.worker.turn([.contracts([fewer], RunSite())])
        #expect(night.look().escalations[EscalationID(1)]?.terms.calls.rings == 10)
        night.take(.operatorAsked(.acknowledge(IncidentID(1), by: "山田")))
        night.take(.callReported(call(1, 1), .ended(.hungUp)))
        night.clock.pass(.seconds(61))
        night.take(firing("web"))
        #expect(night.look().escalations[EscalationID(2)]?.terms.calls.rings == 3)
    }
}
