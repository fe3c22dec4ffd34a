public import EventBytes
import ServiceHours

/// The kinds of run events. Never renumbered, never reused; those of the call tree lie below 100.
private enum Kind: UInt16 {
    case started = 100
    case roundBegan, checkEnded, roundEnded, decided, proved, roundDue, approvalAsked, approved, guardsAsked
    case standingRead, actionIntended, actionEnded, actionUnclear, ended, reported, forgotten, ticketNoted
    case alertJoined, alertSettled, alertsReleased, proofFailed
    case allStopped = 130
    case allReleased

    /// In which it is written; all earlier ones are read.
    var version: UInt8 {
        switch self {
        case .started: 3
        case .roundBegan, .checkEnded, .roundEnded, .decided, .proved, .roundDue, .approvalAsked, .approved,
            .guardsAsked, .standingRead, .actionIntended, .actionEnded, .actionUnclear, .ended, .reported, .forgotten,
            .ticketNoted, .alertJoined, .alertSettled, .alertsReleased, .proofFailed, .allStopped, .allReleased:
            1
        }
    }
}

extension RunEvent {
    /// Whether the kind of an event in a journal is one of a run's.
    public static func isKind(_ kind: UInt16) -> Bool { kind >= 100 && kind < 200 }

    public var encoded: EncodedEvent {
        var writer = ByteWriter()
        var names: [String] = []
        let kind = write(to: &writer, &names)
        var texts: [[UInt8]] = []
        if !names.isEmpty {
            var beside = ByteWriter()
            beside.write(names) { $0.write($1) }
            texts = [beside.bytes]
        }
        return EncodedEvent(kind: kind.rawValue, version: kind.version, payload: writer.bytes, texts: texts)
    }

    private func write(to writer: inout ByteWriter, _ names: inout [String]) -> Kind {
        switch self {
        case .started(let id, let order):
            writer.write(id.number)
            writer.write(order, &names)
            return .started
        case .roundBegan(let round, let purpose):
            writer.write(round)
            writer.write(byte: purpose.rawValue)
            return .roundBegan
        case .checkEnded(let round, let check, let result):
            writer.write(round)
            writer.write(check.text)
            writer.write(result)
            // What the other side has said may hold anybody's name.
            names.append(result.evidence.excerpt)
            return .checkEnded
        case .roundEnded(let round):
            writer.write(round)
            return .roundEnded
        case .decided(let round, let row):
            writer.write(round)
            writer.write(row)
            return .decided
        case .proved(let round, let isGood):
            writer.write(round)
            writer.write(isGood)
            return .proved
        case .roundDue(let id, let purpose, let instant):
            writer.write(id.number)
            writer.write(byte: purpose.rawValue)
            writer.write(instant)
            return .roundDue
        case .approvalAsked(let id, let until):
            writer.write(id.number)
            writer.write(until)
            return .approvalAsked
        case .approved(let id, let name, let until):
            writer.write(id.number)
            writer.write(until)
            names.append(name)
            return .approved
        case .guardsAsked(let step, let answers):
            writer.write(step)
            writer.write(answers) { $0.write($1) }
            return .guardsAsked
        case .standingRead(let step, let standing):
            writer.write(step)
            writer.write(standing)
            names.append(standing.evidence.excerpt)
            return .standingRead
        case .actionIntended(let step):
            writer.write(step)
            return .actionIntended
        case .actionEnded(let step, let result):
            writer.write(step)
            writer.write(result)
            names.append(result.evidence.excerpt)
            return .actionEnded
        case .actionUnclear(let step):
            writer.write(step)
            return .actionUnclear
        case .ended(let id, let end):
            writer.write(id.number)
            writer.write(raw: end)
            return .ended
        case .reported(let id):
            writer.write(id.number)
            return .reported
        case .forgotten(let id):
            writer.write(id.number)
            return .forgotten
        case .ticketNoted(let step, let ticket, let name):
            writer.write(step)
            names += [ticket, name]
            return .ticketNoted
        case .alertJoined(let id, let alert):
            writer.write(id.number)
            writer.write(alert.key.source)
            writer.write(alert.severity)
            writer.write(alert.startedAt)
            writer.write(alert.severityRaw != nil)
            writer.write(alert.labels.count)
            names += [alert.key.dedupKey, alert.severityRaw ?? "", alert.name, alert.summary]
            names += alert.labels.flatMap { [$0.name, $0.value] }
            return .alertJoined
        case .alertSettled(let id, let key):
            writer.write(id.number)
            writer.write(key.source)
            names.append(key.dedupKey)
            return .alertSettled
        case .alertsReleased(let id):
            writer.write(id.number)
            return .alertsReleased
        case .proofFailed(let id):
            writer.write(id.number)
            return .proofFailed
        case .allStopped(let name):
            names.append(name)
            return .allStopped
        case .allReleased(let name):
            names.append(name)
            return .allReleased
        }
    }
}

extension RunEvent {
    /// Reads an event that this or an earlier version wrote.
    /// - Parameter texts: in the order in which they were written; nil where a text was erased.
    /// - Throws: `EventCodingError` for bytes that no version wrote.
    public init(kind: UInt16, version: UInt8, payload: [UInt8], texts: [[UInt8]?]) throws(EventCodingError) {
        guard let known = Kind(rawValue: kind), version >= 1, version <= known.version else {
            throw .unknownKind(kind, version: version)
        }
        var reader = ByteReader(payload)
        var names = try ErasableNames(texts.first ?? nil)
        self = try Self.read(known, version, &reader, &names)
        try reader.finish()
    }

    private static func read(
        _ kind: Kind, _ version: UInt8, _ reader: inout ByteReader, _ names: inout ErasableNames
    ) throws(EventCodingError) -> RunEvent {
        switch kind {
        case .started: .started(try reader.run(), try reader.order(&names, version))
        case .roundBegan: .roundBegan(try reader.round(), try reader.purpose())
        case .checkEnded:
            .checkEnded(try reader.round(), CheckID(try reader.text()), try reader.checkResult(excerpt: names.next()))
        case .roundEnded: .roundEnded(try reader.round())
        case .decided: .decided(try reader.round(), row: try reader.number())
        case .proved: .proved(try reader.round(), isGood: try reader.flag())
        case .roundDue: .roundDue(try reader.run(), try reader.purpose(), at: try reader.instant())
        case .approvalAsked: .approvalAsked(try reader.run(), until: try reader.instant())
        case .approved: .approved(try reader.run(), by: names.next(), until: try reader.instant())
        case .guardsAsked:
            .guardsAsked(
                try reader.step(), try reader.list { reader throws(EventCodingError) in try reader.guardAnswer() })
        case .standingRead: .standingRead(try reader.step(), try reader.standing(excerpt: names.next()))
        case .actionIntended: .actionIntended(try reader.step())
        case .actionEnded: .actionEnded(try reader.step(), try reader.actionResult(excerpt: names.next()))
        case .actionUnclear: .actionUnclear(try reader.step())
        case .ended: .ended(try reader.run(), try reader.raw("end of a run"))
        case .reported: .reported(try reader.run())
        case .forgotten: .forgotten(try reader.run())
        case .ticketNoted: .ticketNoted(try reader.step(), ticket: names.next(), by: names.next())
        case .alertJoined: .alertJoined(try reader.run(), try reader.joinedAlert(&names))
        case .alertSettled:
            .alertSettled(try reader.run(), JoinedAlert.Key(source: try reader.text(), dedupKey: names.next()))
        case .alertsReleased: .alertsReleased(try reader.run())
        case .proofFailed: .proofFailed(try reader.run())
        case .allStopped: .allStopped(by: names.next())
        case .allReleased: .allReleased(by: names.next())
        }
    }
}

/// Names and words that may be erased, in the order in which the event names them.
struct ErasableNames {
    private var names: ArraySlice<String>

    /// - Parameter bytes: nil when they were erased.
    init(_ bytes: [UInt8]?) throws(EventCodingError) {
        guard let bytes else {
            names = []
            return
        }
        var reader = ByteReader(bytes)
        names = try reader.list { reader throws(EventCodingError) in try reader.text() }[...]
        try reader.finish()
    }

    mutating func next() -> String { names.popFirst() ?? "(erased)" }

    /// As many pairs of a name and a value as there are, at most so many.
    mutating func pairs(atMost count: Int) -> [StepValue.Pair] {
        var pairs: [StepValue.Pair] = []
        while pairs.count < count, let name = names.popFirst(), let value = names.popFirst() {
            pairs.append(StepValue.Pair(name: name, value: value))
        }
        return pairs
    }

    /// As many as there are, at most so many.
    mutating func next(atMost count: Int) -> [String] {
        let taken = names.prefix(max(0, count))
        names = names.dropFirst(taken.count)
        return Array(taken)
    }
}

extension ByteWriter {
    mutating func write(_ round: RoundID) {
        write(round.run.number)
        write(round.number)
    }

    mutating func write(_ step: StepID) {
        write(step.run.number)
        write(step.place)
    }

    /// A case by its word, so that no order of cases is for ever.
    mutating func write<Value: RawRepresentable<String>>(raw value: Value) {
        write(value.rawValue)
    }
}

extension ByteReader {
    mutating func run() throws(EventCodingError) -> RunID { RunID(try number()) }

    mutating func round() throws(EventCodingError) -> RoundID { RoundID(run: try run(), number: try number()) }

    mutating func step() throws(EventCodingError) -> StepID { StepID(run: try run(), place: try number()) }

    mutating func joinedAlert(_ names: inout ErasableNames) throws(EventCodingError) -> JoinedAlert {
        let source = try text()
        let severity = try text()
        let startedAt = try optionalInstant()
        let hasRaw = try flag()
        let count = try number()
        let dedupKey = names.next()
        let raw = names.next()
        return JoinedAlert(
            key: JoinedAlert.Key(source: source, dedupKey: dedupKey), severity: severity,
            severityRaw: hasRaw ? raw : nil, name: names.next(), summary: names.next(), startedAt: startedAt,
            labels: names.pairs(atMost: count))
    }

    mutating func purpose() throws(EventCodingError) -> RoundPurpose {
        let code = try byte()
        guard let purpose = RoundPurpose(rawValue: code) else { throw .unknown(field: "purpose", value: Int(code)) }
        return purpose
    }

    mutating func raw<Value: RawRepresentable<String>>(_ field: String) throws(EventCodingError) -> Value {
        guard let value = Value(rawValue: try text()) else { throw .unknown(field: field, value: 0) }
        return value
    }
}
