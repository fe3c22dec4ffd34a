internal import CallTree
internal import Dispatch
internal import NightEngine
internal import Reports

/// Reads the journal beside the tasks that serve requests: a long report must not hold up an alert.
struct JournalReading: Sendable {
    private let journal: JournalEvents
    private let queue = DispatchQueue(label: "journal reading", qos: .userInitiated, attributes: .concurrent)

    init(_ journal: JournalEvents) {
        self.journal = journal
    }

    enum Found: Sendable {
        case report(IncidentReport)
        case unknown
        case unreadable(String)
    }

    /// - Parameter site: as it is now, for what the journal does not tell.
    func report(of id: IncidentID, in site: ConsoleSite) async -> Found {
        await reading { journal in
            do {
                let extract = try journal.concerning(id)
                let report = IncidentReport(
                    incident: id, events: extract.events, unreadableRows: extract.unreadable.map(\.sequence),
                    today: { site.contract($0)?.contract.terms }, operatorGetsMails: site.operatorGetsMails)
                if let report { return .report(report) }
                return extract.unreadable.first.map { .unreadable("\($0)") } ?? .unknown
            } catch {
                return .unreadable("the journal cannot be read: \(error)")
            }
        }
    }

    /// The event that opened the incident.
    func opening(of id: IncidentID) async -> RecordedEvent? {
        await reading { journal in
            (try? journal.of(.incident(id)))?.first
        }
    }

    /// The escalation's own events.
    func events(of id: EscalationID) async -> [RecordedEvent]? {
        await reading { journal in try? journal.of(.escalation(id)) }
    }

    private func reading<Answer: Sendable>(_ read: @escaping @Sendable (JournalEvents) -> Answer) async -> Answer {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: read(journal)) }
        }
    }
}
