import CallTree
import Documents
import ServiceHours

/// Reads how a contract wants its contacts called. What is not written stays as the terms say.
struct CallPolicyReader {
    /// The lines of the site; nil when they are not known, and routes cannot be judged.
    let lineIDs: [LineID]?
    /// The routes of a contract that names none.
    let defaultRoutes: [LineID]
    let log: ProblemLog

    func policy(_ section: Section?) -> CallPolicy {
        var policy = CallPolicy()
        policy.routes = defaultRoutes
        guard let section else { return policy }
        readNumbers(section, into: &policy)
        readChoices(section, into: &policy)
        readSpans(section, into: &policy)
        if let field = section["routes"], let routes = routes(field) { policy.routes = routes }
        return policy
    }

    private func readNumbers(_ section: Section, into policy: inout CallPolicy) {
        if let rings = section["rings"]?.integer(in: 1...20) { policy.rings = rings }
        if let rounds = section["rounds"]?.integer(in: 1...10) { policy.rounds = rounds }
        if let count = section["escalationsPerHour"]?.integer(in: 1...60) { policy.escalationsPerHour = count }
        if let count = section["callsPerNumberAndDay"]?.integer(in: 1...1_000) { policy.callsPerNumberAndDay = count }
    }

    private func readChoices(_ section: Section, into policy: inout CallPolicy) {
        if let proof = section["proof"]?.choice(of: CallPolicy.Proof.self) { policy.proof = proof }
        if let choice = section["onWindowClose"]?.choice(of: CallPolicy.OnWindowClose.self) {
            policy.onWindowClose = choice
        }
        if let choice = section["onRecovery"]?.choice(of: CallPolicy.OnRecovery.self) { policy.onRecovery = choice }
        if let choice = section["outsideWindow"]?.choice(of: CallPolicy.OutsideWindow.self) {
            policy.outsideWindow = choice
        }
        if let flag = section["rerunWhenLineReturns"]?.flag() { policy.rerunWhenLineReturns = flag }
    }

    private func readSpans(_ section: Section, into policy: inout CallPolicy) {
        func read(_ name: String, _ range: ClosedRange<Span>, _ path: WritableKeyPath<CallPolicy, Span>) {
            if let span = section[name]?.span(in: range) { policy[keyPath: path] = span }
        }
        read("numberPause", .zero ... .minutes(10), \.numberPause)
        read("lineFailureLimit", .zero ... .minutes(30), \.lineFailureLimit)
        read("holdOff", .zero ... .hours(24), \.holdOff)
        read("quietLimit", .minutes(1) ... .hours(720), \.quietLimit)
        read("gatherAfterAcknowledgement", .zero ... .hours(1), \.gatherAfterAcknowledgement)
        read("gatherAfterExhaustion", .zero ... .hours(1), \.gatherAfterExhaustion)
        read("staleAfter", .minutes(1) ... .hours(168), \.staleAfter)
    }

    private func routes(_ field: Field) -> [LineID]? {
        guard let items = field.items() else { return nil }
        guard !items.isEmpty else {
            field.error(
                "`routes` is an empty list: nobody could be called",
                mend: "name a line, or remove the key for all lines")
            return nil
        }
        let known = lineIDs?.map(\.text)
        var names = UniqueNames(of: "line")
        return items.compactMap { item in
            guard let name = item.text() else { return nil }
            if let known, !known.contains(name) {
                item.error("the site has no line \(Quoted(name))", mend: Suggestion.mending(name, among: known))
                return nil
            }
            return names.insert(name, item) ? LineID(name) : nil
        }
    }
}
