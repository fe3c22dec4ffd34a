import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Nobody is called for ever: whoever has got the calls of a day is left out of trees that begin.
@Suite struct CallsPerDayTests {
    /// A night of a contract whose every tree is one round, at once one after the other.
    private func night(_ contacts: [String], calls: Int, at start: Instant = Night.wednesdayNight) -> Night {
        Night(
            .acme(contacts: contacts) {
                $0.callsPerNumberAndDay = calls
                $0.rounds = 1
                $0.gatherAfterAcknowledgement = .zero
                $0.gatherAfterExhaustion = .zero
                $0.numberPause = .zero
                $0.escalationsPerHour = 60
            }, at: start)
    }

    @Test func `whoever has got the calls of the day is left out, and the others are called`() {
        var night = night(["sato", "suzuki"], calls: 1)
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "placed", "alarm") == ["0 placed 1.1.1 sim"])

        night.fires("memory")
        #expect(
            night.news(of: "placed", "alarm") == ["0 alarm callsPerDayReached(acme, sato)", "0 placed 2.1.1 sim"])
        #expect(night.call()?.phone == PhoneNumber(e164: "+819000000012"))
        #expect(night.check.violations.isEmpty)
    }

    @Test func `when nobody is left the incidents are mailed and the operator is alarmed`() {
        var night = night(["sato"], calls: 1)
        night.fires("disk")
        night.reports(.ended(.busy))
        night.recovers("disk")
        _ = night.news
        night.fires("memory")
        #expect(
            night.news == [
                "0 opened 2", "0 alarm callsPerDayReached(acme, sato)", "0 ended 2 exhausted (callsPerDay)",
                "0 mail exhausted: 2",
            ])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a tree that has begun is made to its end`() {
        var night = Night(
            .acme(contacts: ["sato"]) {
                $0.callsPerNumberAndDay = 1
                $0.numberPause = .zero
            })
        night.fires("disk")
        for _ in 1...3 { night.reports(.ended(.busy)) }
        #expect(night.news(of: "placed").count == 3)
        #expect(night.end(of: 1) == .exhausted)
    }

    @Test func `an attempt that our own line failed is no call`() {
        var night = night(["sato"], calls: 1)
        night.fires("disk")
        while night.end(of: 1) == nil {
            if night.call() != nil { night.reports(.ended(.lineFailure)) } else { night.passes(.seconds(30)) }
        }
        #expect(night.end(of: 1) == .undeliverable)
        _ = night.news
        night.fires("memory")
        #expect(night.news(of: "placed").count == 1)
    }

    @Test func `at noon a new day begins, and the alarm goes out`() {
        // Saturday: the window is open at noon.
        let saturday = Night.wednesdayNight + .hours(3 * 24 + 9) + .minutes(59)
        var night = night(["sato"], calls: 1, at: saturday)
        night.fires("disk")
        night.reports(.ended(.busy))
        night.fires("memory")
        #expect(night.news(of: "exhausted (callsPerDay)").count == 1)
        night.passes(.minutes(1))
        night.fires("network")
        #expect(night.news(of: "placed", "alarm") == ["60 alarm cleared by NightCall", "60 placed 2.1.1 sim"])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a restart still knows the calls of trees that have left the board`() {
        var night = night(["sato"], calls: 1)
        night.fires("disk")
        night.reports(.ended(.busy))
        night.recovers("disk")
        night.passes(.hours(2))
        night.take(.woke)
        #expect(night.board.escalations.isEmpty)
        night.crashes()
        _ = night.news
        night.fires("memory")
        #expect(night.news(of: "placed", "(callsPerDay)") == ["7200 ended 2 exhausted (callsPerDay)"])
    }

    @Test func `days are counted from noon to noon in Japan, before 1970 too`() {
        for noon in [Instant(microseconds: 10_800_000_000), Instant(microseconds: 10_800_000_000) - .hours(480)] {
            var calls = CallsOfDay()
            calls.count(at: noon - .seconds(1))
            #expect(calls.count(onDayOf: noon - .hours(24)) == 1)
            #expect(calls.count(onDayOf: noon) == 0)
            calls.count(at: noon)
            calls.count(at: noon + .hours(23))
            #expect(calls.count(onDayOf: noon + .hours(24) - .seconds(1)) == 2)
            // A call of the day before, told late, changes nothing.
            calls.count(at: noon - .seconds(1))
            #expect(calls.count(onDayOf: noon) == 2)
            #expect(CallsOfDay.start(ofDayOf: noon + .hours(5)) == noon)
        }
    }
}
