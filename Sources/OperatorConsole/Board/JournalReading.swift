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

    func report(of id: IncidentID) async -> Found {
        await reading { journal in
            do {
                let events = try journal.concerning(id)
                return IncidentReport(incident: id, events: events).map { .report($0) } ?? .unknown
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
