import Foundation
import JSONText
import NightEngine
import OperatorConsole
import Reports
import RunbookModel
import RunbookSteps
import ServiceHours

/// Answers what operators' programs ask about runs.
struct RunCounter: Sendable {
    let engine: EngineLoop
    let desk: RunDesk
    let journal: JournalEvents

    func answer(_ call: RunCall, _ body: [UInt8], by name: String) async -> RunAnswer {
        switch call {
        case .list:
            guard let runs = await engine.readRuns({ board in board.runs.keys.sorted().compactMap { board.runs[$0] } })
            else {
                return .notNow("the server is stopping")
            }
            return .done(.array(runs.map(\.json)))
        case .show(let number): return show(RunID(number))
        case .order: return await order(body, by: name)
        case .approve(let number): return await submit(.approved(RunID(number), by: name))
        case .cancel(let number): return await submit(.cancelled(RunID(number)))
        case .ticket(let number): return await ticket(RunID(number), body, by: name)
        case .questions: return .done(.array(desk.questions.open.map(\.json)))
        case .answer(let number):
            guard let text = Fields(body)?.text else { return .refused("the body must be {\"text\": …}") }
            if let why = desk.questions.answer(number, text, by: name) { return .refused(why) }
            return .done(["done": true])
        case .stopAll: return await submit(.allStopped(by: name))
        case .releaseAll: return await submit(.allReleased(by: name))
        }
    }

    /// What a body may hold.
    private struct Fields: Decodable {
        var contract: String?
        var target: String?
        var runbook: String?
        var parameters: [String: String]?
        var extent: String?
        /// The customer who asked, where the operator takes an order down.
        var customer: String?
        var action: Int?
        var ticket: String?
        var text: String?

        init?(_ body: [UInt8]) {
            guard let fields = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
            self = fields
        }
    }

    private func order(_ body: [UInt8], by name: String) async -> RunAnswer {
        guard let fields = Fields(body), let contract = fields.contract, let target = fields.target,
            let runbook = fields.runbook
        else { return .refused("the body must be {\"contract\": …, \"target\": …, \"runbook\": …}") }
        guard let extent = RunOrder.Extent(rawValue: fields.extent ?? "recover") else {
            return .refused("extent is check, recover or plan")
        }
        let wish = RunWish(
            contract: contract, target: target, runbook: runbook, parameters: fields.parameters ?? [:], extent: extent)
        let asker = fields.customer.map { RunOrder.Asker.customer(String($0.prefix(100))) } ?? .operator(name)
        switch desk.today.order(wish, asker: asker) {
        case .failure(let refusal): return .refused(refusal.description)
        case .success(let order): return await submit(.runOrdered(order))
        }
    }

    private func ticket(_ run: RunID, _ body: [UInt8], by name: String) async -> RunAnswer {
        guard let fields = Fields(body), let action = fields.action, let ticket = fields.ticket, !ticket.isEmpty else {
            return .refused("the body must be {\"action\": 1, \"ticket\": …}")
        }
        return await submit(.ticketNoted(StepID(run: run, place: action), ticket: String(ticket.prefix(100)), by: name))
    }

    private func submit(_ input: RunInput) async -> RunAnswer {
        switch await engine.submit(input) {
        case .taken(.started(let id)): .done(["run": .integer(id.number)])
        case .taken(.done): .done(["done": true])
        case .taken(.refused(let why)): .refused(why.english)
        case .unwritable: .notNow("the journal cannot be written now; ask again")
        case .stopped: .notNow("the server is stopping; ask again")
        }
    }

    private func show(_ id: RunID) -> RunAnswer {
        do {
            guard let report = try journal.report(of: id) else { return .unknown("there is no run \(id)") }
            return .done(report.json(language: .japanese))
        } catch {
            return .notNow("the journal cannot be read: \(error)")
        }
    }
}

extension Run {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("run", .integer(id.number)), JSONMember("contract", .string(order.contract)),
            JSONMember("target", .string(order.target.id.text)), JSONMember("runbook", .string(order.runbook.id.text)),
            JSONMember("extent", .string(order.extent.rawValue)), JSONMember("began", .instant(began)),
            JSONMember("rounds", .integer(rounds.count)), JSONMember("conclusion", .string(conclusion.rawValue)),
            JSONMember("state", .string(phase.term)), JSONMember("end", .text(endTerm)),
            JSONMember("endedAt", .instant(endedAt)),
        ])
    }

    private var endTerm: String? { if case .ended(let end) = phase { end.rawValue } else { nil } }
}

extension Run.Phase {
    /// In JSON.
    fileprivate var term: String {
        switch self {
        case .checking, .judging: "checking"
        case .waiting(.deciding, _): "waiting-for-next-round"
        case .waiting(.proving, _): "proving"
        case .guarding, .refusing, .reading, .sending, .cleared: "deciding"
        case .awaitingApproval: "awaiting-approval"
        case .acting, .rereading: "acting"
        case .ended: "ended"
        }
    }
}

extension QuestionBoard.Open {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("question", .integer(number)), JSONMember("run", .integer(run.number)),
            JSONMember("text", .string(question.text)),
            JSONMember("choices", .array(question.choices.map { .string($0) })),
            JSONMember("askedAt", .instant(askedAt)),
        ])
    }
}
