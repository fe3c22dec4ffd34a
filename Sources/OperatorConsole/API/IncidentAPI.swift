internal import CallTree
internal import Foundation
internal import HTTPTypes
internal import NightEngine
internal import Reports
internal import ServiceHours

/// What programs read and ask for. Everything is JSON; a problem is `{"error": "…"}`.
struct IncidentAPI: Sendable {
    let engine: EngineLoop
    let watch: BoardWatch
    let journal: JournalEvents

    /// `GET /api/incidents`: the incidents on the board, the newest first. One that has ended stays there until its key
    /// is free again.
    func incidents() async -> Answer {
        guard let sight = await watch.sight() else { return .comeBack("the server is stopping") }
        var listed = sight.board.recent
        let known = Set(listed.map(\.id))
        listed += sight.board.waiting.filter { !known.contains($0.id) }
        listed.sort { $0.id > $1.id }
        return .json(
            .ok,
            [
                "open": .integer(sight.board.counts.open),
                "incidents": .array(listed.map(\.json)),
            ])
    }

    /// `GET /api/incidents/<id>`: the report, from the journal.
    func incident(_ id: IncidentID) -> Answer {
        switch report(of: id) {
        case .report(let report): .json(.ok, report.json())
        case .unknown: .problem(.notFound, "there is no incident \(id)")
        case .unreadable(let why): .problem(.internalServerError, why)
        }
    }

    enum Found {
        case report(IncidentReport)
        case unknown
        case unreadable(String)
    }

    func report(of id: IncidentID) -> Found {
        do {
            let events = try journal.concerning(id)
            return IncidentReport(incident: id, events: events).map { .report($0) } ?? .unknown
        } catch {
            return .unreadable("the journal cannot be read: \(error)")
        }
    }

    /// Hands an operator's wish to the engine; 200 when it is done and durable.
    func ask(_ request: OperatorRequest) async -> Answer {
        switch await engine.submit(.operatorAsked(request)) {
        case .taken(.refused(let why)): .problem(.conflict, why)
        case .taken(.done), .taken(.alerts), .taken(.speech): .json(.ok, ["done": true])
        case .unwritable: .comeBack("the journal cannot be written now; ask again")
        case .stopped: .comeBack("the server is stopping; ask again")
        }
    }

    /// The reason in a body `{"reason": "…"}`; empty when there is none.
    static func reason(in body: [UInt8]) -> String {
        struct Reason: Decodable { let reason: String? }
        let reason = (try? JSONDecoder().decode(Reason.self, from: Data(body)))?.reason ?? ""
        return String(reason.unicodeScalars.prefix(reasonLimit))
    }

    static let reasonLimit = 500
}

extension Incident {
    /// The short form, for lists.
    var json: JSONValue {
        let (state, end, until): (String, End?, Instant?) =
            switch place {
            case .waiting(let until): ("waiting", nil, until)
            case .pending: ("pending", nil, nil)
            case .carried: ("carried", nil, nil)
            case .ended(let end, _): ("ended", end, nil)
            }
        return [
            "incident": .integer(id.number),
            "contract": .string(contract.text),
            "source": .string(key.source.text),
            "dedupKey": .string(key.dedupKey),
            "severity": .string(severity.name),
            "name": .string(name),
            "summary": .string(summary),
            "openedAt": .instant(openedAt),
            "state": .string(state),
            "waitsUntil": .instant(until),
            "end": .text(end?.rawValue),
            "recoveredAt": .instant(recoveredAt),
            "escalation": .number(escalation?.number),
        ]
    }
}
