import CallTree
import Reports
import ServiceHours
import Testing

struct MailTextTests {
    @Test(arguments: Mail.Kind.allCases, Language.allCases)
    func `every kind of mail has a one-line subject and says in its body what happened`(
        kind: Mail.Kind, language: Language
    ) throws {
        let mail = Mail(kind: kind, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: [])
        let text = MailText(mail: mail, reports: [try richIncident().report()], language: language)
        #expect(text.subject.hasPrefix("[NightCall] 株式会社アクメ: "))
        #expect(!text.subject.contains("\n"))
        #expect(text.body.contains("web-1 が応答しない"))
        #expect(text.body.contains("22:15:03"))
        let others = Mail.Kind.allCases.filter { $0 != kind }.map {
            MailText(
                mail: Mail(kind: $0, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: []),
                reports: [],
                language: language)
        }
        #expect(!others.map(\.body).contains(text.body))
        #expect(!others.map(\.subject).contains(text.subject))
    }

    @Test func `an alert outside the window is told when it will be called`() throws {
        var log = EventLog()
        log.open(course: .waits(until: log.now + .hours(2)))
        let mail = Mail(
            kind: .alertOutsideWindow, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: [])
        let reports = [try log.report(today: EventLog.terms())]
        let japanese = MailText(mail: mail, reports: reports)
        #expect(japanese.body.contains("2026-08-13（木）00:15:03 にお電話します（続報が12時間以上ない場合を除きます）。"))
        let english = MailText(mail: mail, reports: reports, language: .english)
        #expect(english.body.contains("If it still fires, we call at Thu 2026-08-13 00:15:03"))
    }

    @Test func `a mail whose reports cannot be made still greets the customer by name`() throws {
        let mail = Mail(kind: .exhausted, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: [])
        let text = MailText(mail: mail, reports: [], today: try EventLog.terms())
        #expect(text.body.hasPrefix("株式会社アクメ 御中\n"))
        #expect(text.subject == "[NightCall] 株式会社アクメ: 受領者なし - インシデント 1")
    }

    @Test func `an alert that is only recorded is told that nobody is called`() throws {
        var log = EventLog()
        log.open(course: .record)
        let mail = Mail(
            kind: .alertOutsideWindow, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: [])
        #expect(MailText(mail: mail, reports: [try log.report()]).body.contains("お電話しません"))
    }

    @Test func `exhausted by the cap does not claim that anybody was called`() throws {
        var log = EventLog()
        log.open()
        log.finish(.exhausted, .cap, escalation: nil)
        let mail = Mail(kind: .exhausted, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: [])
        let body = MailText(mail: mail, reports: [try log.report()]).body
        #expect(body.contains("上限に達した"))
        #expect(!body.contains("お電話しましたが"))
    }

    @Test func `ten thousand incidents make a short mail that gives their number`() throws {
        let mail = Mail(
            kind: .exhausted, contract: EventLog.contract, incidents: (1...10_000).map { IncidentID($0) },
            recipients: [])
        let text = MailText(mail: mail, reports: [try richIncident().report()])
        #expect(text.subject.contains("（ほか9999件）"))
        #expect(text.body.contains("ほか 9999件: インシデント 2、3、4、5、6、7、8、9 ほか9991件"))
        #expect(text.body.utf8.count < 4_000)
    }

    @Test(arguments: hostileTexts.indices)
    func `a hostile alert adds no header and no control character`(index: Int) throws {
        var log = EventLog()
        log.add(.incidentOpened(.init(1), EventLog.contract, EventLog.alert(summary: hostileTexts[index]), .call))
        let mail = Mail(kind: .cancelled, contract: EventLog.contract, incidents: [IncidentID(1)], recipients: [])
        let text = MailText(mail: mail, reports: [try log.report()])
        #expect(!text.subject.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(!text.body.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
        #expect(text.subject.unicodeScalars.count < 300)
    }
}
