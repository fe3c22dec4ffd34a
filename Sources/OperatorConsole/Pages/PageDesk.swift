internal import CallTree
internal import HTTPTypes
internal import Reports
internal import ServiceHours
internal import Telephony

/// Answers whoever looks at the pages.
struct PageDesk: Sendable {
    let watch: BoardWatch
    let journal: JournalReading
    let telephones: SimulatedTelephones
    let now: @Sendable () -> Instant
    let settings: ConsoleSettings

    func answer(_ page: Route.Page, _ visit: Visit) async -> Answer {
        switch (visit.reading(needsToken: settings.readingNeedsToken), page) {
        case (.misdirected, _):
            return .problem(.misdirectedRequest, "ask under the address that the server printed")
        case (.needsToken, .desk):
            return .html(NoticePage(notice: .signIn, language: visit.language).html, status: .unauthorized)
        case (.needsToken, .live), (.needsToken, .report): return .needsToken
        case (.allowed, .desk): return await desk(visit).map { .html($0.html) } ?? .stopping
        case (.allowed, .live): return await desk(visit).map { .html($0.fragment) } ?? .stopping
        case (.allowed, .report(let id)): return await report(id, visit)
        }
    }

    private func desk(_ visit: Visit) async -> ConsolePage? {
        guard let sight = await watch.sight() else { return nil }
        return ConsolePage(
            sight: sight, site: visit.site, telephones: telephones, session: visit.session, language: visit.language,
            now: now(), settings: settings)
    }

    private func report(_ id: IncidentID, _ visit: Visit) async -> Answer {
        switch await journal.report(of: id, in: visit.site) {
        case .report(let report): .html(report.html(language: visit.language))
        case .unknown: .problem(.notFound, "there is no incident \(id)")
        case .unreadable(let why): .problem(.internalServerError, why)
        }
    }
}
