import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// The tree: order, rounds, joining, gathering, the cap, and its ends.
struct TreeTests {
    @Test func `three contacts are called in order for three rounds, then the calling ends and is mailed`() {
        var night = Night(.acme())
        night.fires("disk")
        for _ in 1...9 {
            while night.call() == nil { night.passes(.seconds(1)) }
            night.passes(.seconds(10))
            night.reports(.ended(.noAnswer))
        }
        let told = night.news
        #expect(told.filter { $0.contains("attempt") }.count == 9)
        #expect(
            told.suffix(3).map { $0.drop { $0 != " " } } == [
                " ended 1 exhausted", " over 1 exhausted gathering until 390", " mail exhausted: 1",
            ])
        #expect(night.check.violations.isEmpty)
        night.passes(.hours(2))
        #expect(night.news(of: "placed").isEmpty)
    }

    @Test func `when no call got through the tree is undeliverable and the operator is alarmed at once`() {
        var night = Night(.acme(contacts: ["sato", "suzuki"], phones: [1, 2]) { $0.rounds = 1 })
        night.fires("disk")
        night.reports(.ended(.unreachableNumber))
        night.reports(.ended(.unreachableNumber))
        #expect(
            night.news(of: "ended", "alarm", "mail") == [
                "0 ended 1 undeliverable", "0 alarm undeliverable(1)", "0 mail undeliverable: 1",
            ])
    }

    @Test func `one telephone that rang makes it exhausted and not undeliverable`() {
        var night = Night(.acme(contacts: ["sato", "suzuki"], phones: [1, 2]) { $0.rounds = 1 })
        night.fires("disk")
        night.reports(.ended(.unreachableNumber))
        night.reports(.ended(.busy))
        #expect(night.end(of: 1) == .exhausted)
    }

    @Test func `all alerts of one body are in one escalation from the first attempt`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk", "memory", "network")
        #expect(night.news(of: "started", "joined", "placed") == ["0 started 1: 1 2 3", "0 placed 1.1.1 sim"])
        night.reports(.ended(.noAnswer))
        #expect(night.news(of: "ended").count == 3)
        #expect(night.news(of: "started").isEmpty)
    }

    @Test
    func `another incident joins the running escalation, and the call announces all that fire when it is answered`() {
        var night = Night(.acme())
        night.fires("disk")
        night.fires("memory")
        night.isAnswered()
        night.fires("network")
        #expect(
            night.news(of: "joined", "answered") == [
                "0 joined 1: 2", "0 answered 1.1.1 firing: 1 2", "0 joined 1: 3",
            ])
    }

    @Test func `an acknowledgement covers what was announced, and the rest is called after a minute`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.fires("memory")
        night.presses(1)
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "ended") == ["0 ended 1 acknowledged by 1.1"])
        night.passes(.seconds(59))
        #expect(night.news(of: "started").isEmpty)
        night.fires("network")
        night.passes(.seconds(1))
        #expect(night.news(of: "started", "placed") == ["60 started 2: 2 3", "60 placed 2.1.1 sim"])
    }

    @Test func `what joined after the first attempt is called anew five minutes after the rounds were made`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.fires("memory")
        night.reports(.ended(.noAnswer))
        #expect(night.news(of: "ended", "over") == ["0 ended 1 exhausted", "0 over 1 exhausted gathering until 300"])
        night.passes(.seconds(299))
        #expect(night.news(of: "started").isEmpty)
        night.passes(.seconds(1))
        #expect(night.news(of: "started") == ["300 started 2: 2"])
    }

    @Test func `what joined while the first attempt waited is in from the first`() {
        var night = Night(.acme(), .acme("beta", contacts: ["sato"], phones: [1]) { $0.rounds = 1 })
        night.fires("disk")
        night.fires("disk", for: "beta")
        night.fires("memory", for: "beta")
        night.reports(.ended(.busy))
        night.passes(.seconds(20))
        night.reports(.ended(.noAnswer), for: "beta")
        #expect(night.end(of: 2) == .exhausted)
        #expect(night.end(of: 3) == .exhausted)
    }

    @Test func `the seventh escalation of an hour is not started: mailed, ended, alarmed`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        for number in 1...7 {
            night.fires("trouble-\(number)")
            if night.call() != nil { night.reports(.ended(.busy)) }
            night.passes(.minutes(5))
        }
        #expect(
            night.news(of: "started", "cap") == (1...6).map { "\(($0 - 1) * 300) started \($0): \($0)" } + [
                "1800 alarm capReached(acme)", "1800 ended 7 exhausted (cap)",
            ])
        night.passes(.minutes(25))
        night.fires("trouble-8")
        #expect(night.news(of: "started") == ["3600 started 7: 8"])
    }

    @Test func `contracts are never told together`() {
        var night = Night(.acme(), .acme("beta"))
        night.fires("disk")
        night.fires("disk", for: "beta")
        #expect(night.news(of: "started") == ["0 started 1: 1", "0 started 2: 2"])
    }

    @Test func `an escalation goes on with the contacts and policy that it began with`() {
        var night = Night(.acme())
        night.fires("disk")
        night.loads(.acme(contacts: ["tanaka"], phones: [8]) { $0.rounds = 1 })
        night.reports(.ended(.busy))
        #expect(night.call()?.phone.e164 == "+819000000012")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.passes(.minutes(2))
        night.fires("memory")
        #expect(night.call()?.phone.e164 == "+819000000018")
    }

    @Test func `a contract that leaves the site lets its tree run on, and what is not called yet ends with an alarm`() {
        var night = Night(.acme(), .acme("beta", contacts: ["ono"], phones: [5]))
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.fires("memory")
        night.fires("disk", for: "beta")
        _ = night.news
        night.loads()
        #expect(
            night.news(of: "alarm", "ended") == ["0 alarm contractGone(acme)", "0 ended 2 not-called (contractGone)"])
        night.fires("network")
        #expect(night.news == ["0 recorded network contractGone"])
        night.isAnswered(for: "beta")
        night.presses(1, for: "beta")
        #expect(night.end(of: 3) == .acknowledged)
    }

    @Test func `an undesignated alert is recorded and opens no incident`() throws {
        let critical = Designation(severity: try TextPattern("critical"))
        var night = Night(.acme(designated: [critical]))
        night.fires("disk", severity: .warning)
        night.recovers("memory")
        #expect(night.news == ["0 recorded disk undesignated", "0 recorded memory unknownTrouble"])
        #expect(night.lastReplies == [.alerts(accepted: 0, ignored: 1)])
    }
}
