import ServiceHours
import Testing

@testable import RunbookSteps

/// Our share of what a cloud lets one principal ask.
@Suite struct RequestPaceTests {
    private static let now = Instant(microseconds: 1_795_604_400_000_000)

    @Test func `two hundred go at once, the next each a twentieth of a second later, and nobody waits beyond his time`()
        async
    {
        let pace = RequestPace<String>()
        for _ in 1...200 { #expect(await pace.turn(of: "a", at: Self.now, within: .seconds(1)) == .zero) }
        for place in 1...20 {
            let turn = await pace.turn(of: "a", at: Self.now, within: .seconds(1))
            #expect(turn == .milliseconds(50 * place))
        }
        // Whoever cannot wait takes no turn from others.
        for _ in 1...5 { #expect(await pace.turn(of: "a", at: Self.now, within: .seconds(1)) == nil) }
        #expect(await pace.turn(of: "a", at: Self.now, within: .seconds(2)) == .milliseconds(1_050))
        // Another principal has a share of its own.
        #expect(await pace.turn(of: "b", at: Self.now, within: .zero) == .zero)
        // It fills again with time, and not beyond its size; a clock that goes back fills nothing.
        #expect(await pace.turn(of: "a", at: Self.now + .seconds(2), within: .zero) == .zero)
        for _ in 1...200 { #expect(await pace.turn(of: "a", at: Self.now + .hours(1), within: .zero) == .zero) }
        #expect(await pace.turn(of: "a", at: Self.now + .hours(1), within: .zero) == nil)
        #expect(await pace.turn(of: "a", at: Self.now, within: .zero) == nil)
    }
}
