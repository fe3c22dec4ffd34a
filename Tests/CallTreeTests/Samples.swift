import CallTree
import ServiceHours

/// One event of every kind, with every form of its parts.
enum Samples {
    static let at = Instant(microseconds: 1_795_179_600_123_456)
    static let attempt = AttemptID(escalation: EscalationID(300), number: 9)
    static let call = TryID(attempt: attempt, number: 2)

    static let alert = Alert(
        source: SourceID("prom"), dedupKey: "a1b2c3", status: .firing, severity: .critical, severityRaw: "page",
        name: "DiskFull", summary: "ディスク残量が5%を下回りました", startedAt: at,
        labels: [Label(name: "job", value: "web1"), Label(name: "severity", value: "page")])

    static let readinessFaults: [ReadinessFault] = [
        .selfCall(LineID("pbx"), .noAnswer), .selfCallUnfinished(LineID("pbx")),
        .credentials(LineID("twilio"), why: "401 Unauthorized"), .lineOut(LineID("pbx")),
        .calendar(ContractID("acme")), .nobodyToCall(ContractID("acme")), .nothingDesignated(ContractID("acme")),
        .clockDistrusted, .journalUnwritable, .diskTight, .mailFailing, .restartingOften,
    ]

    static let bareAlert = Alert(source: SourceID(""), dedupKey: "", status: .update)

    static let terms: CallTerms = {
        var calls = CallPolicy()
        calls.rings = 5
        calls.proof = .randomDigit
        calls.onWindowClose = .finishRound
        calls.onRecovery = .continue
        calls.outsideWindow = .recordOnly
        calls.routes = [LineID("twilio"), LineID("sim")]
        calls.rerunWhenLineReturns = false
        let contacts = [("sato", "佐藤", "サトウ", "+819012345678"), ("kato", "加藤", "", "+81312345678")].compactMap { row in
            PhoneNumber(e164: row.3).map { Contact(id: ContactID(row.0), name: row.1, kana: row.2, phone: $0) }
        }
        return CallTerms(
            id: ContractID("acme"), customer: "株式会社アクメ", kana: "アクメ", contacts: contacts, calls: calls,
            mail: ["desk@acme.example.jp"])
    }()

    static let events: [Event] =
        RecordReason.allCases.map { .alertRecorded(ContractID("acme"), alert, why: $0) }
        + [
            .incidentOpened(IncidentID(1), ContractID("acme"), alert, .call),
            .incidentOpened(IncidentID(2), ContractID("acme"), bareAlert, .waits(until: at)),
            .incidentOpened(IncidentID(100_000), ContractID("acme"), bareAlert, .record),
            .incidentOpened(IncidentID(4), ContractID("acme"), bareAlert, .gathers(until: at)),
            .alertHeard(IncidentID(1)), .alertRecovered(IncidentID(64)),
            .incidentReopened(IncidentID(1), .firedAgain, .call),
            .incidentReopened(IncidentID(1), .lineReturned, .waits(until: at)),
            .incidentDeferred(IncidentID(1), until: at),
        ]
        + [
            EndReason.contact(attempt), .operatorAsked(name: "山田", reason: "誤報"), .alertRecovered, .roundsMade,
            .noCallGotThrough, .cap, .callsPerDay, .windowClosed, .recordOnly, .stale, .neverOpen, .contractGone,
            .journalRestored,
        ].map { .incidentEnded(IncidentID(7), .exhausted, $0) }
        + End.allCases.map { .incidentEnded(IncidentID(8), $0, .alertRecovered) }
        + [
            .incidentForgotten(IncidentID(1)),
            .escalationStarted(EscalationID(300), terms, [IncidentID(3), IncidentID(5), IncidentID(900)], closing: at),
            .escalationStarted(
                EscalationID(1), CallTerms(id: ContractID("b"), customer: "", contacts: []), [], closing: nil),
            .incidentJoined(EscalationID(1), IncidentID(2)), .escalationResumed(EscalationID(1), closing: nil),
            .escalationEnded(EscalationID(1), .acknowledged, gatheringUntil: at),
            .escalationEnded(EscalationID(1), .handedOver, gatheringUntil: nil),
            .escalationForgotten(EscalationID(1)),
            .attemptWaits(attempt, .numberInUse), .attemptWaits(attempt, .numberPausing(until: at)),
            .attemptWaits(attempt, .lineBusy), .attemptWaits(attempt, .clockDistrusted),
            .attemptWaits(attempt, .restartingOften),
            .tryPlaced(call, LineID("sim"), digit: 7), .rang(call), .machineDetected(call), .promptEnded(call),
            .keyAnswered(call),
            .keyPressed(call, .digit(1)), .keyPressed(call, .star), .keyPressed(call, .pound),
            .tryUnsure(call, until: at), .tryFailed(call, retryAt: at), .tryLost(call),
        ]
        + Answerer.allCases.map { .answered(call, by: $0, [IncidentID(3)], .firing) }
        + Announcement.Standing.allCases.map { .answered(call, by: .person, [], $0) }
        + Outcome.allCases.flatMap { outcome -> [Event] in
            [
                .outcomeDecided(call, outcome), .hangUpAsked(call, outcome),
                .attemptEnded(attempt, outcome, rings: 10),
            ]
        }
        + Mail.Kind.allCases.map {
            .mailOwed(
                MailID(4), Mail(kind: $0, contract: ContractID("acme"), incidents: [IncidentID(1)], recipients: ["a@b"])
            )
        }
        + [.mailDelivered(MailID(4))]
        + [
            Alarm.linesFailing(attempt), .undeliverable(EscalationID(1)), .capReached(ContractID("acme")),
            .calendarUnreadable(ContractID("acme")), .clockDistrusted, .endNotReported(call),
            .contractGone(ContractID("acme")), .restartingOften, .journalBroken(row: 12),
            .setAside(.incident(IncidentID(70))), .setAside(.escalation(EscalationID(3))), .setAside(.mail(MailID(1))),
            .setAside(.alarm(AlarmID(2))), .setAside(.site), .callbackForged(LineID("twilio")),
            .mailRefused(MailID(4)), .mailFailing, .journalRestored,
            .callsPerDayReached(ContractID("acme"), ContactID("sato")), .runNeedsPerson(7),
            .manyTargetsAbnormal(ContractID("acme")), .lineOut(LineID("pbx")), .lineSilent(LineID("pbx")),
            .notArmed,
        ].map { .alarmRaised(AlarmID(1), $0) }
        + [
            .alarmCleared(AlarmID(1), by: "山田"), .lineChanged(LineID("sim"), .up), .lineChanged(LineID("sim"), .down),
            .lineCounted(LineID("pbx"), failures: 0), .lineCounted(LineID("pbx"), failures: 4),
            .readinessJudged(Readiness(proven: [LineID("pbx")], faults: [])),
            .readinessJudged(Readiness(proven: [], faults: readinessFaults)),
            .clockStepped(by: -.hours(1)), .clockJudged(trusted: true), .clockJudged(trusted: false),
            .journalRestored(continuingAfter: Board.Counters(incident: 70, escalation: 3, mail: 12, alarm: 1, run: 5)),
        ]
}
