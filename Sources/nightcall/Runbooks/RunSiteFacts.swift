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

    /// What the engine rests on.
    func runSite(said: (String) -> Void) -> RunSite {
        RunSite(
            catalogue: StepKinds.catalogue, standing: standing(said: said),
            expected: site.contracts.flatMap { contract in
                contract.runs.targets.compactMap { target in
                    target.alerts.map {
                        ExpectedAlerts(contract: contract.contract.id, target: target.target.id, when: $0)
                    }
                }
            })
    }

    /// What alerts start by themselves. One that cannot be made is told, and starts nothing.
    private func standing(said: (String) -> Void) -> [StandingOrder] {
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

    /// What is looked at once a day. One that cannot be made is told.
    func watches(said: (String) -> Void) -> [DailyWatch] {
        site.contracts.flatMap { contract in
            contract.runs.watches.map { watch in
                let id = contract.contract.id.text
                for runbook in [watch.runbook, watch.investigation].compactMap(\.self) {
                    let wish = RunWish(contract: id, target: watch.target.text, runbook: runbook.text)
                    if case .failure(let refusal) = order(wish, asker: .operator("")) {
                        said("watch \(watch.name) of \(id): \(refusal)")
                    }
                }
                return DailyWatch(
                    contract: id, name: watch.name, target: watch.target, runbook: watch.runbook, at: watch.at,
                    investigation: watch.investigation)
            }
        }
    }

    /// The order of a runbook of the site, with everything frozen that the run rests on, or why there is none.
    func order(_ wish: RunWish, asker: RunOrder.Asker) -> Result<RunOrder, RunRefusal> {
        guard let book = shelf[RunbookID(wish.runbook)] else {
            return .failure(
                RunRefusal("the site has no runbook", wish.runbook, known: shelf.books.keys.map(\.text).sorted()))
        }
        return site.order(wish, of: book, asker: asker)
    }
}

extension Site {
    /// The order of any runbook, or why there is none.
    func order(
        _ wish: RunWish, of book: RunbookShelf.Book, asker: RunOrder.Asker
    ) -> Result<RunOrder, RunRefusal> {
        guard let contract = contract(ContractID(wish.contract)) else {
            return .failure(
                RunRefusal("the site has no contract", wish.contract, known: contracts.map(\.contract.id.text)))
        }
        guard let target = contract.runs.target(TargetID(wish.target)) else {
            return .failure(
                RunRefusal(
                    "the contract has no target", wish.target, known: contract.runs.targets.map(\.target.id.text)))
        }
        guard book.runbook.targets.contains(where: { $0.rawValue == target.target.kind }) else {
            let kinds = book.runbook.targets.map(\.rawValue).joined(separator: ", ")
            return .failure(
                RunRefusal("\(book.runbook.id) is for \(kinds), and \(wish.target) is a \(target.target.kind)"))
        }
        // A target knows more than one runbook wants.
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

    /// - Parameter known: what there is instead.
    init(_ what: String, _ name: String, known: [String]) {
        self.init("\(what) \(name); it has \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    }
}
