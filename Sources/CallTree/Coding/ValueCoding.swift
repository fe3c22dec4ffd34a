internal import EventBytes
import ServiceHours

/// The compact forms of the values inside events. Numbers given to cases are for ever.
extension ByteWriter {
    mutating func write(_ id: AttemptID) {
        write(id.escalation.number)
        write(id.number)
    }

    mutating func write(_ id: TryID) {
        write(id.attempt)
        write(id.number)
    }

    mutating func write(_ ids: [IncidentID]) {
        // Differences, because the incidents of a storm follow one another.
        write(ids.count)
        var before = 0
        for id in ids {
            write(id.number - before)
            before = id.number
        }
    }

    mutating func write(_ course: Course) {
        switch course {
        case .call: write(byte: 0)
        case .waits(let until):
            write(byte: 1)
            write(until)
        case .record: write(byte: 2)
        case .gathers(let until):
            write(byte: 3)
            write(until)
        }
    }

    mutating func write(_ reason: EndReason) {
        switch reason {
        case .contact(let attempt):
            write(byte: 0)
            write(attempt)
        case .operatorAsked: write(byte: 1)
        case .alertRecovered: write(byte: 2)
        case .roundsMade: write(byte: 3)
        case .noCallGotThrough: write(byte: 4)
        case .cap: write(byte: 5)
        case .windowClosed: write(byte: 6)
        case .recordOnly: write(byte: 7)
        case .stale: write(byte: 8)
        case .neverOpen: write(byte: 9)
        case .contractGone: write(byte: 10)
        case .journalRestored: write(byte: 11)
        case .callsPerDay: write(byte: 12)
        }
    }

    mutating func write(_ reason: WaitReason) {
        switch reason {
        case .numberInUse: write(byte: 0)
        case .numberPausing(let until):
            write(byte: 1)
            write(until)
        case .lineBusy: write(byte: 2)
        case .clockDistrusted: write(byte: 3)
        case .restartingOften: write(byte: 4)
        }
    }

    mutating func write(_ key: Key) {
        switch key {
        case .digit(let digit): write(byte: digit)
        case .star: write(byte: 10)
        case .pound: write(byte: 11)
        }
    }

    mutating func write(_ alarm: Alarm) {
        switch alarm {
        case .linesFailing(let attempt):
            write(byte: 0)
            write(attempt)
        case .undeliverable(let escalation):
            write(byte: 1)
            write(escalation.number)
        case .capReached(let contract):
            write(byte: 2)
            write(contract.text)
        case .calendarUnreadable(let contract):
            write(byte: 3)
            write(contract.text)
        case .clockDistrusted: write(byte: 4)
        case .endNotReported(let id):
            write(byte: 5)
            write(id)
        case .contractGone(let contract):
            write(byte: 6)
            write(contract.text)
        case .restartingOften: write(byte: 7)
        case .journalBroken(let row):
            write(byte: 8)
            write(row)
        case .setAside(let subject):
            write(byte: 9)
            write(subject)
        case .callbackForged(let line):
            write(byte: 10)
            write(line.text)
        case .mailRefused(let mail):
            write(byte: 11)
            write(mail.number)
        case .mailFailing: write(byte: 12)
        case .journalRestored: write(byte: 13)
        case .runNeedsPerson(let run):
            write(byte: 15)
            write(run)
        case .manyTargetsAbnormal(let contract):
            write(byte: 16)
            write(contract.text)
        case .lineOut(let line):
            write(byte: 17)
            write(line.text)
        case .lineSilent(let line):
            write(byte: 18)
            write(line.text)
        case .notArmed: write(byte: 19)
        case .callsPerDayReached(let contract, let contact):
            write(byte: 14)
            write(contract.text)
            write(contact.text)
        }
    }

    private mutating func write(_ subject: EventSubject) {
        switch subject {
        case .incident(let id):
            write(byte: 0)
            write(id.number)
        case .escalation(let id):
            write(byte: 1)
            write(id.number)
        case .mail(let id):
            write(byte: 2)
            write(id.number)
        case .alarm(let id):
            write(byte: 3)
            write(id.number)
        case .site: write(byte: 4)
        case .run(let number):
            write(byte: 5)
            write(number)
        }
    }

    mutating func write(_ policy: CallPolicy) {
        write(policy.rings)
        write(policy.rounds)
        write(code: policy.proof)
        write(code: policy.onWindowClose)
        write(code: policy.onRecovery)
        write(code: policy.outsideWindow)
        write(policy.routes) { $0.write($1.text) }
        for span in [
            policy.numberPause, policy.lineFailureLimit, policy.holdOff, policy.quietLimit,
            policy.gatherAfterAcknowledgement, policy.gatherAfterExhaustion, policy.staleAfter,
        ] {
            write(Int(span.microseconds))
        }
        write(policy.escalationsPerHour)
        write(byte: policy.rerunWhenLineReturns ? 1 : 0)
    }
}

extension ByteReader {
    mutating func attempt() throws(EventCodingError) -> AttemptID {
        AttemptID(escalation: EscalationID(try number()), number: try number())
    }

    mutating func tryID() throws(EventCodingError) -> TryID {
        TryID(attempt: try attempt(), number: try number())
    }

    mutating func incidents() throws(EventCodingError) -> [IncidentID] {
        var before = 0
        return try list { reader throws(EventCodingError) in
            let (sum, overflow) = before.addingReportingOverflow(try reader.number())
            guard !overflow else { throw EventCodingError.unknown(field: "incident", value: before) }
            before = sum
            return IncidentID(sum)
        }
    }

    mutating func course() throws(EventCodingError) -> Course {
        switch try byte() {
        case 0: .call
        case 1: .waits(until: try instant())
        case 2: .record
        case 3: .gathers(until: try instant())
        case let other: throw .unknown(field: "course", value: Int(other))
        }
    }

    /// - Parameter words: the operator's name and reason, which lie beside the payload.
    mutating func endReason(_ words: [String]) throws(EventCodingError) -> EndReason {
        switch try byte() {
        case 0: .contact(try attempt())
        case 1: .operatorAsked(name: words.first ?? TextCoding.erased, reason: words.dropFirst().first ?? "")
        case 2: .alertRecovered
        case 3: .roundsMade
        case 4: .noCallGotThrough
        case 5: .cap
        case 6: .windowClosed
        case 7: .recordOnly
        case 8: .stale
        case 9: .neverOpen
        case 10: .contractGone
        case 11: .journalRestored
        case 12: .callsPerDay
        case let other: throw .unknown(field: "end reason", value: Int(other))
        }
    }

    mutating func waitReason() throws(EventCodingError) -> WaitReason {
        switch try byte() {
        case 0: .numberInUse
        case 1: .numberPausing(until: try instant())
        case 2: .lineBusy
        case 3: .clockDistrusted
        case 4: .restartingOften
        case let other: throw .unknown(field: "wait reason", value: Int(other))
        }
    }

    mutating func key() throws(EventCodingError) -> Key {
        switch try byte() {
        case let digit where digit <= 9: .digit(digit)
        case 10: .star
        case 11: .pound
        case let other: throw .unknown(field: "key", value: Int(other))
        }
    }

    mutating func alarm() throws(EventCodingError) -> Alarm {
        switch try byte() {
        case 0: .linesFailing(try attempt())
        case 1: .undeliverable(EscalationID(try number()))
        case 2: .capReached(ContractID(try text()))
        case 3: .calendarUnreadable(ContractID(try text()))
        case 4: .clockDistrusted
        case 5: .endNotReported(try tryID())
        case 6: .contractGone(ContractID(try text()))
        case 7: .restartingOften
        case 8: .journalBroken(row: try number())
        case 9: .setAside(try subject())
        case 10: .callbackForged(LineID(try text()))
        case 11: .mailRefused(MailID(try number()))
        case 12: .mailFailing
        case 13: .journalRestored
        case 15: .runNeedsPerson(try number())
        case 16: .manyTargetsAbnormal(ContractID(try text()))
        case 17: .lineOut(LineID(try text()))
        case 18: .lineSilent(LineID(try text()))
        case 19: .notArmed
        case 14: .callsPerDayReached(ContractID(try text()), ContactID(try text()))
        case let other: throw .unknown(field: "alarm", value: Int(other))
        }
    }

    private mutating func subject() throws(EventCodingError) -> EventSubject {
        switch try byte() {
        case 0: .incident(IncidentID(try number()))
        case 1: .escalation(EscalationID(try number()))
        case 2: .mail(MailID(try number()))
        case 3: .alarm(AlarmID(try number()))
        case 4: .site
        case 5: .run(try number())
        case let other: throw .unknown(field: "subject", value: Int(other))
        }
    }

    mutating func policy() throws(EventCodingError) -> CallPolicy {
        var policy = CallPolicy()
        policy.rings = try number()
        policy.rounds = try number()
        policy.proof = try code("proof")
        policy.onWindowClose = try code("onWindowClose")
        policy.onRecovery = try code("onRecovery")
        policy.outsideWindow = try code("outsideWindow")
        policy.routes = try list { reader throws(EventCodingError) in LineID(try reader.text()) }
        policy.numberPause = try span()
        policy.lineFailureLimit = try span()
        policy.holdOff = try span()
        policy.quietLimit = try span()
        policy.gatherAfterAcknowledgement = try span()
        policy.gatherAfterExhaustion = try span()
        policy.staleAfter = try span()
        policy.escalationsPerHour = try number()
        policy.rerunWhenLineReturns = try byte() != 0
        return policy
    }
}
