import CallTree
import ServiceHours
import Testing

@testable import NightEngine

/// A clock that is set while a telephone rings, and an engine that has run for long.
@Suite struct ClockStepTests {
    private static let steps: [Span] = [
        .seconds(1), .seconds(3), .minutes(5), .hours(1), .hours(25), .hours(24 * 366), .hours(24 * 3_653),
    ].flatMap { [$0, -$0] }

    private func expectRing(_ night: inout Night, of call: TryID, for span: Span = .seconds(29)) {
        night.clock.pass(span + -.seconds(1))
        night.take()
        #expect(!night.spy.take().contains(.hangUp(call)))
        night.clock.pass(.seconds(1))
        night.take()
        #expect(night.spy.take().contains(.hangUp(call)))
    }

    /// A step of up to two seconds is not noticed, as no span is kept apart from the clock: it goes into the ringing.
    @Test(arguments: steps)
    func `however far a clock steps, a telephone rings for 29 seconds, give or take two`(step: Span) throws {
        var night = try Night()
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ringing))
        night.clock.step(step)
        night.take()
        let isNoticed = step > .seconds(2) || step < -.seconds(2)
        expectRing(&night, of: call(1, 1), for: isNoticed ? .seconds(29) : .seconds(29) + -step)
        let stepped = try night.events.contains { if case .clockStepped(step) = $0 { true } else { false } }
        #expect(stepped == isNoticed)
    }

    /// Where 2^31 and 2^32 milliseconds end, and a year; each a night or a holiday.
    @Test(arguments: [25, 50, 400])
    func `an engine that has run for many days rings as on the first`(days: Int) throws {
        var night = try Night()
        night.clock.pass(.hours(24 * days))
        night.take(firing("disk"))
        #expect(night.spy.take().contains(.place(call(1, 1), ContactID("sato"), resumed: false)))
        night.take(.callReported(call(1, 1), .ringing))
        expectRing(&night, of: call(1, 1))
    }
}
