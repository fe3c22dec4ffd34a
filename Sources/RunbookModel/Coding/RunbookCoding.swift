internal import EventBytes
import ServiceHours

/// The compact form of a runbook, as a run holds it: what the file says later changes nothing of a run that has begun.
extension ByteWriter {
    mutating func write(_ runbook: Runbook) {
        write(runbook.id.text)
        write(runbook.title)
        write(runbook.purpose)
        write(runbook.targets) { $0.write(raw: $1) }
        write(runbook.parameters) { writer, parameter in
            writer.write(parameter.name)
            writer.write(parameter.title)
            writer.write(raw: parameter.kind)
            writer.write(parameter.pattern)
            writer.write(parameter.byDefault)
        }
        write(runbook.checks) { $0.write($1) }
        write(runbook.rules) { writer, rule in
            writer.write(rule.conditions) { $0.write($1) }
            writer.write(rule.response?.text)
            writer.write(raw: rule.conclusion)
            writer.write(rule.sentence)
        }
        write(runbook.responses) { $0.write($1) }
        write(runbook.verification != nil)
        if let verification = runbook.verification {
            write(verification.checks) { $0.write($1.text) }
            for span in [verification.from, verification.every, verification.deadline] { write(span) }
            write(verification.rounds)
            write(verification.otherwise?.text)
            write(verification.newer) { writer, value in
                writer.write(value.check.text)
                writer.write(value.name)
            }
        }
    }

    private mutating func write(_ check: Runbook.Check) {
        write(check.id.text)
        write(check.title)
        write(check.use)
        write(check.with)
        write(check.expect)
        write(check.timeout)
        write(check.attempts)
        write(check.spacing)
        write(check.after) { $0.write($1.text) }
    }

    private mutating func write(_ response: Runbook.Response) {
        write(response.id.text)
        write(response.title)
        write(response.exclusion ?? 0)
        write(response.actions) { writer, action in
            writer.write(action.id.text)
            writer.write(action.title)
            writer.write(action.use)
            writer.write(action.with)
            writer.write(action.timeout)
        }
        let guards = response.guards
        write(guards.rounds)
        write(guards.apart)
        write(guards.signals)
        write(guards.freshness)
        write(guards.budget) { $0.write($1) }
        write(guards.secondPerson)
    }

    private mutating func write(_ values: [String: StepValue]) {
        write(values.sorted { $0.key < $1.key }) { writer, pair in
            writer.write(pair.key)
            writer.write(pair.value)
        }
    }

    private mutating func write(_ value: StepValue) {
        switch value {
        case .text(let text):
            write(byte: 0)
            write(text)
        case .integer(let number):
            write(byte: 1)
            write(number)
        case .decimal(let number):
            write(byte: 2)
            write(Int(bitPattern: UInt(number.bitPattern)))
        case .span(let span):
            write(byte: 3)
            write(span)
        case .flag(let flag):
            write(byte: 4)
            write(flag)
        case .texts(let texts):
            write(byte: 5)
            write(texts) { $0.write($1) }
        case .pairs(let pairs):
            write(byte: 6)
            write(pairs) { writer, pair in
                writer.write(pair.name)
                writer.write(pair.value)
            }
        }
    }

    private mutating func write(_ condition: Condition) {
        func inOrder(_ verdicts: Set<Verdict>) -> [Verdict] { Verdict.allCases.filter(verdicts.contains) }
        switch condition {
        case .verdict(let check, let verdicts):
            write(byte: 0)
            write(check.text)
            write(inOrder(verdicts)) { $0.write(raw: $1) }
        case .any(let verdicts):
            write(byte: 1)
            write(inOrder(verdicts)) { $0.write(raw: $1) }
        case .all(let verdicts):
            write(byte: 2)
            write(inOrder(verdicts)) { $0.write(raw: $1) }
        case .value(let name, let comparison):
            write(byte: 3)
            write(name.check.text)
            write(name.name)
            write(comparison)
        }
    }

    private mutating func write(_ comparison: Comparison) {
        func write(_ code: UInt8, _ number: Double) {
            self.write(byte: code)
            self.write(Int(bitPattern: UInt(number.bitPattern)))
        }
        func write(_ code: UInt8, _ wanted: Comparison.StepText) {
            self.write(byte: code)
            self.write(wanted.number.map { "\($0)" } ?? wanted.text)
        }
        switch comparison {
        case .less(let bound): write(0, bound)
        case .atMost(let bound): write(1, bound)
        case .greater(let bound): write(2, bound)
        case .atLeast(let bound): write(3, bound)
        case .equal(let wanted): write(4, wanted)
        case .unequal(let wanted): write(5, wanted)
        }
    }
}

extension ByteReader {
    /// - Parameter version: of the event that holds it.
    mutating func runbook(_ version: UInt8) throws(EventCodingError) -> Runbook {
        Runbook(
            id: RunbookID(try text()), title: try text(), purpose: try text(),
            targets: try list { reader throws(EventCodingError) in try reader.raw("kind of target") },
            parameters: try list { reader throws(EventCodingError) in
                Runbook.Parameter(
                    name: try reader.text(), title: try reader.text(), kind: try reader.raw("kind of parameter"),
                    pattern: try reader.optionalText(), byDefault: try reader.optionalText())
            },
            checks: try list { reader throws(EventCodingError) in try reader.check() },
            rules: try list { reader throws(EventCodingError) in
                Runbook.Rule(
                    conditions: try reader.list { reader throws(EventCodingError) in try reader.condition() },
                    response: try reader.optionalText().map { ResponseID($0) },
                    conclusion: try reader.raw("conclusion"),
                    sentence: try reader.text())
            },
            responses: try list { reader throws(EventCodingError) in try reader.response() },
            verification: try flag() ? try verification(version) : nil)
    }

    private mutating func verification(_ version: UInt8) throws(EventCodingError) -> Runbook.Verification {
        let checks = try list { reader throws(EventCodingError) in CheckID(try reader.text()) }
        let (from, every, deadline) = (try span(), try span(), try span())
        let rounds = try number()
        let otherwise = version < 2 ? nil : try optionalText().map { ResponseID($0) }
        let newer =
            version < 3
            ? []
            : try list { reader throws(EventCodingError) in
                ValueName(check: CheckID(try reader.text()), name: try reader.text())
            }
        return Runbook.Verification(
            checks: checks, newer: newer, from: from, every: every, rounds: rounds, deadline: deadline,
            otherwise: otherwise)
    }

    private mutating func check() throws(EventCodingError) -> Runbook.Check {
        Runbook.Check(
            id: CheckID(try text()), title: try text(), use: try text(), with: try values(), expect: try values(),
            timeout: try span(), attempts: try number(), spacing: try span(),
            after: try list { reader throws(EventCodingError) in CheckID(try reader.text()) })
    }

    private mutating func response() throws(EventCodingError) -> Runbook.Response {
        let id = ResponseID(try text())
        let title = try text()
        let exclusion = try number()
        let actions = try list { reader throws(EventCodingError) in
            Runbook.Action(
                id: ActionID(try reader.text()), title: try reader.text(), use: try reader.text(),
                with: try reader.values(), timeout: try reader.span())
        }
        var guards = Runbook.Guards()
        guards.rounds = try number()
        guards.apart = try span()
        guards.signals = try number()
        guards.freshness = try span()
        guards.budget = try list { reader throws(EventCodingError) in try reader.budget() }
        guards.secondPerson = try flag()
        return Runbook.Response(
            id: id, title: title, exclusion: exclusion == 0 ? nil : exclusion, actions: actions, guards: guards)
    }

    private mutating func values() throws(EventCodingError) -> [String: StepValue] {
        let pairs = try list { reader throws(EventCodingError) in (try reader.text(), try reader.value()) }
        return Dictionary(pairs) { first, _ in first }
    }

    private mutating func value() throws(EventCodingError) -> StepValue {
        switch try byte() {
        case 0: .text(try text())
        case 1: .integer(try number())
        case 2: .decimal(try decimal())
        case 3: .span(try span())
        case 4: .flag(try flag())
        case 5: .texts(try list { reader throws(EventCodingError) in try reader.text() })
        case 6:
            .pairs(
                try list { reader throws(EventCodingError) in
                    StepValue.Pair(name: try reader.text(), value: try reader.text())
                })
        case let other: throw .unknown(field: "value", value: Int(other))
        }
    }

    private mutating func condition() throws(EventCodingError) -> Condition {
        switch try byte() {
        case 0: .verdict(CheckID(try text()), try verdicts())
        case 1: .any(try verdicts())
        case 2: .all(try verdicts())
        case 3: .value(ValueName(check: CheckID(try text()), name: try text()), try comparison())
        case let other: throw .unknown(field: "condition", value: Int(other))
        }
    }

    private mutating func verdicts() throws(EventCodingError) -> Set<Verdict> {
        let verdicts: [Verdict] = try list { reader throws(EventCodingError) in try reader.raw("verdict") }
        return Set(verdicts)
    }

    private mutating func comparison() throws(EventCodingError) -> Comparison {
        switch try byte() {
        case 0: .less(try decimal())
        case 1: .atMost(try decimal())
        case 2: .greater(try decimal())
        case 3: .atLeast(try decimal())
        case 4: .equal(Comparison.StepText(try text()))
        case 5: .unequal(Comparison.StepText(try text()))
        case let other: throw .unknown(field: "comparison", value: Int(other))
        }
    }

    private mutating func decimal() throws(EventCodingError) -> Double {
        Double(bitPattern: UInt64(bitPattern: Int64(try number())))
    }
}
