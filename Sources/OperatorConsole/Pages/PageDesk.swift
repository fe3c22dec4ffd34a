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
    let notices: NoticeDoor
    let now: @Sendable () -> Instant
    let settings: ConsoleSettings
    private let fragments = LiveFragments()

    init(
        watch: BoardWatch, journal: JournalReading, telephones: SimulatedTelephones, notices: NoticeDoor,
        now: @escaping @Sendable () -> Instant, settings: ConsoleSettings
    ) {
        self.watch = watch
        self.journal = journal
        self.telephones = telephones
        self.notices = notices
        self.now = now
        self.settings = settings
    }

    func answer(_ page: Route.Page, _ visit: Visit) async -> Answer {
        switch (visit.reading(needsToken: settings.readingNeedsToken), page) {
        case (.misdirected, _):
            return .problem(.misdirectedRequest, "ask under the address that the server printed")
        case (.needsToken, .desk):
            return .html(NoticePage(notice: .signIn, language: visit.language).html, status: .unauthorized)
        case (.needsToken, .live), (.needsToken, .report): return .needsToken
        case (.allowed, .desk): return await desk(visit)
        case (.allowed, .live): return await live(visit)
        case (.allowed, .report(let id)): return await report(id, visit)
        }
    }

    /// Written anew for each visit: who comes back from a form sees what it did.
    private func desk(_ visit: Visit) async -> Answer {
        guard let sight = await watch.sight() else { return .stopping }
        let page = page(sight, visit, formSecret: visit.session?.formSecret)
        return .html(page.html(SessionLine(visit)))
    }

    private func live(_ visit: Visit) async -> Answer {
        guard let sight = await watch.sight() else { return .stopping }
        let session = MarkupText.fragment { SessionLine(visit).write(to: &$0) }
        let shared = fragments.text(
            sight: sight.number, language: visit.language, secret: visit.session?.formSecret
        ) { secret in
            page(sight, visit, formSecret: secret).fragment
        }
        return .html(session + shared)
    }

    private func page(_ sight: BoardWatch.Sight, _ visit: Visit, formSecret: String?) -> ConsolePage {
        ConsolePage(
            sight: sight, site: visit.site, telephones: telephones, notices: notices.current(), formSecret: formSecret,
            language: visit.language, now: now(), settings: settings)
    }

    private func report(_ id: IncidentID, _ visit: Visit) async -> Answer {
        let language = visit.language
        return switch await journal.report(of: id, in: visit.site) {
        case .report(let report): .html(ReportPage(report: report, language: language).html)
        case .unknown: .html(NoticePage(notice: .unknownIncident(id), language: language).html, status: .notFound)
        case .unreadable(let why):
            .html(
                NoticePage(notice: .unreadableJournal(why), language: language).html, status: .internalServerError)
        }
    }
}
