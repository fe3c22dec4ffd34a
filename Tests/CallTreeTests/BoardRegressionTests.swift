import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Each of these was broken once; the walk or its author found it.
struct BoardRegressionTests {
    @Test func `a call that rang and was lost in a crash begins the pause of its number`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        _ = night.news
        night.reports(.denied)
        #expect(night.news == ["0 lost 1.1.1", "0 waits 1.1 number pausing until 20"])
        night.passes(.seconds(20))
        #expect(night.news == ["20 placed 1.1.2 sim"])
    }

    @Test func `a call that rang and was failed by its line begins the pause of its number`() {
        var night = Night(.acme { $0.routes = [LineID("one"), LineID("two")] })
        night.fires("disk")
        night.reports(.ringing)
        night.reports(.ended(.lineFailure))
        night.passes(.seconds(20))
        #expect(
            night.news(of: "placed", "waits") == [
                "0 placed 1.1.1 one", "0 waits 1.1 number pausing until 20", "20 placed 1.1.2 two",
            ])
    }

    @Test func `an incident that arrives while others are gathered is called when the gathering is over`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.fires("memory")
        _ = night.news
        night.passes(.seconds(60))
        #expect(night.news == ["60 started 2: 2", "60 placed 2.1.1 sim"])
    }

    @Test func `an opening that falls into a gathering is honoured when the gathering is over`() {
        var night = Night(.acme { $0.onWindowClose = .finishTree }, at: Night.wednesdayClosing - .seconds(10))
        night.fires("disk")
        night.isAnswered()
        night.clockSteps(by: .hours(8))
        night.fires("memory")
        #expect(night.news(of: "opened").last == "28800 opened 2 waits until 28810")
        night.presses(1)
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "over") == ["28800 over 1 acknowledged gathering until 28860"])
        night.passes(.seconds(70))
        #expect(night.news == ["28860 started 2: 2", "28860 placed 2.1.1 sim"])
    }

    @Test func `the rerun of an undeliverable tree starts as soon as a line returns`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.reports(.ended(.unreachableNumber))
        #expect(night.end(of: 1) == .undeliverable)
        night.passes(.seconds(30))
        _ = night.news
        night.take(.lineReported(Night.sim, .up))
        #expect(
            night.news == ["30 line sim up", "30 reopened 1 lineReturned", "30 started 2: 1", "30 placed 2.1.1 sim"])
    }

    @Test func `an incident that joins its own escalation again ends once`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk", "memory")
        night.reports(.ringing)
        night.recovers("disk")
        night.fires("disk")
        night.reports(.answered(by: .person))
        #expect(night.news(of: "answered") == ["0 answered 1.1.1 firing: 1 2"])
        night.presses(1)
        #expect(night.news(of: "ended") == ["0 ended 1 acknowledged by 1.1", "0 ended 2 acknowledged by 1.1"])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `an update after a recovery is not taken for a firing`() {
        var night = Night(.acme())
        night.fires("disk")
        night.recovers("disk")
        night.reports(.ended(.noAnswer))
        night.updates("disk")
        night.passes(.minutes(6))
        _ = night.news
        night.fires("disk")
        #expect(night.news(of: "opened", "reopened") == ["360 opened 2"])
    }

    @Test func `a call answered after the operator acknowledged says so`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.take(.operatorAsked(.acknowledge(IncidentID(1), by: "Yamada")))
        night.reports(.answered(by: .person))
        #expect(night.news(of: "answered") == ["0 answered 1.1.1 acknowledged: 1"])
    }

    @Test func `a recovered incident that an acknowledgement leaves over is not called again`() {
        var night = Night(.acme { $0.onRecovery = .continue })
        night.fires("disk", "memory")
        night.recovers("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "ended") == ["0 ended 2 acknowledged by 1.1", "0 ended 1 recovered"])
        night.passes(.minutes(10))
        #expect(night.news(of: "started").isEmpty)
    }

    @Test func `a recovered incident that an exhaustion leaves over is not called again`() {
        var night = Night(
            .acme(contacts: ["sato"]) {
                $0.rounds = 1
                $0.onRecovery = .continue
            })
        night.fires("disk")
        night.fires("memory")
        night.recovers("memory")
        night.reports(.ended(.noAnswer))
        #expect(night.news(of: "ended") == ["0 ended 1 exhausted", "0 ended 2 recovered"])
        night.passes(.minutes(10))
        #expect(night.news(of: "started").isEmpty)
    }

    @Test func `two alarms of one decision have numbers of their own`() {
        let beyond = Instant(microseconds: 4_102_444_800_000_000)  // 2100-01-01, of which the calendar knows nothing
        var night = Night(.acme { $0.escalationsPerHour = 1 }, at: beyond)
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.fires("memory")
        night.take(.operatorAsked(.clearAlarm(AlarmID(1), by: "Yamada")))
        _ = night.news
        night.passes(.seconds(60))
        #expect(night.news(of: "alarm") == ["60 alarm calendarUnreadable(acme)", "60 alarm capReached(acme)"])
        #expect(night.board.alarms.count == 2)
    }

    @Test func `the cap counts an hour of passing time when the clock steps back`() {
        var night = Night(
            .acme(contacts: ["sato"]) {
                $0.rounds = 1
                $0.escalationsPerHour = 1
            })
        night.fires("disk")
        night.reports(.ended(.noAnswer))
        night.clockSteps(by: .hours(-1))
        night.passes(.minutes(61))
        night.fires("memory")
        #expect(night.news(of: "started") == ["0 started 1: 1", "60 started 2: 2"])
    }

    @Test func `an incident that waits for the opening is called when the clock is set into an open window`() {
        var night = Night(.acme(), at: Night.wednesdayClosing + .hours(1))
        night.fires("disk")
        _ = night.news
        night.clockSteps(by: .hours(-2))
        #expect(night.news == ["-7200 clock stepped -7200", "-7200 started 1: 1", "-7200 placed 1.1.1 sim"])
    }

    @Test func `an opening that a new calendar brings forward is kept`() {
        var night = Night(.acme(), at: Night.wednesdayClosing + .hours(1))
        night.fires("disk")
        _ = night.news
        night.loads(.acme(hours: HoursRules(always: true)))
        #expect(night.news == ["0 started 1: 1", "0 placed 1.1.1 sim"])
    }

    @Test func `an attempt that waits for its number after a failure is not used up by waiting`() {
        var night = Night(.acme { $0.lineFailureLimit = .seconds(8) })
        night.fires("disk")
        night.reports(.ringing)
        night.reports(.ended(.lineFailure))
        night.passes(.seconds(9))
        _ = night.news
        night.crashes()  // looks at everything
        #expect(night.news.isEmpty)
        night.passes(.seconds(11))
        #expect(night.news == ["20 placed 1.1.2 sim"])
        night.reports(.ended(.lineFailure))
        #expect(night.news(of: "attempt") == ["20 attempt 1.1 line-failure after 0 rings"])
    }

    @Test func `an incident that was with another escalation in between is carried once`() {
        var night = Night(.acme())
        night.fires("disk", "memory")
        night.reports(.denied)  // a restart: the call is dialled again
        night.recovers("disk", "memory")
        night.reports(.ended(.busy))
        night.fires("network")
        night.fires("disk")
        night.recovers("disk", "network")
        night.fires("memory")  // the first tree goes on
        night.fires("disk")
        #expect(night.news(of: "resumed", "joined") == ["0 joined 2: 1", "0 resumed 1", "0 joined 1: 1"])
        night.isAnswered()
        #expect(night.news(of: "answered") == ["0 answered 1.2.1 firing: 1 2"])
    }

    @Test func `a crash long after the start of a tree does not forget the pause of its last call`() {
        var night = Night(.acme(contacts: ["sato"]))
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.sleeps(until: Night.wednesdayNight + .hours(2))
        night.fires("memory")
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "waits").last == "7200 waits 2.1 number pausing until 7220")
        night.crashes()
        #expect(night.news(of: "placed 2").isEmpty)
    }

    @Test func `a clock that steps forward ends no hold-off, gathering or pause, also after a crash`() {
        var night = Night(.acme(contacts: ["sato"]))
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.recovers("disk")
        night.clockSteps(by: .hours(2))
        night.fires("memory")
        night.crashes()
        night.passes(.seconds(1))
        night.fires("disk")
        #expect(
            night.news(of: "opened", "started", "placed") == [
                "0 opened 1", "0 started 1: 1", "0 placed 1.1.1 sim", "7200 opened 2 gathers until 7260",
            ])
    }

    @Test func `a call that was answered got through, whatever cause its line names at the end`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.isAnswered()
        night.reports(.ended(.unreachableNumber))
        #expect(night.news(of: "attempt", "ended") == ["0 attempt 1.1 hung-up after 0 rings", "0 ended 1 exhausted"])
    }

    @Test func `after a crash a freed line does not dial an attempt before its time`() {
        let one = LineID("one")
        func contract(_ id: String, _ phone: Int) -> Contract {
            .acme(id, contacts: [id], phones: [phone]) { $0.routes = [one] }
        }
        var night = Night(contract("acme", 1), contract("beta", 2), contract("gamma", 3), capacities: [one: 2])
        night.fires("disk", for: "acme")
        night.fires("disk", for: "gamma")
        night.fires("disk", for: "beta")  // waits for a slot
        night.reports(.ended(.busy), for: "acme")
        night.reports(.ended(.lineFailure), for: "beta")
        night.crashes()
        night.passes(.seconds(1))
        _ = night.news
        night.reports(.ended(.busy), for: "gamma")
        #expect(night.news(of: "placed").isEmpty)
        night.passes(.seconds(4))
        #expect(night.news(of: "placed") == ["5 placed 3.1.2 one"])
    }
}
