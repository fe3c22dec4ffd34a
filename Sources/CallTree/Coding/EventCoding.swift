public import EventBytes
import ServiceHours

/// The kinds. Never renumbered, never reused.
private enum Kind: UInt16 {
    case alertRecorded = 1
    case incidentOpened, alertHeard, alertRecovered, incidentReopened, incidentDeferred, incidentEnded
    case incidentForgotten
    case escalationStarted = 20
    case incidentJoined, escalationResumed, escalationEnded, escalationForgotten
    case attemptWaits = 40
    case tryPlaced, rang, answered, machineDetected, promptEnded, keyPressed, outcomeDecided, hangUpAsked
    case tryUnsure, tryFailed, tryLost, attemptEnded
    case mailOwed = 60
    case mailDelivered, alarmRaised, alarmCleared, lineChanged, clockStepped, clockJudged, journalRestored
    case keyAnswered, lineCounted, readinessJudged
}

extension Event {
    /// The form in which this version writes the kind; it reads the earlier ones as well.
    private static func version(of kind: Kind) -> UInt8 {
        switch kind {
        // 2: with `callsPerNumberAndDay` at the end.
        case .escalationStarted: 2
        // 2: with the number of runs at the end.
        case .journalRestored: 2
        default: 1
        }
    }

    public var encoded: EncodedEvent {
        var writer = ByteWriter()
        var texts: [[UInt8]] = []
        let kind = write(to: &writer, &texts)
        return EncodedEvent(kind: kind.rawValue, version: Self.version(of: kind), payload: writer.bytes, texts: texts)
    }

    private func write(to writer: inout ByteWriter, _ texts: inout [[UInt8]]) -> Kind {
        switch self {
        case .alertRecorded(let contract, let alert, let why):
            writer.write(contract.text)
            writer.write(code: why)
            Self.write(alert, &writer, &texts)
            return .alertRecorded
        case .incidentOpened(let id, let contract, let alert, let course):
            writer.write(id.number)
            writer.write(contract.text)
            writer.write(course)
            Self.write(alert, &writer, &texts)
            return .incidentOpened
        case .alertHeard(let id):
            writer.write(id.number)
            return .alertHeard
        case .alertRecovered(let id):
            writer.write(id.number)
            return .alertRecovered
        case .incidentReopened(let id, let reason, let course):
            writer.write(id.number)
            writer.write(code: reason)
            writer.write(course)
            return .incidentReopened
        case .incidentDeferred(let id, let until):
            writer.write(id.number)
            writer.write(until)
            return .incidentDeferred
        case .incidentEnded(let id, let end, let reason):
            writer.write(id.number)
            writer.write(code: end)
            writer.write(reason)
            if case .operatorAsked(let name, let why) = reason { texts.append(TextCoding.encode([name, why])) }
            return .incidentEnded
        case .incidentForgotten(let id):
            writer.write(id.number)
            return .incidentForgotten
        case .escalationStarted(let id, let terms, let incidents, let closing):
            writer.write(id.number)
            writer.write(terms.id.text)
            writer.write(terms.calls)
            writer.write(incidents)
            writer.write(closing)
            writer.write(terms.calls.callsPerNumberAndDay)
            texts.append(TextCoding.encode(terms))
            return .escalationStarted
        case .incidentJoined(let id, let incident):
            writer.write(id.number)
            writer.write(incident.number)
            return .incidentJoined
        case .escalationResumed(let id, let closing):
            writer.write(id.number)
            writer.write(closing)
            return .escalationResumed
        case .escalationEnded(let id, let end, let gatheringUntil):
            writer.write(id.number)
            writer.write(code: end)
            writer.write(gatheringUntil)
            return .escalationEnded
        case .escalationForgotten(let id):
            writer.write(id.number)
            return .escalationForgotten
        case .attemptWaits(let id, let reason):
            writer.write(id)
            writer.write(reason)
            return .attemptWaits
        case .tryPlaced(let id, let line, let digit):
            writer.write(id)
            writer.write(line.text)
            writer.write(byte: digit)
            return .tryPlaced
        case .rang(let id):
            writer.write(id)
            return .rang
        case .answered(let id, let answerer, let announced, let standing):
            writer.write(id)
            writer.write(code: answerer)
            writer.write(announced)
            writer.write(code: standing)
            return .answered
        case .machineDetected(let id):
            writer.write(id)
            return .machineDetected
        case .promptEnded(let id):
            writer.write(id)
            return .promptEnded
        case .keyPressed(let id, let key):
            writer.write(id)
            writer.write(key)
            return .keyPressed
        case .keyAnswered(let id):
            writer.write(id)
            return .keyAnswered
        case .outcomeDecided(let id, let outcome):
            writer.write(id)
            writer.write(code: outcome)
            return .outcomeDecided
        case .hangUpAsked(let id, let outcome):
            writer.write(id)
            writer.write(code: outcome)
            return .hangUpAsked
        case .tryUnsure(let id, let until):
            writer.write(id)
            writer.write(until)
            return .tryUnsure
        case .tryFailed(let id, let retryAt):
            writer.write(id)
            writer.write(retryAt)
            return .tryFailed
        case .tryLost(let id):
            writer.write(id)
            return .tryLost
        case .attemptEnded(let id, let outcome, let rings):
            writer.write(id)
            writer.write(code: outcome)
            writer.write(rings)
            return .attemptEnded
        case .mailOwed(let id, let mail):
            writer.write(id.number)
            writer.write(code: mail.kind)
            writer.write(mail.contract.text)
            writer.write(mail.incidents)
            texts.append(TextCoding.encode(mail.recipients))
            return .mailOwed
        case .mailDelivered(let id):
            writer.write(id.number)
            return .mailDelivered
        case .alarmRaised(let id, let alarm):
            writer.write(id.number)
            writer.write(alarm)
            return .alarmRaised
        case .alarmCleared(let id, let name):
            writer.write(id.number)
            texts.append(TextCoding.encode([name]))
            return .alarmCleared
        case .lineChanged(let id, let state):
            writer.write(id.text)
            writer.write(code: state)
            return .lineChanged
        case .lineCounted(let id, let failures):
            writer.write(id.text)
            writer.write(failures)
            return .lineCounted
        case .readinessJudged(let readiness):
            writer.write(readiness)
            return .readinessJudged
        case .clockStepped(let span):
            writer.write(Int(span.microseconds))
            return .clockStepped
        case .clockJudged(let trusted):
            writer.write(byte: trusted ? 1 : 0)
            return .clockJudged
        case .journalRestored(let counters):
            for number in [counters.incident, counters.escalation, counters.mail, counters.alarm, counters.run] {
                writer.write(number)
            }
            return .journalRestored
        }
    }

    private static func write(_ alert: Alert, _ writer: inout ByteWriter, _ texts: inout [[UInt8]]) {
        writer.write(alert.source.text)
        writer.write(code: alert.status)
        writer.write(code: alert.severity)
        writer.write(alert.startedAt)
        texts.append(TextCoding.encode(alert))
    }
}

extension Event {
    /// Reads an event that this or an earlier version wrote.
    /// - Parameter texts: in the order in which they were written; nil where a text was erased.
    /// - Throws: `EventCodingError` for bytes that no version wrote.
    public init(kind: UInt16, version: UInt8, payload: [UInt8], texts: [[UInt8]?]) throws(EventCodingError) {
        guard let known = Kind(rawValue: kind), version >= 1, version <= Self.version(of: known) else {
            throw .unknownKind(kind, version: version)
        }
        var reader = ByteReader(payload)
        self = try Self.read(known, version, &reader, texts.first ?? nil)
        try reader.finish()
    }

    private static func read(
        _ kind: Kind, _ version: UInt8, _ reader: inout ByteReader, _ text: [UInt8]?
    ) throws(EventCodingError) -> Event {
        switch kind {
        case .alertRecorded:
            let contract = ContractID(try reader.text())
            let why: RecordReason = try reader.code("record reason")
            return .alertRecorded(contract, try alert(&reader, text), why: why)
        case .incidentOpened:
            let id = IncidentID(try reader.number())
            let contract = ContractID(try reader.text())
            let course = try reader.course()
            return .incidentOpened(id, contract, try alert(&reader, text), course)
        case .alertHeard: return .alertHeard(IncidentID(try reader.number()))
        case .alertRecovered: return .alertRecovered(IncidentID(try reader.number()))
        case .incidentReopened:
            let id = IncidentID(try reader.number())
            return .incidentReopened(id, try reader.code("reopen reason"), try reader.course())
        case .incidentDeferred: return .incidentDeferred(IncidentID(try reader.number()), until: try reader.instant())
        case .incidentEnded:
            let id = IncidentID(try reader.number())
            let end: End = try reader.code("end")
            return .incidentEnded(id, end, try reader.endReason(try TextCoding.texts(text)))
        case .incidentForgotten: return .incidentForgotten(IncidentID(try reader.number()))
        case .escalationStarted:
            let id = EscalationID(try reader.number())
            let contract = ContractID(try reader.text())
            var policy = try reader.policy()
            let incidents = try reader.incidents()
            let closing = try reader.optionalInstant()
            if version >= 2 { policy.callsPerNumberAndDay = try reader.number() }
            return .escalationStarted(id, try TextCoding.terms(contract, policy, text), incidents, closing: closing)
        case .incidentJoined:
            return .incidentJoined(EscalationID(try reader.number()), IncidentID(try reader.number()))
        case .escalationResumed:
            return .escalationResumed(EscalationID(try reader.number()), closing: try reader.optionalInstant())
        case .escalationEnded:
            let id = EscalationID(try reader.number())
            return .escalationEnded(id, try reader.code("end"), gatheringUntil: try reader.optionalInstant())
        case .escalationForgotten: return .escalationForgotten(EscalationID(try reader.number()))
        case .attemptWaits: return .attemptWaits(try reader.attempt(), try reader.waitReason())
        case .tryPlaced:
            return .tryPlaced(try reader.tryID(), LineID(try reader.text()), digit: try reader.byte())
        case .rang: return .rang(try reader.tryID())
        case .answered:
            let id = try reader.tryID()
            let answerer: Answerer = try reader.code("answerer")
            return .answered(id, by: answerer, try reader.incidents(), try reader.code("standing"))
        case .machineDetected: return .machineDetected(try reader.tryID())
        case .promptEnded: return .promptEnded(try reader.tryID())
        case .keyPressed: return .keyPressed(try reader.tryID(), try reader.key())
        case .keyAnswered: return .keyAnswered(try reader.tryID())
        case .outcomeDecided: return .outcomeDecided(try reader.tryID(), try reader.code("outcome"))
        case .hangUpAsked: return .hangUpAsked(try reader.tryID(), try reader.code("outcome"))
        case .tryUnsure: return .tryUnsure(try reader.tryID(), until: try reader.instant())
        case .tryFailed: return .tryFailed(try reader.tryID(), retryAt: try reader.instant())
        case .tryLost: return .tryLost(try reader.tryID())
        case .attemptEnded:
            return .attemptEnded(try reader.attempt(), try reader.code("outcome"), rings: try reader.number())
        case .mailOwed:
            let id = MailID(try reader.number())
            let kind: Mail.Kind = try reader.code("mail kind")
            let contract = ContractID(try reader.text())
            let incidents = try reader.incidents()
            let recipients = try TextCoding.texts(text)
            return .mailOwed(id, Mail(kind: kind, contract: contract, incidents: incidents, recipients: recipients))
        case .mailDelivered: return .mailDelivered(MailID(try reader.number()))
        case .alarmRaised: return .alarmRaised(AlarmID(try reader.number()), try reader.alarm())
        case .alarmCleared:
            return .alarmCleared(
                AlarmID(try reader.number()), by: try TextCoding.texts(text).first ?? TextCoding.erased)
        case .lineCounted: return .lineCounted(LineID(try reader.text()), failures: try reader.number())
        case .readinessJudged: return .readinessJudged(try reader.readiness())
        case .lineChanged: return .lineChanged(LineID(try reader.text()), try reader.code("line state"))
        case .clockStepped: return .clockStepped(by: try reader.span())
        case .clockJudged: return .clockJudged(trusted: try reader.byte() != 0)
        case .journalRestored:
            return .journalRestored(
                continuingAfter: Board.Counters(
                    incident: try reader.number(), escalation: try reader.number(), mail: try reader.number(),
                    alarm: try reader.number(), run: version < 2 ? 0 : try reader.number()))
        }
    }

    private static func alert(_ reader: inout ByteReader, _ text: [UInt8]?) throws(EventCodingError) -> Alert {
        let source = SourceID(try reader.text())
        let status: Alert.Status = try reader.code("status")
        let severity: Severity = try reader.code("severity")
        let startedAt = try reader.optionalInstant()
        let words = try TextCoding.alertWords(text)
        return Alert(
            source: source, dedupKey: words.dedupKey, status: status, severity: severity,
            severityRaw: words.severityRaw, name: words.name, summary: words.summary, startedAt: startedAt,
            labels: words.labels)
    }
}
