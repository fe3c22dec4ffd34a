import CallTree
import NightEngine
import Reports
import RunbookModel
import ServiceHours
import Telephony

extension EngineLoop {
    /// The words of a call that only the boards know: the customer, what has failed since when, and what a run beside the
    /// calls has found and done.
    func notice(of announcement: Announcement, _ language: Language) async -> SpokenNotice? {
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
                finding: (findings ?? [:]).told(of: incidents.map(\.id), first: told?.id, language))
        }
    }
}
