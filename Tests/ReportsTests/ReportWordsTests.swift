import CallTree
import JSONText
import Reports
import ServiceHours
import Testing

/// Small things that a reader at night stumbles over.
struct ReportWordsTests {
    @Test func `English says one ring, one attempt, one round and one incident`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms { $0.rounds = 1 })
        log.add(.tryPlaced(EventLog.call(1), LineID("twilio"), digit: 5))
        log.add(after: .seconds(2), .rang(EventLog.call(1)))
        log.end(1, after: .seconds(2), .rejected, rings: 1)
        log.open(2, key: "db")
        log.add(.incidentJoined(EscalationID(1), IncidentID(2)))
        log.attempt(2, .acknowledged, announcing: [2])
        let report = try log.report(2)
        let text = try log.report().text(language: .english) + report.text(language: .english)
        for word in [", 1 ring\n", "after 1 attempt\n", ", 1 round;", "began: incident 1,", "announces incident 2 ("] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(try log.report().html(language: .english).contains("<br>1 ring<"))
        let mail = Mail(kind: .exhausted, contract: EventLog.contract, incidents: [IncidentID(7)], recipients: [])
        let subject = MailText(mail: mail, reports: [], language: .english).subject
        #expect(subject == "[NightCall] acme: nobody received it - incident 7")
    }

    @Test func `a span beside two clock times is their difference`() throws {
        var log = EventLog()
        log.now = log.now + .milliseconds(900)
        log.open()
        log.start(try EventLog.terms())
        log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 5))
        log.add(after: .milliseconds(500), .rang(EventLog.call(1)))
        log.add(after: .milliseconds(5_700), .answered(EventLog.call(1), by: .person, [IncidentID(1)], .firing))
        log.add(after: .milliseconds(200), .incidentEnded(IncidentID(1), .handedOver, .windowClosed))
        let text = try log.report().text()
        #expect(text.contains("22:15:04 呼び出し音"))
        #expect(text.contains("22:15:10 応答（人）、6秒後"))
        #expect(text.contains("22:15:10（7秒後）"))
    }

    @Test func `a summary that intake has cut is said to be cut, and no number of characters is made up`() throws {
        var log = EventLog()
        let summary = String(repeating: "あ", count: 999) + "…"
        log.add(.incidentOpened(IncidentID(1), EventLog.contract, EventLog.alert(summary: summary), .call))
        let report = try log.report()
        for form in [report.text(), report.html()] {
            #expect(form.contains("あ…（受信時に切り詰め）"))
            #expect(!form.contains("(+"))
        }
        #expect(String(repeating: "い", count: 301).shown().hasSuffix("い… (+1)"))
    }

    @Test func `an incident that nobody received does not claim that nobody answered`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms(contacts: 1) { $0.rounds = 1 })
        log.attempt(1, .passed)
        log.finish(.exhausted, .roundsMade)
        log.mail(.exhausted)
        let report = try log.report()
        #expect(report.text().contains("受領者なし（exhausted）"))
        #expect(!report.text().contains("不応答"))
        #expect(report.text(language: .english).contains("nobody received it: to desk@acme.example.jp, delivered"))
    }

    @Test func `lines are never marked, since the site's own are the default`() throws {
        for routes in [[], [LineID("sim")], [LineID("a"), LineID("b")]] {
            var policy = CallPolicy()
            policy.routes = routes
            #expect(policy.lines(.japanese).filter { !$0.isDefault }.isEmpty)
        }
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        #expect(!(try log.report().text().contains("既定値と異なる")))
    }

    @Test func `a mail line names the operator where the operator gets it too`() throws {
        var log = EventLog()
        log.open()
        log.mail(.exhausted)
        let told = try #require(
            IncidentReport(incident: IncidentID(1), events: log.events, operatorGetsMails: true))
        #expect(told.text().contains("desk@acme.example.jp と監視員へ"))
        #expect(told.html(language: .english).contains("to desk@acme.example.jp and the operator"))
        #expect(!(try log.report().text().contains("監視員")))
    }

    @Test func `who hears the page hears each lane and the board, and tables name their columns`() throws {
        let page = try richIncident().report().html()
        #expect(page.contains("aria-label=\"佐藤（sato）: 22:15:03 応答なし、"))
        #expect(page.contains("<table class=\"board\" aria-label=\"エスカレーション 1 の呼び出し\">"))
        #expect(!page.contains("<th>"))
    }
}

struct SenderClockTests {
    private func report(startedAfter span: Span) throws -> IncidentReport {
        var log = EventLog()
        let alert = Alert(
            source: SourceID("prom"), dedupKey: "k", status: .firing, summary: "x", startedAt: log.now + span)
        log.add(.incidentOpened(IncidentID(1), EventLog.contract, alert, .call))
        return try log.report()
    }

    @Test func `a trouble that began over five minutes after its receipt proves the sender's clock ahead`() throws {
        let report = try report(startedAfter: .minutes(7) + .seconds(30))
        let opened = try #require(report.timeline.first)
        for language in Language.allCases {
            let note = language.says("送信元の時計が 7分 進んでいる", "the sender's clock is 7 min ahead")
            #expect(report.text(language: language).contains(note))
            let page = report.html(language: language)
            #expect(page.contains(language.says("送信元の時計が 7分", "the sender&#39;s clock is 7 min ahead")))
            var narrator = Narrator(language)
            #expect(narrator.sentence(opened).contains(note))
            let mail = Mail(kind: .exhausted, contract: EventLog.contract, incidents: [report.id], recipients: [])
            #expect(MailText(mail: mail, reports: [report], language: language).body.contains(note))
        }
        #expect(report.json()["alert"]?["senderClockAheadSeconds"] == 450)
    }

    @Test(arguments: [Span.minutes(5), .zero, -.hours(400)])
    func `a beginning at most five minutes ahead, or however long ago, proves nothing`(span: Span) throws {
        let report = try report(startedAfter: span)
        #expect(!report.text().contains("送信元の時計が"))
        #expect(report.json()["alert"]?["senderClockAheadSeconds"] == .null)
    }

    @Test func `no instant of a sender makes it trap`() throws {
        for far in [Int64.min, .max] {
            #expect(try !report(startedAfter: Span(microseconds: far)).text().isEmpty)
        }
    }
}
