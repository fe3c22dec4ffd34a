import CallTree
import JSONText
import Reports
import ServiceHours
import Testing

struct IncidentReportTests {
    @Test func `names the contact who acknowledged, and how many attempts it took`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.attempt(1, .noAnswer)
        log.attempt(2, .acknowledged)
        let report = try log.report()
        #expect(report.end == .acknowledged)
        #expect(report.acknowledgedBy?.contactID == ContactID("suzuki"))
        #expect(report.attemptCount == 2)
        #expect(report.customer == "株式会社アクメ")
        #expect(report.check.isByTheBook)
        #expect(report.partial.isEmpty)
    }

    @Test(arguments: Outcome.allCases)
    func `tells every outcome with its rings and in both languages`(outcome: Outcome) throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.attempt(1, outcome)
        let report = try log.report()
        let attempt = try #require(report.escalations.first?.attempts.first)
        #expect(attempt.outcome == outcome)
        #expect(attempt.round == 1)
        #expect(attempt.contact?.id == ContactID("sato"))
        for language in Language.allCases {
            #expect(report.text(language: language).contains(outcome.rawValue))
        }
    }

    @Test(arguments: [
        (End.acknowledged, EndReason.operatorAsked(name: "山田", reason: "")),
        (.recovered, .alertRecovered), (.exhausted, .roundsMade), (.exhausted, .cap),
        (.undeliverable, .noCallGotThrough),
        (.handedOver, .windowClosed), (.cancelled, .operatorAsked(name: "山田", reason: "訓練")), (.notCalled, .recordOnly),
        (.notCalled, .stale), (.notCalled, .neverOpen), (.notCalled, .contractGone),
    ])
    func `names every end with its reason, in text, page and JSON`(end: End, reason: EndReason) throws {
        var log = EventLog()
        log.open()
        log.finish(end, reason, escalation: nil)
        let report = try log.report()
        #expect(report.standing == .ended(end, reason, at: log.now))
        for language in Language.allCases {
            #expect(report.text(language: language).contains(end.rawValue))
            #expect(report.html(language: language).contains(end.rawValue))
        }
        #expect(report.json().text().contains("\"end\":\"\(end.rawValue)\""))
    }

    @Test func `says that an incident is open while it has no end`() throws {
        var log = EventLog()
        log.open()
        let report = try log.report()
        #expect(report.end == nil)
        #expect(report.json()["state"] == "open")
        #expect(report.json()["end"] == .null)
        #expect(report.policy == nil)
    }

    @Test func `says who cancelled and with which words`() throws {
        var log = EventLog()
        log.open()
        log.finish(.cancelled, .operatorAsked(name: "山田", reason: "計画停止"), escalation: nil)
        let text = try log.report().text()
        #expect(text.contains("監視員 山田「計画停止」"))
    }

    @Test func `says until when a daytime alert waits, that the opening moved, and that it was called then`() throws {
        var log = EventLog()
        let opening = log.now + .hours(2)
        log.open(course: .waits(until: opening))
        log.add(after: .minutes(5), .incidentDeferred(IncidentID(1), until: opening + .hours(1)))
        log.now = opening + .hours(1)
        log.start(try EventLog.terms())
        let report = try log.report()
        #expect(
            report.reasons.map(\.kind) == [
                .waits(until: opening), .deferred(until: opening + .hours(1)),
                .treeStarted(EscalationID(1), with: [IncidentID(1)]),
            ])
        #expect(report.text().contains("対応時間外のため 2026-08-13（木）00:15:03 の開始時に呼び出す"))
    }

    @Test func `says why nobody was called, with the policy of today when no tree began`() throws {
        var log = EventLog()
        log.open(course: .record)
        log.finish(.notCalled, .recordOnly, escalation: nil)
        let report = try log.report(today: EventLog.terms { $0.outsideWindow = .recordOnly })
        #expect(report.reasons.map(\.kind) == [.recorded, .notCalled(.notCalled, .recordOnly)])
        #expect(report.customer == "株式会社アクメ")
        #expect(report.text().contains("報告作成時の契約"))
        #expect(report.json()["policyIsFrozen"] == false)
    }

    @Test func `an incident that joined is not told the attempts before it`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.attempt(1, .busy)
        log.open(2, key: "db")
        log.add(.incidentJoined(EscalationID(1), IncidentID(2)))
        log.attempt(2, .noAnswer)
        log.attempt(3, .acknowledged, announcing: [1, 2])
        let report = try log.report(2)
        #expect(report.reasons.map(\.kind) == [.due, .joined(EscalationID(1), afterAttempts: 1)])
        #expect(report.escalations.first?.attempts.map(\.concernsIncident) == [false, true, true])
        #expect(report.attemptCount == 2)
        #expect(report.end == .acknowledged)
        #expect(try log.report(1).attemptCount == 3)
        #expect(!report.timeline.contains { $0.event == .attemptEnded(EventLog.attempt(1), .busy, rings: 0) })
    }

    @Test func `a call that was answered before the incident joined does not concern it`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
        log.add(after: .seconds(5), .answered(EventLog.call(1), by: .person, [IncidentID(1)], .firing))
        log.open(2, key: "db")
        log.add(.incidentJoined(EscalationID(1), IncidentID(2)))
        log.end(1, after: .seconds(5), .hungUp, rings: 2)
        #expect(try log.report(2).attemptCount == 0)
        #expect(try log.report(1).attemptCount == 1)
    }

    @Test func `attempts after the incident's own end are not its attempts`() throws {
        var log = EventLog()
        log.open()
        log.open(2, key: "db")
        log.start(try EventLog.terms(), incidents: [1, 2])
        log.attempt(1, .busy, announcing: [1, 2])
        log.add(.alertRecovered(IncidentID(1)))
        log.add(.incidentEnded(IncidentID(1), .recovered, .alertRecovered))
        log.attempt(2, .busy, announcing: [2])
        #expect(try log.report(1).attemptCount == 1)
        #expect(try log.report(2).attemptCount == 2)
    }

    @Test func `a reopened incident is open again and goes on with the tree that recovery stopped`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.attempt(1, .noAnswer)
        log.add(.alertRecovered(IncidentID(1)))
        log.finish(.recovered, .alertRecovered)
        log.add(after: .minutes(2), .incidentReopened(IncidentID(1), .firedAgain, .call))
        log.add(.escalationResumed(EscalationID(1), closing: nil))
        #expect(try log.report().end == nil)
        #expect(try log.report().recoveredAt == nil)
        log.attempt(2, .acknowledged)
        let report = try log.report()
        #expect(report.end == .acknowledged)
        #expect(report.attemptCount == 2)
        #expect(
            report.reasons.map(\.kind) == [
                .due, .treeStarted(EscalationID(1), with: [IncidentID(1)]), .reopened(.firedAgain),
                .resumed(EscalationID(1)),
            ])
        #expect(report.check.isByTheBook)
    }

    @Test func `an incident left over by an acknowledgement says until when it gathers and where it was called next`()
        throws
    {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
        log.add(after: .seconds(5), .answered(EventLog.call(1), by: .person, [IncidentID(1)], .firing))
        log.open(2, key: "db")
        log.add(.incidentJoined(EscalationID(1), IncidentID(2)))
        log.add(after: .seconds(3), .keyPressed(EventLog.call(1), .digit(1)))
        log.add(.incidentEnded(IncidentID(1), .acknowledged, .contact(EventLog.attempt(1))))
        let until = log.now + .seconds(60)
        log.add(.escalationEnded(EscalationID(1), .acknowledged, gatheringUntil: until))
        log.end(1, .acknowledged, rings: 2)
        log.open(3, after: .seconds(10), key: "cache")
        log.now = until
        log.start(try EventLog.terms(), id: 2, incidents: [2, 3])
        let kinds = try log.report(2).reasons.map(\.kind)
        #expect(kinds.contains(.leftOver(EscalationID(1), until: until)))
        #expect(kinds.last == .treeStarted(EscalationID(2), with: [IncidentID(2), IncidentID(3)]))
        #expect(try log.report(1).reasons.count == 2)
        #expect(try log.report(2).escalations.map(\.id) == [EscalationID(1), EscalationID(2)])
    }

    @Test func `an alert that fires again has not recovered, though its incident stays ended`() throws {
        var log = EventLog()
        log.open()
        log.finish(.exhausted, .roundsMade, escalation: nil)
        log.add(after: .minutes(1), .alertRecovered(IncidentID(1)))
        #expect(try log.report().recoveredAt == log.now)
        log.add(after: .minutes(1), .alertHeard(IncidentID(1)))
        let report = try log.report()
        #expect(report.recoveredAt == nil)
        #expect(!report.text().contains("復旧      "))
        #expect(report.json()["alert"]?["recoveredAt"] == .null)
    }

    @Test func `names a row that cannot be read, and does not then judge the calls`() throws {
        let events = try richIncident().events
        let report = try #require(
            IncidentReport(incident: IncidentID(1), events: events, unreadableRows: [12]))
        #expect(report.partial == [.unreadableRow(12)])
        #expect(report.text().contains("! 記録の 12 行が読めない"))
        #expect(report.html(language: .english).contains("row 12 of the journal cannot be read"))
        #expect(report.text().contains("記録が欠けていて判定できない"))
        #expect(!report.check.isByTheBook)
    }

    @Test func `tells every try of a line failure, its alarm and its waiting`() throws {
        var log = EventLog()
        log.open()
        log.start(try EventLog.terms())
        log.add(.tryPlaced(EventLog.call(1), LineID("twilio"), digit: 4))
        log.add(after: .seconds(32), .tryFailed(EventLog.call(1), retryAt: log.now + .seconds(37)))
        log.add(after: .seconds(5), .tryPlaced(EventLog.call(1, number: 2), LineID("sip"), digit: 4))
        log.add(after: .seconds(30), .alarmRaised(AlarmID(7), .linesFailing(EventLog.attempt(1))))
        log.add(.tryUnsure(EventLog.call(1, number: 2), until: log.now + .seconds(44)))
        log.add(after: .seconds(44), .tryLost(EventLog.call(1, number: 2)))
        log.end(1, after: .minutes(2), .lineFailure)
        let report = try log.report()
        let attempt = try #require(report.escalations.first?.attempts.first)
        #expect(attempt.tries.map(\.line) == [LineID("twilio"), LineID("sip")])
        #expect(attempt.tries.first?.ending != nil)
        #expect(report.alarms.map(\.id) == [AlarmID(7)])
        #expect(report.alarms.first?.clearedAt == nil)
        #expect(report.check.isByTheBook)
        #expect(report.text().contains("回線障害（line-failure）"))
    }

    @Test func `shows a digit only where the contract has one spoken`() throws {
        for proof in CallPolicy.Proof.allCases {
            var log = EventLog()
            log.open()
            log.start(try EventLog.terms { $0.proof = proof })
            log.attempt(1, .noAnswer)
            let digit = try log.report().escalations.first?.attempts.first?.tries.first?.digit
            #expect(digit == (proof == .randomDigit ? 5 : nil))
        }
    }

    @Test func `tells mails with their delivery, and only its own`() throws {
        var log = EventLog()
        log.open()
        log.open(2, key: "db")
        log.finish(.exhausted, .cap, escalation: nil)
        log.mail(.exhausted, incidents: [1])
        log.mail(.cancelled, id: 2, incidents: [2])
        let report = try log.report()
        #expect(report.mails.map(\.kind) == [.exhausted])
        #expect(report.mails.first?.deliveredAt != nil)
        #expect(try log.report(2).mails.map(\.id) == [MailID(2)])
    }

    @Test func `the clock and the contract's alarms are told while the incident is open, and no longer`() throws {
        var log = EventLog()
        log.add(.alarmRaised(AlarmID(1), .clockDistrusted))
        log.open()
        log.add(.clockJudged(trusted: false))
        log.add(.alarmRaised(AlarmID(2), .capReached(EventLog.contract)))
        log.finish(.exhausted, .cap, escalation: nil)
        log.add(.alarmRaised(AlarmID(3), .clockDistrusted))
        log.add(.alarmCleared(AlarmID(3), by: "山田"))
        let report = try log.report()
        #expect(report.alarms.map(\.id) == [AlarmID(2)])
        #expect(report.timeline.contains { $0.event == .clockJudged(trusted: false) })
        #expect(!report.timeline.contains { $0.event == .alarmCleared(AlarmID(3), by: "山田") })
    }

    @Test func `says what is missing when events are missing`() throws {
        let whole = try richIncident().events
        func report(_ keep: (Event) -> Bool) throws -> IncidentReport {
            try #require(IncidentReport(incident: IncidentID(1), events: whole.filter { keep($0.event) }))
        }
        let unopened = try report { if case .incidentOpened = $0 { false } else { true } }
        #expect(unopened.partial == [.opening])
        let unstarted = try report { if case .escalationStarted = $0 { false } else { true } }
        // The incident is then known to its escalation only by its end.
        #expect(unstarted.escalations.isEmpty)
        let unplaced = try report { $0 != .tryPlaced(EventLog.call(1), LineID("twilio"), digit: 5) }
        #expect(unplaced.partial == [.dialRequest(EventLog.call(1))])
        let endless = try report { if case .attemptEnded(EventLog.attempt(3), _, _) = $0 { false } else { true } }
        #expect(endless.partial == [.attemptEnd(EventLog.attempt(3))])
        #expect(endless.text().contains("! 呼び出し 1.3 の終了の記録がない"))
        #expect(endless.json()["partial"] != .array([]))
    }

    @Test func `an incident of which nothing is told has no report`() throws {
        let events = try richIncident().events
        #expect(IncidentReport(incident: IncidentID(9), events: events) == nil)
        #expect(IncidentReport(incident: IncidentID(1), events: []) == nil)
    }

    @Test func `one fold over all events makes the same reports as a fold for one incident`() throws {
        let events = try richIncident().events
        var fold = IncidentFold()
        for event in events { fold.take(event) }
        #expect(fold.incidents == [IncidentID(1), IncidentID(2)])
        for id in fold.incidents {
            #expect(fold.report(id) == IncidentReport(incident: id, events: events))
        }
    }

    @Test(arguments: Language.allCases)
    func `no form of a report holds a telephone number`(language: Language) throws {
        let report = try richIncident().report()
        let forms = [
            report.text(language: language), report.html(language: language), report.json(language: language).text(),
        ]
        for form in forms {
            #expect(form.contains("5678"))
            #expect(!form.contains("9012345678"))
        }
        #expect(!String(describing: report.escalations).contains("9012345678"))
    }
}

extension IncidentReport.Acknowledger {
    var contactID: ContactID? {
        if case .contact(let contact) = self { contact.id } else { nil }
    }
}

extension JSONValue {
    /// The value of an object's member.
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
