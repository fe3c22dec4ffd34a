import CallTree
import NightEngine
import ServiceHours

/// Makes self-calls through the running engine, and tells how they ended.
struct SelfCaller: Sendable {
    let engine: EngineLoop
    let journal: JournalEvents
    let clock: ServerClock

    /// Nil when the call was acknowledged by key.
    func call(_ line: LineID, _ contract: Contract) async -> ReadinessFault? {
        let alert = Alert(
            source: SelfCalls.source, dedupKey: "self-call \(clock.now().microseconds)", status: .firing,
            severity: .info, summary: "自己発信による点検です")
        let key = IncidentKey(contract: contract.id, source: alert.source, dedupKey: alert.dedupKey)
        guard case .taken = await engine.submit(.alertsReceived(contract.id, [alert])) else {
            return .journalUnwritable
        }
        let limit = clock.now() + Self.patience
        var incident: Incident?
        repeat {
            try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: .seconds(1)))
            incident = await engine.read { $0.incident(for: key) } ?? nil
        } while incident?.end == nil && clock.now() < limit && !Task.isCancelled
        guard let incident, let end = incident.end else {
            if !Task.isCancelled, let id = incident?.id {
                _ = await engine.submit(.operatorAsked(.cancel(id, by: "NightCall", reason: "self-call not ended")))
            }
            return .selfCallUnfinished(line)
        }
        return end == .acknowledged ? nil : .selfCall(line, outcome(of: incident.id))
    }

    /// Waiting for a slot, 32 s until it rings, 29 s of ringing and 120 s of talk are within it.
    private static let patience = Span.minutes(4)

    private func outcome(of incident: IncidentID) -> Outcome {
        let events = (try? journal.concerning(incident).events) ?? []
        let outcomes = events.compactMap { recorded -> Outcome? in
            if case .attemptEnded(_, let outcome, _) = recorded.event { outcome } else { nil }
        }
        return outcomes.last ?? .lineFailure
    }
}
