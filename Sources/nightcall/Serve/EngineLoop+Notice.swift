import CallTree
import NightEngine
import Reports
import RunbookModel
import ServiceHours
import Telephony

extension EngineLoop {
    /// The words of a call that only the boards know: the customer, what has failed since when, and what a run beside the
    /// calls has found and done.
    func notice(
        of announcement: Announcement, _ language: Language, readings: [String: String]
    ) async -> SpokenNotice? {
        let findings = await readRuns { $0.findings }
        return await read { board in
            let terms = board.desks[announcement.contract]?.contract?.terms
            let customer = terms.map { $0.kana.isEmpty ? $0.customer : $0.kana } ?? ""
            let incidents = announcement.incidents.compactMap { board.incidents[$0] }
            // The gravest is told, the oldest of those.
            let told = incidents.min { ($0.severity, $0.openedAt, $0.id) < ($1.severity, $1.openedAt, $1.id) }
            return SpokenNotice(
                customer: customer,
                incidents: told.map { incident in
                    let summary = incident.summary.isEmpty ? incident.name : incident.summary
                    return [SpokenIncident(summary: summary, since: incident.startedAt ?? incident.openedAt)]
                } ?? [],
                finding: (findings ?? [:]).told(of: incidents.map(\.id), first: told?.id, language),
                called: board.called(about: announcement, language), readings: readings)
        }
    }

    /// What a call would announce if it were answered now.
    func announcement(of id: TryID) async -> Announcement? {
        await read { board in
            guard let escalation = board.escalations[id.escalation] else { return nil }
            return Announcement(
                contract: escalation.terms.id,
                incidents: escalation.incidents.filter { board.incidents[$0]?.recoveredAt == nil }, standing: .firing,
                proof: escalation.terms.calls.proof, digit: escalation.attempt?.digit ?? 0)
        } ?? nil
    }
}

extension Board {
    /// Who was called before in the tree that carries these incidents: each person once, as the name is spoken.
    fileprivate func called(about announcement: Announcement, _ language: Language) -> [String] {
        let carried = Set(announcement.incidents)
        let trees = escalations.values.filter { !carried.isDisjoint(with: $0.incidents) }
        guard let tree = trees.max(by: { $0.id < $1.id }) else { return [] }
        var names: [String] = []
        for number in (0..<tree.attemptsUsed).map({ $0 + 1 }) {
            guard let contact = tree.terms.turn(number)?.contact else { continue }
            let name = language == .japanese && !contact.kana.isEmpty ? contact.kana : contact.name
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
