import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// The window that closes and opens, and the clock that steps or is wrong.
struct WindowAndClockTests {
    @Test func `under stop no dial request leaves at the closing, and what is left is handed over by mail`() {
        var night = Night(.acme(), at: Night.wednesdayClosing - .seconds(10))
        night.fires("disk")
        night.reports(.ringing)
        night.passes(.seconds(10))
        #expect(night.news(of: "hang up", "ended").isEmpty, "a call that rings may finish")
        night.reports(.ended(.noAnswer))
        #expect(
            night.news(of: "placed", "ended", "over", "mail") == [
                "10 ended 1 handed-over", "10 over 1 handed-over", "10 mail handedOver: 1",
            ])
    }

    @Test func `a call that talks at the closing may be acknowledged`() {
        var night = Night(.acme(), at: Night.wednesdayClosing - .seconds(10))
        night.fires("disk")
        night.isAnswered()
        night.passes(.seconds(20))
        night.presses(1)
        #expect(night.end(of: 1) == .acknowledged)
    }

    @Test func `neither a retry nor a waiting attempt is dialled at or after the closing`() {
        var retry = Night(.acme(), at: Night.wednesdayClosing - .seconds(5))
        retry.fires("disk")
        retry.reports(.ended(.lineFailure))
        retry.passes(.seconds(5))
        #expect(retry.end(of: 1) == .handedOver)

        var waiting = Night(
            .acme(), .acme("beta", contacts: ["sato"], phones: [1]), at: Night.wednesdayClosing - .seconds(5))
        waiting.fires("disk")
        waiting.fires("disk", for: "beta")
        waiting.passes(.seconds(5))
        #expect(waiting.end(of: 2) == .handedOver)
    }

    @Test func `a moment before the closing is still open`() {
        var night = Night(.acme(), at: Night.wednesdayClosing - Span(microseconds: 1))
        night.fires("disk")
        #expect(night.news(of: "placed") == ["0 placed 1.1.1 sim"])
    }

    @Test func `finish-round makes the round that has begun, finish-tree makes all`() {
        var round = Night(.acme { $0.onWindowClose = .finishRound }, at: Night.wednesdayClosing - .seconds(10))
        var tree = Night(.acme { $0.onWindowClose = .finishTree }, at: Night.wednesdayClosing - .seconds(10))
        round.fires("disk")
        tree.fires("disk")
        for _ in 0..<30 {
            round.passes(.seconds(10))
            tree.passes(.seconds(10))
            if round.call() != nil { round.reports(.ended(.busy)) }
            if tree.call() != nil { tree.reports(.ended(.busy)) }
        }
        #expect(round.news(of: "attempt").count == 3)
        #expect(round.end(of: 1) == .handedOver)
        #expect(tree.news(of: "attempt").count == 9)
        #expect(tree.end(of: 1) == .exhausted)
        #expect(round.check.violations.isEmpty && tree.check.violations.isEmpty)
    }

    @Test func `an alert outside the window is mailed at once and called at the opening`() {
        var night = Night(.acme(), at: Night.wednesdayOpening - .hours(2))
        night.fires("disk", "memory")
        night.passes(.hours(1))
        night.fires("network")
        #expect(
            night.news(of: "opened", "mail", "placed") == [
                "0 opened 1 waits until 7200", "0 opened 2 waits until 7200", "0 mail alertOutsideWindow: 1 2",
                "3600 opened 3 waits until 7200", "3600 mail alertOutsideWindow: 3",
            ])
        night.passes(.hours(1))
        #expect(night.news == ["7200 started 1: 1 2 3", "7200 placed 1.1.1 sim"])
    }

    @Test func `what waits for the opening may recover, be acknowledged or be cancelled meanwhile`() {
        var night = Night(.acme(), at: Night.wednesdayOpening - .hours(2))
        night.fires("disk", "memory", "network")
        night.recovers("disk")
        night.take(.operatorAsked(.acknowledge(IncidentID(2), by: "Yamada")))
        night.take(.operatorAsked(.cancel(IncidentID(3), by: "Yamada", reason: "")))
        night.passes(.hours(3))
        #expect(night.news(of: "placed", "started").isEmpty)
    }

    @Test func `what was not heard of for 12 hours before the opening is not called`() {
        var night = Night(.acme { $0.staleAfter = .hours(4) }, at: Night.wednesdayClosing)
        night.fires("disk", "memory")
        night.passes(.hours(4))
        night.fires("memory")
        _ = night.news
        night.passes(.hours(4))
        #expect(
            night.news(of: "ended", "mail", "started") == [
                "28800 ended 1 not-called (stale)", "28800 started 1: 2", "28800 mail notCalled: 1",
            ])
        #expect(CallPolicy().staleAfter == .hours(12))
    }

    @Test func `under record-only an alert outside the window ends not-called, and stays so at the opening`() {
        var night = Night(.acme { $0.outsideWindow = .recordOnly }, at: Night.wednesdayOpening - .hours(2))
        night.fires("disk")
        #expect(night.news == ["0 opened 1 record", "0 ended 1 not-called (recordOnly)", "0 mail notCalled: 1"])
        night.passes(.hours(3))
        night.fires("disk")
        #expect(night.news(of: "placed").isEmpty)
    }

    @Test func `an opening that moves while an incident waits is waited for anew`() {
        var night = Night(.acme(), at: Night.wednesdayOpening - .hours(2))
        night.fires("disk")
        night.clockSteps(by: .hours(-1))
        night.passes(.hours(2))
        #expect(night.news(of: "placed").isEmpty)
        night.passes(.hours(1))
        #expect(night.news(of: "placed") == ["7200 placed 1.1.1 sim"])
    }

    @Test func `a clock step keeps the length of spans`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.passes(.seconds(9))
        night.clockSteps(by: .hours(1))
        night.passes(.seconds(19))
        #expect(night.news(of: "hang up").isEmpty)
        night.passes(.seconds(1))
        #expect(night.news(of: "hang up") == ["3629 hang up 1.1.1 no-answer"])
    }

    @Test func `a clock step decides closings again`() {
        var night = Night(.acme())
        night.fires("disk")
        night.clockSteps(by: .hours(8))
        night.reports(.ended(.busy))
        #expect(night.end(of: 1) == .handedOver)
    }

    @Test func `while the clock is distrusted alerts are taken, the operator is alarmed, and nobody is called`() {
        var night = Night(.acme())
        night.take(.clockJudged(trusted: false))
        night.fires("disk")
        night.passes(.minutes(10))
        #expect(night.news(of: "alarm", "started", "waits", "placed") == ["0 alarm clockDistrusted"])
        night.take(.clockJudged(trusted: true))
        #expect(night.news(of: "started", "placed") == ["600 started 1: 1", "600 placed 1.1.1 sim"])
    }

    @Test func `an attempt that is due while the clock is distrusted waits`() {
        var night = Night(.acme())
        night.fires("disk")
        night.take(.clockJudged(trusted: false))
        night.reports(.ended(.busy))
        #expect(night.news(of: "waits", "1.2") == ["0 waits 1.2 clock distrusted"])
        night.take(.clockJudged(trusted: true))
        #expect(night.news(of: "placed") == ["0 placed 1.2.1 sim"])
    }

    @Test func `what a wrong clock took for day or for another night is decided on when it is right`() {
        for (wrong, right, end) in [
            (Night.wednesdayClosing + .hours(1), Night.wednesdayOpening + .hours(1), nil as End?),
            (Night.wednesdayNight - .hours(24 * 365), Night.wednesdayNight, nil),
            (Night.wednesdayNight, Night.wednesdayClosing + .hours(1), .handedOver),
        ] {
            var night = Night(.acme { $0.outsideWindow = .recordOnly }, at: wrong)
            night.take(.clockJudged(trusted: false))
            night.fires("disk")
            #expect(night.end(of: 1) == nil)
            night.clockSteps(by: right.since(wrong))
            night.take(.clockJudged(trusted: true))
            #expect(night.end(of: 1) == end)
            #expect(night.news(of: "placed").count == (end == nil ? 1 : 0))
        }
    }

    @Test func `a calendar that cannot be read counts as open, with an alarm`() {
        let beyond = Instant(microseconds: 4_102_444_800_000_000)  // 2100-01-01, of which the calendar knows nothing
        var night = Night(.acme(), at: beyond)
        night.fires("disk")
        #expect(night.news(of: "alarm", "placed") == ["0 alarm calendarUnreadable(acme)", "0 placed 1.1.1 sim"])
    }
}
