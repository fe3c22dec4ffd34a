import CallTree
import NightEngine
import RunbookModel
import RunbookSteps
import SiteSettings

/// What the site says today of runs.
struct RunSiteFacts: Sendable {
    let site: Site
    let shelf: RunbookShelf

    init(_ site: Site, said: (String) -> Void) {
        self.site = site
        shelf = RunbookShelf(of: site, said: said)
    }

    func settings(_ contract: String) -> RunSettings? { site.contract(ContractID(contract))?.runs }

    /// What alerts start by themselves. One that cannot be made is told, and starts nothing.
    func standing(said: (String) -> Void) -> [StandingOrder] {
        site.contracts.flatMap { contract in
            contract.runs.standing.compactMap { standing in
                let wish = RunWish(
                    contract: contract.contract.id.text, target: standing.target.text, runbook: standing.runbook.text)
                switch order(wish, asker: .operator("")) {
                case .success(let order): return StandingOrder(when: standing.when, order: order)
                case .failure(let refusal):
                    said(
                        "standing run \(standing.runbook) on \(standing.target) of \(contract.contract.id): \(refusal)")
                    return nil
                }
            }
        }
    }

    /// The order with everything frozen that the run rests on, or why there is none.
    func order(_ wish: RunWish, asker: RunOrder.Asker) -> Result<RunOrder, RunRefusal> {
        guard let contract = site.contract(ContractID(wish.contract)) else {
            return .failure(RunRefusal("there is no contract \(wish.contract)"))
        }
        guard let target = contract.runs.target(TargetID(wish.target)) else {
            let known = contract.runs.targets.map(\.target.id.text).joined(separator: ", ")
            return .failure(
                RunRefusal("the contract has no target \(wish.target); it has: \(known.isEmpty ? "none" : known)"))
        }
        guard let book = shelf[RunbookID(wish.runbook)] else {
            let known = shelf.books.keys.map(\.text).sorted().joined(separator: ", ")
            return .failure(
                RunRefusal("the site has no runbook \(wish.runbook); it has: \(known.isEmpty ? "none" : known)"))
        }
        guard book.runbook.targets.contains(where: { $0.rawValue == target.target.kind }) else {
            let kinds = book.runbook.targets.map(\.rawValue).joined(separator: ", ")
            return .failure(
                RunRefusal("\(wish.runbook) is for \(kinds), and \(wish.target) is a \(target.target.kind)"))
        }
        let known = Set(book.runbook.parameters.map(\.name))
        let given = target.parameters.filter { known.contains($0.key) }.merging(wish.parameters) { $1 }
        do throws(StepRefusal) {
            return .success(
                RunOrder(
                    contract: wish.contract, target: target.target, runbook: book.runbook, edition: book.edition,
                    parameters: try book.runbook.values(given: given, patterns: .textPatterns), asker: asker,
                    extent: wish.extent, terms: contract.runs.terms))
        } catch {
            return .failure(RunRefusal(error.description))
        }
    }
}

/// What somebody asks for.
struct RunWish: Sendable {
    var contract: String
    var target: String
    var runbook: String
    var parameters: [String: String] = [:]
    var extent = RunOrder.Extent.recover
}

/// Why a run cannot be ordered, for the person who asks.
struct RunRefusal: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
