import CallTree
import Reports
import ServiceHours
import Testing

/// Writes events by hand, as a journal would hold them: each helper moves the clock and appends.
struct EventLog {
    private(set) var events: [RecordedEvent] = []
    /// 2026-08-12, a Wednesday, 22:15:03 in Japan.
    var now = CivilDate(daysSinceEpoch: 20_677).startInJapan + .hours(22) + .minutes(15) + .seconds(3)

    static let contract = ContractID("acme")

    static func terms(
        contacts: Int = 3, change: (inout CallPolicy) -> Void = { _ in }
    ) throws -> CallTerms {
        var policy = CallPolicy()
        policy.routes = [LineID("twilio"), LineID("sip")]
        change(&policy)
        let people = [
            ("sato", "佐藤", "+819012345678"), ("suzuki", "鈴木", "+819023456789"), ("tanaka", "田中", "+819034567890"),
        ]
        return CallTerms(
            id: contract, customer: "株式会社アクメ", kana: "アクメ",
            contacts: try people.prefix(contacts).map {
                Contact(id: ContactID($0.0), name: $0.1, phone: try #require(PhoneNumber(e164: $0.2)))
            }, calls: policy, mail: ["desk@acme.example.jp"])
    }

    static func alert(_ key: String = "web-1/down", severity: Severity = .critical, summary: String = "web-1 が応答しない")
        -> Alert
    {
        Alert(
            source: SourceID("prom"), dedupKey: key, status: .firing, severity: severity, severityRaw: "page",
            name: "InstanceDown", summary: summary,
            labels: [Label(name: "job", value: "web"), Label(name: "instance", value: "web-1")])
    }

    mutating func add(after span: Span = .zero, _ event: Event) {
        now = now + span
        events.append(RecordedEvent(sequence: events.count + 1, instant: now, event: event))
    }

    mutating func open(_ id: Int = 1, after span: Span = .zero, key: String = "web-1/down", course: Course = .call) {
        add(after: span, .incidentOpened(IncidentID(id), Self.contract, Self.alert(key), course))
    }

    mutating func start(_ terms: CallTerms, id: Int = 1, incidents: [Int] = [1], closesAfter: Span? = .hours(10)) {
        add(
            .escalationStarted(
                EscalationID(id), terms, incidents.map { IncidentID($0) }, closing: closesAfter.map { now + $0 }))
    }

    static func attempt(_ number: Int, of escalation: Int = 1) -> AttemptID {
        AttemptID(escalation: EscalationID(escalation), number: number)
    }

    static func call(_ number: Int, of escalation: Int = 1, number tried: Int = 1) -> TryID {
        TryID(attempt: attempt(number, of: escalation), number: tried)
    }

    /// A whole attempt with this outcome; for `acknowledged` the incidents that the call announces are ended as well.
    mutating func attempt(_ number: Int, of escalation: Int = 1, _ outcome: Outcome, announcing: [Int] = [1]) {
        let call = Self.call(number, of: escalation)
        let incidents = announcing.map { IncidentID($0) }
        add(.tryPlaced(call, LineID("twilio"), digit: 5))
        switch outcome {
        case .noAnswer:
            add(after: .seconds(2), .rang(call))
            add(after: .seconds(29), .hangUpAsked(call, .noAnswer))
            end(number, of: escalation, outcome, rings: 10)
        case .busy, .rejected, .unreachableNumber:
            end(number, of: escalation, after: .seconds(1), outcome)
        case .lineFailure:
            add(after: .seconds(32), .tryFailed(call, retryAt: now + .seconds(32)))
            end(number, of: escalation, outcome)
        case .acknowledged, .passed, .noInput, .voicemail, .hungUp:
            add(after: .seconds(2), .rang(call))
            add(after: .seconds(6), .answered(call, by: outcome == .voicemail ? .unknown : .person, incidents, .firing))
            talk(call, outcome, incidents)
            end(number, of: escalation, after: .seconds(3), outcome, rings: 2)
        }
    }

    private mutating func talk(_ call: TryID, _ outcome: Outcome, _ incidents: [IncidentID]) {
        switch outcome {
        case .acknowledged:
            add(after: .seconds(4), .keyPressed(call, .digit(1)))
            add(.outcomeDecided(call, .acknowledged))
            for incident in incidents { add(.incidentEnded(incident, .acknowledged, .contact(call.attempt))) }
            add(.escalationEnded(call.escalation, .acknowledged, gatheringUntil: now + .seconds(60)))
        case .passed:
            add(after: .seconds(4), .keyPressed(call, .digit(2)))
            add(.outcomeDecided(call, .passed))
        case .voicemail: add(after: .seconds(3), .machineDetected(call))
        case .noInput:
            add(after: .seconds(15), .promptEnded(call))
            add(after: .seconds(15), .promptEnded(call))
            add(after: .seconds(8), .hangUpAsked(call, .noInput))
        case .hungUp: break
        case .noAnswer, .busy, .rejected, .unreachableNumber, .lineFailure: break
        }
    }

    mutating func end(
        _ number: Int, of escalation: Int = 1, after span: Span = .zero, _ outcome: Outcome, rings: Int = 0
    ) {
        add(after: span, .attemptEnded(Self.attempt(number, of: escalation), outcome, rings: rings))
    }

    mutating func finish(_ end: End, _ reason: EndReason, incident id: Int = 1, escalation: Int? = 1) {
        add(.incidentEnded(IncidentID(id), end, reason))
        if let escalation { add(.escalationEnded(EscalationID(escalation), end, gatheringUntil: nil)) }
    }

    mutating func mail(_ kind: Mail.Kind, id: Int = 1, incidents: [Int] = [1]) {
        let mail = Mail(
            kind: kind, contract: Self.contract, incidents: incidents.map { IncidentID($0) },
            recipients: ["desk@acme.example.jp"])
        add(.mailOwed(MailID(id), mail))
        add(after: .seconds(2), .mailDelivered(MailID(id)))
    }

    func report(_ id: Int = 1, today: CallTerms? = nil) throws -> IncidentReport {
        try #require(IncidentReport(incident: IncidentID(id), events: events, today: { $0 == today?.id ? today : nil }))
    }
}
