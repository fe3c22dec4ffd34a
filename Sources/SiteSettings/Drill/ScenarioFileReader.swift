import CallTree
import Documents
import DrillSimulator
import ServiceHours

/// Reads one scenario. What is wrong is in the log; values that are wrong are left out, so that reading goes on.
struct ScenarioFileReader {
    /// The logs of files that the scenario names.
    final class Logs {
        var logs: [ProblemLog] = []
    }

    let name: String
    let reader: SiteReader
    let holidays: HolidayCalendar
    let log: ProblemLog
    let contractLogs = Logs()

    func read(_ document: DocumentNode) -> Scenario? {
        let root = Field(node: document, name: name, example: "contract: acme.yaml", log: log)
        guard let section = root.section(ScenarioKeys.scenario) else { return nil }
        let title = section["title"]?.text() ?? ""
        let start = section["start"].flatMap(start)
        let contract = contract(section["contract"])
        // Without a start or a contract the rest is read all the same, for its problems.
        let events = ScenarioEvents(
            start: start ?? Instant(microseconds: 0), contract: contract?.contract, sources: contract?.sources ?? [])
        let alerts = events.alerts(section["alerts"])
        let keys = alerts.map(\.alert.dedupKey)
        let recoveries = events.recoveries(section["recoveries"], keys: keys)
        let actions = events.operatorActions(section["operator"], keys: keys)
        let crashes = events.crashes(section["crashes"])
        let lineChanges = events.lineChanges(section["lines"])
        let answers = answers(section["answers"], contacts: contract?.contract.terms.contacts)
        let expectation = expectation(section["expect"], contacts: contract?.contract.terms.contacts)
        guard let start, let contract else { return nil }
        return Scenario(
            name: name, title: title, contracts: [contract.contract], start: start,
            bodies: Scenario.Body.grouping(alerts, contract: contract.contract.id), answers: answers,
            recoveries: recoveries, operatorActions: actions, crashes: crashes, lineChanges: lineChanges,
            expectation: expectation)
    }

    /// Outside the calendar nothing can be said of the window.
    private func start(_ field: Field) -> Instant? {
        guard let start = field.instant(from: nil) else { return nil }
        let dates = HolidayCalendar.dates
        guard dates.contains(start.japanTime.date) else {
            field.error(
                "`start` lies outside the calendar",
                mend: "write an instant from \(dates.lowerBound) to \(dates.upperBound)")
            return nil
        }
        return start
    }

    /// A path, or the contract itself.
    private func contract(_ field: Field?) -> SiteContract? {
        guard let field else { return nil }
        if case .mapping = field.node.content {
            return contractReader(log).read(field, fileName: nil)?.value
        }
        guard let path = field.text() else { return nil }
        guard let bytes = try? reader.files.read(SitePath.resolve(path, in: reader.folder), 0), !bytes.isEmpty else {
            field.error("the contract \(Quoted(path)) cannot be read", mend: "write its path, relative to this file")
            return nil
        }
        let contractLog = ProblemLog(file: SitePath.resolve(path, in: reader.folder))
        contractLogs.logs.append(contractLog)
        guard let document = reader.document(path, log: contractLog) else { return nil }
        let root = Field(node: document, name: "contract", example: "id: acme", log: contractLog)
        return contractReader(contractLog).read(root, fileName: nil)?.value
    }

    /// A contract without routes keeps none: the drill lets it dial over the lines of the scenario.
    private func contractReader(_ log: ProblemLog) -> ContractFileReader {
        ContractFileReader(
            reader: reader, lineIDs: nil, defaultRoutes: [], dialling: nil, holidays: holidays, log: log)
    }

    private func answers(_ field: Field?, contacts: [Contact]?) -> [ContactID: [Scenario.Answer]] {
        var answers: [ContactID: [Scenario.Answer]] = [:]
        for entry in field?.entries() ?? [] {
            let list = AnswerReader.answers(entry.field)
            guard isContact(entry.name, contacts, at: entry.place) else { continue }
            answers[ContactID(entry.name)] = list
        }
        return answers
    }

    private func expectation(_ field: Field?, contacts: [Contact]?) -> Expectation {
        var expectation = Expectation()
        guard let section = field?.section(ScenarioKeys.expect) else { return expectation }
        if section.isNull("outcome") {
            expectation.outcome = .none
        } else if let end = section["outcome"]?.choice(of: End.self) {
            expectation.outcome = .value(end)
        }
        if section.isNull("acknowledgedBy") {
            expectation.acknowledgedBy = .none
        } else if let who = section["acknowledgedBy"], let id = who.text(), isContact(id, contacts, at: who.place) {
            expectation.acknowledgedBy = .value(ContactID(id))
        }
        expectation.attempts = section["attempts"]?.integer(in: 0...100_000)
        if let outcomes = section["outcomes"]?.items() {
            expectation.outcomes = outcomes.compactMap { $0.choice(of: Outcome.self) }
        }
        return expectation
    }

    /// Reports a name that is no contact of the contract, if the contract could be read.
    private func isContact(_ name: String, _ contacts: [Contact]?, at place: Place) -> Bool {
        guard let ids = contacts?.map(\.id.text), !ids.contains(name) else { return true }
        log.error(place, "the contract has no contact \(Quoted(name))", mend: Suggestion.mending(name, among: ids))
        return false
    }
}
