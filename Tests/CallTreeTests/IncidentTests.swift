import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// One trouble: its key, its recovery, its reopening, the operator.
struct IncidentTests {
    @Test func `a repeated firing is an update, whatever the incident's end`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.fires("disk")
        night.reports(.ended(.busy))
        night.fires("disk")
        #expect(night.news(of: "opened", "heard") == ["0 opened 1", "0 heard 1", "0 heard 1"])
        #expect(night.end(of: 1) == .exhausted)
    }

    @Test func `after 24 hours of silence the key is free again`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.reports(.ended(.busy))
        night.passes(.hours(20))
        night.fires("disk")
        night.passes(.hours(24) + .seconds(-1))
        night.fires("disk")
        #expect(night.news(of: "opened", "heard") == ["0 opened 1", "72000 heard 1", "158399 heard 1"])
        night.passes(.hours(24))
        night.fires("disk")
        #expect(night.news(of: "opened") == ["244799 opened 2"])
    }

    @Test func `an ended incident leaves the board when its key is free and its tree is past`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.reports(.ended(.busy))
        night.recovers("disk")
        night.sleeps(until: Night.wednesdayNight + .hours(2))
        #expect(night.news(of: "forgotten") == ["7200 forgotten escalation 1", "7200 forgotten 1"])
        #expect(night.board.incidents.isEmpty && night.board.escalations.isEmpty)
    }

    @Test func `a recovery stops the tree, and a ringing call rings out`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.recovers("disk")
        #expect(night.news(of: "ended", "hang up") == ["0 ended 1 recovered"])
        night.passes(.seconds(29))
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "hang up", "over", "placed") == ["29 hang up 1.1.1 no-answer", "29 over 1 recovered"])
    }

    @Test func `a call answered after the recovery says so, and a key is thanked and recorded`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.recovers("disk")
        night.reports(.answered(by: .person))
        _ = night.news(of: "answered")
        night.presses(1)
        #expect(night.lastReplies == [.speech(.goodbye(.acknowledged))])
        #expect(night.end(of: 1) == .recovered)
        night.reports(.ended(.hungUp))
        #expect(
            night.news(of: "attempt", "over") == ["0 attempt 1.1 acknowledged after 0 rings", "0 over 1 recovered"])
    }

    @Test func `the escalation goes on while one of its incidents fires`() {
        var night = Night(.acme())
        night.fires("disk", "memory")
        night.recovers("disk")
        night.reports(.ended(.busy))
        night.isAnswered()
        #expect(night.news(of: "answered") == ["0 answered 1.2.1 firing: 2"])
    }

    @Test func `under continue a recovery does not stop the tree, and unanswered it ends recovered`() {
        var night = Night(
            .acme(contacts: ["sato"]) {
                $0.rounds = 2
                $0.onRecovery = .continue
            })
        night.fires("disk")
        night.recovers("disk")
        night.reports(.ended(.busy))
        night.passes(.seconds(20))
        night.isAnswered()
        night.reports(.ended(.hungUp))
        #expect(
            night.news(of: "answered", "ended") == ["20 answered 1.2.1 recovered: 1", "20 ended 1 recovered"])
    }

    @Test func `firing again within the hold-off goes on after the last attempt made`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ended(.busy))
        night.recovers("disk")
        night.reports(.ended(.busy))
        night.passes(.seconds(299))
        _ = night.news
        night.fires("disk")
        #expect(night.news == ["299 reopened 1 firedAgain", "299 resumed 1", "299 placed 1.3.1 sim"])
    }

    @Test func `firing again after the hold-off is a new incident`() {
        var night = Night(.acme())
        night.fires("disk")
        night.recovers("disk")
        night.reports(.ended(.busy))
        night.passes(.seconds(300))
        _ = night.news
        night.fires("disk")
        #expect(night.news.prefix(2) == ["300 opened 2", "300 started 2: 2"])
    }

    @Test func `an acknowledged incident that fires again within the hold-off is not called again`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.recovers("disk")
        night.passes(.seconds(100))
        _ = night.news
        night.fires("disk")
        night.passes(.minutes(10))
        #expect(night.news(of: "reopened", "started", "placed", "opened").isEmpty)
    }

    @Test func `the end is named by what came first`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.recovers("disk")
        night.presses(1)
        #expect(night.end(of: 1) == .recovered)
        night.take(.operatorAsked(.acknowledge(IncidentID(1), by: "Yamada")))
        #expect(night.lastReplies == [.refused("incident 1 has already ended: recovered")])
        #expect(night.news(of: "ended") == ["0 ended 1 recovered"])
    }

    @Test func `in a body that says both of one trouble the firing decides`() {
        var night = Night(.acme())
        let both = [Alert.Status.firing, .resolved].map {
            Alert(source: SourceID("prom"), dedupKey: "disk", status: $0)
        }
        night.take(.alertsReceived(ContractID("acme"), both))
        #expect(night.news(of: "opened", "ended", "placed") == ["0 opened 1", "0 placed 1.1.1 sim"])
    }

    @Test func `an operator acknowledges by name, no further call is made, and the rest is gathered`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.take(.operatorAsked(.acknowledge(IncidentID(1), by: "Yamada")))
        #expect(night.news(of: "ended", "mail") == ["0 ended 1 acknowledged by Yamada"])
        night.reports(.ended(.noAnswer))
        #expect(night.news(of: "over", "placed") == ["0 over 1 acknowledged gathering until 60"])
    }

    @Test func `a cancelled incident is mailed, and its key is free at once`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ended(.busy))
        night.take(.operatorAsked(.cancel(IncidentID(1), by: "Yamada", reason: "maintenance")))
        night.reports(.ended(.busy))
        #expect(
            night.news(of: "ended", "mail", "over") == [
                "0 ended 1 cancelled by Yamada", "0 mail cancelled: 1", "0 over 1 cancelled",
            ])
        night.fires("disk")
        #expect(night.news(of: "opened") == ["0 opened 2"])
    }

    @Test func `an operator hangs up a call, and the next contact is called`() throws {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        let call = try #require(night.call())
        night.take(.operatorAsked(.hangUp(call.id, by: "Yamada")))
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "hang up", "placed 1.2") == ["0 hang up 1.1.1 no-answer", "0 placed 1.2.1 sim"])
        night.take(.operatorAsked(.hangUp(call.id, by: "Yamada")))
        #expect(night.lastReplies == [.refused("call 1.1.1 is not under way")])
    }

    @Test func `every alarm is raised once until the operator clears it`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.escalationsPerHour = 0 })
        night.fires("disk")
        night.fires("memory")
        #expect(night.news(of: "alarm") == ["0 alarm capReached(acme)"])
        night.take(.operatorAsked(.clearAlarm(AlarmID(1), by: "Yamada")))
        night.fires("network")
        #expect(night.news(of: "alarm") == ["0 alarm cleared by Yamada", "0 alarm capReached(acme)"])
        night.take(.operatorAsked(.clearAlarm(AlarmID(1), by: "Yamada")))
        #expect(night.lastReplies == [.refused("alarm 1 is not lit")])
    }
}
