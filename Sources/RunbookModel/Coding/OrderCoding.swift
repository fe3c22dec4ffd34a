internal import EventBytes
import ServiceHours

/// The compact form of what a run was asked to do. The names of people lie beside the payload.
extension ByteWriter {
    mutating func write(_ order: RunOrder, _ names: inout [String]) {
        write(order.contract)
        write(order.target.id.text)
        write(order.target.kind)
        write(order.target.title)
        write(order.target.group)
        write(order.runbook)
        write(order.edition)
        write(order.parameters.sorted { $0.key < $1.key }) { writer, parameter in
            writer.write(parameter.key)
            writer.write(parameter.value)
        }
        switch order.asker {
        case .customer(let name):
            write(byte: 0)
            names.append(name)
        case .operator(let name):
            write(byte: 1)
            names.append(name)
        case .alert(let incident):
            write(byte: 2)
            write(incident)
        case .watch(let watch):
            write(byte: 3)
            write(watch.name)
            write(watch.isAwaited)
        }
        write(raw: order.extent)
        write(order.terms, &names)
    }

    private mutating func write(_ terms: RunTerms, _ names: inout [String]) {
        write(terms.consents) { writer, consent in
            writer.write(consent.action)
            writer.write(consent.target?.text)
            writer.write(consent.from)
            writer.write(consent.through)
        }
        names += terms.consents.map(\.by)
        write(terms.agreedOptions.sorted()) { $0.write($1) }
        write(terms.maintenance) { writer, maintenance in
            writer.write(maintenance.target?.text)
            writer.write(maintenance.from)
            writer.write(maintenance.until)
            writer.write(maintenance.reason)
        }
        let limits = terms.limits
        for budget in [limits.perContract, limits.perAction, limits.altogether] { write(budget) }
        write(limits.coolDown)
        write(limits.commonCauseTargets)
        write(limits.commonCauseWithin)
        write(limits.approvalWithin)
        write(limits.wholeRun)
        write(terms.window != nil)
        if let window = terms.window {
            write(window.japanese)
            write(window.english)
        }
        names.append(terms.customer)
        write(terms.recipients.count)
        names += terms.recipients
    }

    mutating func write(_ budget: Runbook.Budget) {
        write(budget.times)
        write(budget.within)
    }

    private mutating func write(_ date: CivilDate) {
        write(date.daysSinceEpoch)
    }
}

extension ByteReader {
    /// - Parameter version: of the event that holds it. The first had neither a window nor what follows a failed proof.
    mutating func order(_ names: inout ErasableNames, _ version: UInt8) throws(EventCodingError) -> RunOrder {
        let contract = try text()
        let target = Target(
            id: TargetID(try text()), kind: try text(), title: try text(), group: try optionalText())
        let runbook = try runbook(version)
        let edition = try text()
        let parameters = try list { reader throws(EventCodingError) in (try reader.text(), try reader.text()) }
        let asker: RunOrder.Asker
        switch try byte() {
        case 0: asker = .customer(names.next())
        case 1: asker = .operator(names.next())
        case 2: asker = .alert(incident: try number())
        case 3: asker = .watch(RunOrder.Watch(name: try text(), isAwaited: try flag()))
        case let other: throw .unknown(field: "asker", value: Int(other))
        }
        return RunOrder(
            contract: contract, target: target, runbook: runbook, edition: edition,
            parameters: Dictionary(parameters) { first, _ in first }, asker: asker, extent: try raw("extent"),
            terms: try terms(&names, version))
    }

    private mutating func terms(
        _ names: inout ErasableNames, _ version: UInt8
    ) throws(EventCodingError) -> RunTerms {
        var terms = RunTerms()
        let consents = try list { reader throws(EventCodingError) in
            (try reader.text(), try reader.optionalText(), try reader.date(), try reader.date())
        }
        terms.consents = consents.map { action, target, from, through in
            Consent(
                action: action, target: target.map { TargetID($0) }, by: names.next(), from: from, through: through)
        }
        terms.agreedOptions = Set(try list { reader throws(EventCodingError) in try reader.number() })
        terms.maintenance = try list { reader throws(EventCodingError) in
            Maintenance(
                target: try reader.optionalText().map { TargetID($0) }, from: try reader.instant(),
                until: try reader.instant(), reason: try reader.text())
        }
        terms.limits.perContract = try budget()
        terms.limits.perAction = try budget()
        terms.limits.altogether = try budget()
        terms.limits.coolDown = try span()
        terms.limits.commonCauseTargets = try number()
        terms.limits.commonCauseWithin = try span()
        terms.limits.approvalWithin = try span()
        terms.limits.wholeRun = try span()
        if version >= 2, try flag() { terms.window = Words(try text(), try text()) }
        terms.customer = names.next()
        let recipients = try number()
        // As many as there are: a damaged count asks for nothing.
        terms.recipients = names.next(atMost: recipients)
        return terms
    }

    mutating func budget() throws(EventCodingError) -> Runbook.Budget {
        Runbook.Budget(times: try number(), within: try span())
    }

    private mutating func date() throws(EventCodingError) -> CivilDate {
        CivilDate(daysSinceEpoch: try number())
    }
}
