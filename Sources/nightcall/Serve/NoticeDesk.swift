import CallTree
import Crypto
import NightEngine
import OperatorConsole
import RunbookModel
import RunbookSteps
import ServiceHours
import SiteSettings
import Synchronization
import WebTransfer

/// Looks every quarter of an hour at what clouds tell of outages and planned work (R10). What touches a contract is mailed
/// once for each update, shown on the console, and keeps actions back in its time.
final class NoticeDesk: Sendable {
    private struct Scope: Hashable {
        let contract: String
        let cloud: String
    }

    private struct State {
        var facts: RunSiteFacts
        var current: [Scope: [CloudNotice]] = [:]
        /// What was last said to be wrong, so that it is said once.
        var troubles: [Scope: String] = [:]
        var lookedAt: Instant?
    }

    private static let interval = Span.minutes(15)
    private static let timeout = Span.minutes(1)

    private let state: Mutex<State>
    private let noted: NoticeNotes
    private let letter: NoticeLetter
    private let engine: EngineLoop
    private let transfers: TransferEngine
    private let sessions: CloudSessions
    private let clock: ServerClock

    init(
        _ facts: RunSiteFacts, letter: NoticeLetter, engine: EngineLoop, transfers: TransferEngine,
        sessions: CloudSessions, clock: ServerClock
    ) {
        state = Mutex(State(facts: facts))
        noted = NoticeNotes(path: facts.site.dataFolder.appendingPathSegment("notices.json"))
        self.letter = letter
        self.engine = engine
        self.transfers = transfers
        self.sessions = sessions
        self.clock = clock
    }

    /// Takes what a reloaded site says, and looks soon.
    func change(_ facts: RunSiteFacts) {
        state.withLock { state in
            state.facts = facts
            state.lookedAt = nil
        }
    }

    /// Those that are not over, the contracts in their order.
    var current: [ConsoleNotice] {
        let (facts, current) = state.withLock { ($0.facts, $0.current) }
        return facts.site.contracts.flatMap { contract in
            contract.runs.notices.flatMap { settings in
                let scope = Scope(contract: contract.contract.id.text, cloud: settings.cloud)
                return (current[scope] ?? []).map { notice in
                    ConsoleNotice(
                        contract: contract.contract.id, id: notice.id, isIssue: notice.kind == .issue,
                        title: notice.title, place: notice.place, from: notice.from, until: notice.until)
                }
            }
        }
    }

    /// Returns when its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let now = clock.now()
            let isDue = state.withLock { state in
                guard state.lookedAt.map({ now.since($0) >= Self.interval }) ?? true else { return false }
                state.lookedAt = now
                return true
            }
            if isDue { await look() }
            try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: .seconds(10)))
        }
    }

    private func look() async {
        let facts = state.withLock { $0.facts }
        for contract in facts.site.contracts {
            for settings in contract.runs.notices { await look(settings, contract, facts) }
        }
        hold(facts)
    }

    private func look(_ settings: NoticeSettings, _ contract: SiteContract, _ facts: RunSiteFacts) async {
        let scope = Scope(contract: contract.contract.id.text, cloud: settings.cloud)
        let rounds = RoundClock(
            now: { [clock] in clock.now() }, sleep: { try await Task.sleep(for: .microseconds($0.microseconds)) })
        var surroundings = Surroundings(
            contract.runs, transfers: transfers, sessions: sessions, clock: rounds, dataFolder: facts.site.dataFolder)
        surroundings.timeout = Self.timeout
        do throws(NoticeTrouble) {
            let found = try await CloudNotices.read(contract.runs.scope(settings), surroundings)
            guard !Task.isCancelled else { return }
            state.withLock { state in
                state.troubles[scope] = nil
                state.current[scope] = found.filter { !$0.isOver }
            }
            for notice in found { tell(notice, scope, contract, facts) }
        } catch {
            // What was known stays known: silence is no all-clear.
            let isNew = state.withLock { state in
                defer { state.troubles[scope] = error.words.english }
                return state.troubles[scope] != error.words.english
            }
            if isNew { StandardError.print("notices of \(scope.cloud) for \(scope.contract): \(error.words.english)") }
        }
    }

    private func tell(_ notice: CloudNotice, _ scope: Scope, _ contract: SiteContract, _ facts: RunSiteFacts) {
        let key = NoticeNotes.Key(contract: scope.contract, cloud: scope.cloud, id: notice.id)
        let known = noted.update(of: key)
        // Of what was over before anybody was told nobody needs to hear.
        guard known != notice.update, !(notice.isOver && known == nil) else { return }
        letter.send(
            notice, isNew: known == nil, to: contract, facts.site, name: key.name(notice.update), at: clock.now()
        ) { [noted] in noted.note(notice.update, of: key) }
    }

    /// Nothing of ours is changed where the cloud is at work.
    private func hold(_ facts: RunSiteFacts) {
        let now = clock.now()
        let current = state.withLock { $0.current }
        var work: [String: [Maintenance]] = [:]
        for (scope, notices) in current { work[scope.contract, default: []] += notices.compactMap { $0.work(at: now) } }
        engine.take(cloudWork: work)
    }
}

extension RunSettings {
    /// The machines of the account are those of the targets that name them.
    fileprivate func scope(_ settings: NoticeSettings) -> NoticeScope {
        let key: String? =
            switch clouds[settings.cloud]?.access {
            case .azure: "machine"
            case .aws: "instance"
            case nil: nil
            }
        var machines: [TargetID: String] = [:]
        for target in targets where target.parameters["cloud"].map({ $0 == settings.cloud }) ?? true {
            if let key, let id = target.parameters[key] { machines[target.target.id] = id }
        }
        return NoticeScope(
            cloud: settings.cloud, regions: settings.regions, services: settings.services, machines: machines)
    }
}

extension NoticeNotes.Key {
    /// The same for the same update, so that it is mailed once however often it is found.
    fileprivate func name(_ update: String) -> String {
        let text = [contract, cloud, id, update].joined(separator: "\n")
        return "notice-" + SHA256.hash(data: Array(text.utf8)).hexadecimal.prefix(16)
    }
}
