internal import CallTree
internal import Foundation
internal import HTTPTypes
internal import JSONText
internal import NightEngine
internal import Reports

/// What programs read and ask for, with an operator's token. Everything is JSON; a problem is `{"error": "…"}`.
struct APIDesk: Sendable {
    let engine: EngineLoop
    let watch: BoardWatch
    let journal: JournalReading
    let runs: RunDoor
    let readiness: ReadinessDoor
    let notices: NoticeDoor

    static let bodyLimit = 16 << 10

    func answer(_ call: Route.Call, _ visit: Visit) async -> Answer {
        guard let name = visit.operatorShown else { return .needsToken }
        switch call {
        case .list: return await list()
        case .show(let id): return await show(id, visit.site)
        case .ask(let wish): return await ask(wish, by: name, visit)
        case .runs(let call): return await ask(call, by: name, visit)
        case .readiness: return await latestReadiness()
        case .notices: return .json(.ok, .array(notices.current().map(\.json)))
        case .checkReadiness:
            readiness.check()
            return .json(.ok, ["begun": true])
        }
    }

    private func ask(_ call: RunCall, by name: String, _ visit: Visit) async -> Answer {
        var body: [UInt8] = []
        if !call.isRead {
            switch await BodyReader.read(visit.request, limit: Self.bodyLimit, pass: nil) {
            case .tooLarge, .noRoom:
                return .problem(.contentTooLarge, "the body is larger than \(Self.bodyLimit) bytes")
            case .incomplete: return .problem(.requestTimeout, "the body did not come")
            case .body(let bytes): body = bytes
            }
        }
        return switch await runs.ask(call, body, name) {
        case .done(let value): .json(.ok, value)
        case .refused(let why): .problem(.conflict, why)
        case .unknown(let why): .problem(.notFound, why)
        case .notNow(let why): .comeBack(why)
        }
    }

    /// `GET /api/incidents`: the newest incidents of the board and the oldest without an end, in the order in which they
    /// opened. One that has ended stays on the board until its key is free again.
    private func list() async -> Answer {
        guard let board = await watch.sight()?.board else { return .stopping }
        return .json(.ok, .array(board.listed.map { IncidentList.Row($0, taker: board.takers[$0.id]).json }))
    }

    /// `GET /api/readiness`: null before the first check.
    private func latestReadiness() async -> Answer {
        guard let found = await engine.read({ $0.readiness }) else { return .stopping }
        return .json(.ok, found?.json ?? .null)
    }

    /// `GET /api/incidents/<id>`: the report, from the journal.
    private func show(_ id: IncidentID, _ site: ConsoleSite) async -> Answer {
        switch await journal.report(of: id, in: site) {
        case .report(let report): .json(.ok, report.json())
        case .unknown: .problem(.notFound, "there is no incident \(id)")
        case .unreadable(let why): .problem(.internalServerError, why)
        }
    }

    private func ask(_ wish: Route.Wish, by name: String, _ visit: Visit) async -> Answer {
        switch await BodyReader.read(visit.request, limit: Self.bodyLimit, pass: nil) {
        case .tooLarge, .noRoom: return .problem(.contentTooLarge, "the body is larger than \(Self.bodyLimit) bytes")
        case .incomplete: return .problem(.requestTimeout, "the body did not come")
        case .body(let body):
            switch wish {
            case .acknowledge(let id): return await ask(.acknowledge(id, by: name))
            case .cancel(let id): return await ask(.cancel(id, by: name, reason: Self.reason(in: body)))
            case .clearAlarm(let id): return await ask(.clearAlarm(id, by: name))
            }
        }
    }

    private func ask(_ request: OperatorRequest) async -> Answer {
        switch await wish(request) {
        case .done: .json(.ok, ["done": true])
        case .refused(let why): .problem(.conflict, why)
        case .notNow(let why): .comeBack(why)
        }
    }

    /// What became of an operator's wish.
    enum Granting: Sendable {
        /// Done and durable.
        case done
        case refused(String)
        case notNow(String)
    }

    func wish(_ request: OperatorRequest) async -> Granting {
        if case .cancel(_, _, let reason) = request, reason.allSatisfy(\.isWhitespace) {
            // The customer's manager reads it in the report.
            return .refused("cancelling needs a reason")
        }
        return switch await engine.submit(.operatorAsked(request)) {
        case .taken(.refused(let why)): .refused(why)
        case .taken(.done), .taken(.alerts), .taken(.speech): .done
        case .unwritable: .notNow("the journal cannot be written now; ask again")
        case .stopped: .notNow("the server is stopping; ask again")
        }
    }

    /// The reason in a body `{"reason": "…"}`; empty when there is none.
    private static func reason(in body: [UInt8]) -> String {
        struct Reason: Decodable { let reason: String? }
        return cut((try? JSONDecoder().decode(Reason.self, from: Data(body)))?.reason ?? "")
    }

    /// A reason stands in every report: a sentence or two, not a book.
    static func cut(_ reason: String) -> String {
        String(String.UnicodeScalarView(reason.unicodeScalars.prefix(500)))
    }
}

extension ConsoleNotice {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("contract", .string(contract.text)), JSONMember("id", .string(id)),
            JSONMember("kind", .string(isIssue ? "issue" : "planned")), JSONMember("title", .string(title)),
            JSONMember("place", .string(place)), JSONMember("from", .instant(from)),
            JSONMember("until", .instant(until)),
        ])
    }
}
