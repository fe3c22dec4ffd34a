import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// What the call tree does when the clock jumps, the machine sleeps, or time reaches a number that others stumble over.
struct ClockFaultTests {
    private static let steps: [Span] = [
        .seconds(1), .seconds(3), .minutes(5), .hours(1), .hours(25), .hours(24 * 366), .hours(24 * 3_653),
    ].flatMap { [$0, -$0] }

    /// Moves a tree of one contact to where the step meets it.
    private enum Phase: CaseIterable {
        case dialling, ringing, listening, closing, pausing

        func reach(_ night: inout Night) {
            night.fires("disk")
            if self == .dialling { return }
            night.reports(.ringing)
            if self == .ringing { return }
            if self == .pausing { return night.reports(.ended(.busy)) }
            night.reports(.answered(by: .person))
            night.reports(.promptEnded)
            night.reports(.promptEnded)
            if self == .closing { night.presses(1) }
        }
    }

    /// A window that never closes, so that a step of years leaves the window out.
    private func night(_ change: @escaping (inout CallPolicy) -> Void = { _ in }) -> Night {
        Night(.acme(contacts: ["sato"], hours: HoursRules(always: true), change))
    }

    @Test(arguments: steps)
    func `a clock that jumps in any phase of a call shortens and lengthens nothing`(step: Span) {
        for phase in Phase.allCases {
            for isStepped in [false, true] {
                var night = night()
                phase.reach(&night)
                let before = night.board.nextDeadline.map { $0.since(night.now) }
                if isStepped { night.clockSteps(by: step) }
                let after = night.board.nextDeadline.map { $0.since(night.now) }
                #expect(before == after, "\(phase), stepped by \(step.seconds) s")
                #expect(night.check.violations.isEmpty)
            }
        }
    }

    @Test(arguments: [Night.wednesdayClosing, Night.wednesdayOpening])
    func `a clock set back over the edge of the window begins no second tree for the same incident`(edge: Instant) {
        var night = Night(.acme(contacts: ["sato"]), at: edge - .minutes(1))
        night.fires("disk")
        night.passes(.minutes(2))
        night.clockSteps(by: -.minutes(3))
        night.fires("disk")
        night.passes(.minutes(4))
        night.clockSteps(by: -.minutes(3))
        night.passes(.hours(1))
        let told = night.news
        #expect(told.count { $0.contains("opened") } == 1)
        #expect(told.count { $0.contains("started") } == 1)
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a machine that slept through a ringing call ends it at once and goes on with the next contact`() {
        var night = Night(.acme(contacts: ["sato", "suzuki"], hours: HoursRules(always: true)))
        night.fires("disk")
        night.reports(.ringing)
        night.sleeps(until: Night.wednesdayNight + .minutes(10))
        #expect(night.news(of: "hang up") == ["600 hang up 1.1.1 no-answer"])
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "placed") == ["600 placed 1.2.1 sim"])
    }

    @Test func `a machine that slept over the closing calls nobody for what is left`() {
        var night = Night(.acme(contacts: ["sato", "suzuki"]))
        night.fires("disk")
        night.reports(.ended(.busy))
        night.reports(.ended(.busy))
        night.sleeps(until: Night.wednesdayClosing + .minutes(1))
        #expect(night.news(of: "placed").count == 2)
        #expect(night.end(of: 1) == .handedOver)
        #expect(night.check.violations.isEmpty)
    }

    /// 2^31 seconds since 1970, the end of February in a century that is no leap year's, and long before and after.
    @Test(arguments: [
        "2038-01-19T12:14:07+09:00", "2099-02-28T23:59:59+09:00", "2001-09-09T10:46:40+09:00",
        "1970-01-01T08:59:59+09:00",
        "2099-12-31T23:59:00+09:00", "2100-02-28T23:59:59+09:00",
    ])
    func `a tree is walked over instants that others stumble over`(text: String) throws {
        var night = Night(.acme(contacts: ["sato"], hours: HoursRules(always: true)), at: try Instant(rfc3339: text))
        night.fires("disk")
        for _ in 1...3 {
            night.reports(.ringing)
            night.passes(.seconds(29))
            night.reports(.ended(.hungUp))
            night.passes(.seconds(20))
        }
        #expect(night.end(of: 1) == .exhausted)
        #expect(night.news(of: "placed").count == 3)
    }

    /// 2^32 milliseconds: where an uptime in 32 bits begins again.
    @Test func `an incident may fire for longer than 49 days`() {
        var night = night { $0.quietLimit = .hours(24 * 60) }
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.passes(.hours(24 * 50))
        night.fires("disk")
        #expect(night.news(of: "opened").count == 1)
    }
}
