import CallTree
import ServiceHours
import Testing

@testable import NightEngine

/// A machine that starts with a clock that cannot be right.
@Suite struct ClockAtStartTests {
    @Test
    func `a clock before the build, as of 1970, takes alerts, lights an alarm and calls nobody until it is right`()
        throws
    {
        let clock = HandClock(Instant(microseconds: 60_000_000))
        var night = try Night(clock: clock, builtAt: fridayNight - .hours(24))
        #expect(night.take(firing("disk")) == [.taken(.alerts(accepted: 1, ignored: 0))])
        #expect(night.look().alarms.values.contains(.clockDistrusted))
        #expect(night.spy.take().isEmpty)

        clock.step(fridayNight.since(clock.now()))
        night.take()
        #expect(night.look().clockTrusted)
        #expect(night.spy.take().contains(.place(call(1, 1), ContactID("sato"), resumed: false)))
    }
}
