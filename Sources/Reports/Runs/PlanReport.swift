public import RunbookModel
public import ServiceHours

/// What a run would do, and what it would not: the last round, the decision, every guard's answer and the actions.
public struct PlanReport: Sendable {
    public let run: Run
    public let asked: Instant
    /// Of the guards that were asked last.
    public let guards: [GuardAnswer]
    public let language: Language
    let catalogue: StepCatalogue

    /// - Parameter events: of this run, in their order.
    public init(_ run: Run, events: [RunEvent], catalogue: StepCatalogue, language: Language) {
        self.run = run
        asked = run.began
        self.catalogue = catalogue
        self.language = language
        var guards: [GuardAnswer] = []
        for event in events { if case .guardsAsked(_, let answers) = event { guards = answers } }
        self.guards = guards
    }

    /// The last round that the decision rests on.
    public var round: Run.Round? { run.rounds.last { $0.purpose == .deciding } }

    public var refusals: [GuardAnswer] { guards.filter { !$0.passes } }

    /// Whether an action would leave now.
    public var wouldAct: Bool { run.response != nil && run.order.extent == .plan && refusals.isEmpty }

    /// What an action is given, in order of its keys, with this run's parameters in their places.
    func words(of action: Runbook.Action) -> String {
        let keys = catalogue.action(action.use)?.with.map(\.name) ?? action.with.keys.sorted()
        let given = keys.compactMap { key -> String? in
            guard let value = action.with[key] else { return nil }
            return "\(key)=\(shown(value))"
        }
        return ([action.use] + given).joined(separator: " ")
    }

    private func shown(_ value: StepValue) -> String {
        func fill(_ text: String) -> String { Placeholders.fill(text, run.order.parameters) ?? text }
        return switch value {
        case .text(let text): fill(text)
        case .texts(let texts): texts.map(fill).joined(separator: " ")
        case .pairs(let pairs): pairs.map { "\($0.name): \(fill($0.value))" }.joined(separator: ", ")
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .span(let span): "\(span.seconds)s"
        case .flag(let flag): flag ? "true" : "false"
        }
    }
}
