import CallTree
import EventJournal
import ServiceHours
import Testing

@testable import NightEngine

/// A clock before the build date or before the journal's last event: alerts are taken, an alarm is lit, nobody is called.
@Suite struct ClockTrustTests {
    @Test func `what was written under a wrong clock does not make it right at the next start`() throws {
        var night = try Night()
        night.take(firing("disk"))
        let clock = HandClock(fridayNight - .hours(24))
        var wrong = try Night(journal: night.journal, clock: clock)
        wrong.take(firing("web"))
        clock.pass(.hours(1))
        var again = try Night(journal: night.journal, clock: clock)
        again.take(firing("mail"))
        #expect(again.look().clockTrusted == false)
        #expect(again.look().alarms.count == 1)
        #expect(again.worker.healthState.clockTrusted == false)
        clock.pass(.hours(23))
        again.take()
        #expect(again.look().clockTrusted)
        #expect(again.look().alarms.isEmpty)
        #expect(again.worker.healthState.clockTrusted)
    }

    @Test func `a clock set back while the journal could not be written is not believed after a restart either`() throws
    {
        var night = try Night(builtAt: fridayNight - .hours(1))
        night.take(firing("disk"))
        night.journal.refuseAppends(with: .full("no space"))
        night.take(firing("web"))
        night.journal.refuseAppends(with: nil)
        night.clock.step(.hours(-24))
        night.clock.pass(.seconds(1))
        // The first row after the trouble, which only tries the journal, is written by the wrong clock.
        night.take()
        #expect(night.look().clockTrusted == false)
        night.clock.pass(.minutes(5))
        var again = try Night(journal: night.journal, clock: night.clock)
        again.take()
        #expect(again.look().clockTrusted == false)
    }

    @Test func `an operator who clears the alarm vouches for the clock, now and at the next start`() throws {
        var night = try Night()
        night.take(firing("disk"))
        let clock = HandClock(fridayNight - .hours(3))
        var again = try Night(journal: night.journal, clock: clock)
        again.take(.callReported(call(1, 1), .ended(.busy)))
        _ = again.spy.take()
        let alarm = try #require(again.look().alarms.first { $0.value == .clockDistrusted }).key
        again.take(.operatorAsked(.clearAlarm(alarm, by: "山田")))
        #expect(again.spy.take() == [.place(call(1, 2), ContactID("suzuki"), resumed: false)])
        clock.pass(.seconds(1))
        again.take()
        #expect(again.look().clockTrusted)

        var third = try Night(journal: night.journal, clock: clock)
        third.take()
        #expect(third.look().clockTrusted)
        #expect(third.look().alarms.isEmpty)
    }
}
