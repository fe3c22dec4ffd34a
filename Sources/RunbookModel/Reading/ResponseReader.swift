import Documents
import ServiceHours

struct ResponseReader {
    let catalogue: StepCatalogue
    let steps: StepReader
    let checks: [Runbook.Check]
    /// Whether the file says how it is proven that a response worked.
    let isProven: Bool
    let log: ProblemLog

    func read(_ field: Field?) -> [Runbook.Response] {
        guard let items = field?.items() else { return [] }
        if items.isEmpty { field?.error("`responses` is an empty list", mend: "write one, or remove the key") }
        var names = UniqueNames(of: "response")
        return items.compactMap { item in item.section(RunbookKeys.response).flatMap { response($0, item, &names) } }
    }

    private func response(_ section: Section, _ item: Field, _ names: inout UniqueNames) -> Runbook.Response? {
        let id = section["id"].flatMap { freshID($0, &names) }
        let title = section["title"]?.text()
        let actions = actions(section["actions"])
        let guards = section["guards"].map { GuardsReader(log: log).read($0) } ?? Runbook.Guards()
        guard let id, let title else { return nil }
        let response = Runbook.Response(
            id: ResponseID(id), title: title, exclusion: section["exclusion"]?.integer(in: 1...20), actions: actions,
            guards: guards)
        judge(response, section, item)
        return response
    }

    private func freshID(_ field: Field, _ names: inout UniqueNames) -> String? {
        guard let id = field.identifier() else { return nil }
        if id == RuleReader.reportOnly {
            field.error("a response cannot be called `report`: the word stands for none", mend: "write another name")
            return nil
        }
        return names.insert(id, field) ? id : nil
    }

    private func actions(_ field: Field?) -> [Runbook.Action] {
        guard let items = field?.items() else { return [] }
        if items.isEmpty { field?.error("`actions` is an empty list: nothing would be done") }
        var names = UniqueNames(of: "action")
        return items.compactMap { item in item.section(RunbookKeys.action).flatMap { action($0, item, &names) } }
    }

    private func action(_ section: Section, _ item: Field, _ names: inout UniqueNames) -> Runbook.Action? {
        let id = section["id"].flatMap { field in field.identifier().flatMap { names.insert($0, field) ? $0 : nil } }
        let title = section["title"]?.text()
        let kind = section["use"].flatMap(kind)
        let withField = section["with"]
        let with = kind.map { steps.values(withField, $0.with, of: $0.name, group: "with", at: item.place) }
        let timeout = section["timeout"]?.span(in: .seconds(1) ... .minutes(60)) ?? .minutes(2)
        guard let id, let title, let kind else { return nil }
        return Runbook.Action(id: ActionID(id), title: title, use: kind.name, with: with ?? [:], timeout: timeout)
    }

    private func kind(_ field: Field) -> ActionKind? {
        guard let name = field.text() else { return nil }
        guard let kind = catalogue.action(name) else {
            field.error(
                "there is no action of the kind \(Quoted(name))",
                mend: Suggestion.mending(name, among: catalogue.actions.map(\.name)))
            return nil
        }
        return kind
    }

    /// What a response needs that changes its target.
    private func judge(_ response: Runbook.Response, _ section: Section, _ item: Field) {
        guard let changing = response.changing(catalogue) else {
            if section.has("guards") {
                log.warning(
                    section.place(of: "guards"), "the response changes nothing, so that its guards guard nothing",
                    mend: "remove `guards`")
            }
            return
        }
        if !isProven {
            item.error(
                "`\(changing.id)` changes the target, and nothing proves that it worked",
                mend: "write `verify: {checks: [page], deadline: 10m}`")
        }
        let isDestructive = response.actions.contains { catalogue.action($0.use)?.effect == .destructive }
        if isDestructive, !response.guards.secondPerson {
            log.error(
                section.place(of: "guards"), "the response may destroy something without a second person's consent",
                mend: "write `guards: {secondPerson: true}`")
        }
        guard response.restsOnFindings(catalogue) else { return }
        let signals = Set(checks.compactMap { catalogue.check($0.use)?.signal }.filter(\.tellsOfTarget))
        if response.guards.signals > signals.count {
            log.error(
                section.place(of: "guards"),
                "the response wants \(response.guards.signals) kinds of signal, but the checks are of \(signals.count)",
                mend: "add a check of another kind of signal, or write `guards: {signals: \(max(1, signals.count))}`")
        }
    }
}

struct GuardsReader {
    let log: ProblemLog

    /// What is written, and the usual for the rest.
    func read(_ field: Field) -> Runbook.Guards {
        var guards = Runbook.Guards()
        guard let section = field.section(RunbookKeys.guards) else { return guards }
        guards.rounds = section["rounds"]?.integer(in: 1...10) ?? guards.rounds
        guards.apart = section["apart"]?.span(in: .zero ... .minutes(30)) ?? guards.apart
        guards.signals = section["signals"]?.integer(in: 1...4) ?? guards.signals
        guards.freshness = section["freshness"]?.span(in: .seconds(10) ... .hours(1)) ?? guards.freshness
        guards.budget = section["budget"].flatMap(budget) ?? guards.budget
        guards.secondPerson = section["secondPerson"]?.flag() ?? guards.secondPerson
        return guards
    }

    private func budget(_ field: Field) -> [Runbook.Budget]? {
        guard let items = field.items() else { return nil }
        if items.isEmpty {
            field.error("`budget` is an empty list: there would be no limit", mend: "write one, or remove the key")
        }
        return items.compactMap { item in
            guard let section = item.section(RunbookKeys.budget) else { return nil }
            let times = section["times"]?.integer(in: 1...100)
            let within = section["within"]?.span(in: .minutes(1) ... .hours(720))
            guard let times, let within else { return nil }
            return Runbook.Budget(times: times, within: within)
        }
    }
}
