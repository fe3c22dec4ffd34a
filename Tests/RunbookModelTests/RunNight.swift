import EventBytes
import ServiceHours
import Testing

@testable import RunbookModel

/// One board of runs in virtual time, with a world that answers as it is told.
struct RunNight {
    /// Wednesday 2026-11-25, 20:00 in Japan: the window is open until 9:00.
    static let wednesdayEvening = Instant(microseconds: 1_795_604_400_000_000)
    static let catalogue = StepCatalogue(
        checks: [
            CheckKind("http", Words("ページ", "page"), signal: .reachability, with: []),
            CheckKind("ssh.command", Words("内部", "inside"), signal: .inside, with: []),
            CheckKind("plugin", Words("監視", "plugin"), signal: .inside, with: []),
        ],
        actions: [
            ActionKind("service.restart", Words("再起動", "restart"), effect: .disruptive, with: []),
            ActionKind("machine.rebuild", Words("再作成", "rebuild"), effect: .destructive, with: []),
            ActionKind("backup.run", Words("取得", "backup"), effect: .copies, hours: .always, with: []),
            ActionKind(
                "backup.reschedule", Words("変更", "change"), effect: .copies, hours: .day, perMonth: 1, with: []),
            ActionKind(
                "backup.restore", Words("復元", "restore"), effect: .destructive, hours: .day, perMonth: 1, with: []),
            ActionKind("operator.handover", Words("引き継ぎ", "hand over"), effect: .inward, with: []),
            ActionKind("vendor.escalate", Words("連絡", "escalate"), effect: .outward, with: []),
        ])

    var board = RunBoard(catalogue: catalogue)
    var now: Instant
    var journal: [(event: RunEvent, at: Instant)] = []
    /// What was last told to be owed.
    private var told: Set<RunObligation> = []
    var handsReportsOut = true
    /// Every action that has left, as often as it has.
    var sent: [StepID] = []

    init(at now: Instant = wednesdayEvening) {
        self.now = now
        board.calendars = [
            "acme": ServiceCalendar(rules: HoursRules(), holidays: HolidayCalendar(announcedThrough: 2027))
        ]
    }

    @discardableResult
    mutating func take(_ input: RunInput) -> [RunEvent] {
        let before = journal.count
        for event in board.decide(input, at: now) { commit(event) }
        settle()
        return journal[before...].map(\.event)
    }

    mutating func passes(_ span: Span) {
        let end = now + span
        while let due = board.nextDeadline, due <= end {
            now = max(now, due)
            take(.woke)
        }
        now = end
    }

    /// The process dies, and the next one folds the journal.
    mutating func crashes() {
        let calendars = board.calendars
        board = RunBoard(catalogue: Self.catalogue)
        board.calendars = calendars
        for (event, at) in journal { board.apply(Self.readBack(event), at: at) }
        told = []
        for event in board.startOver() { commit(event) }
        settle()
    }

    private mutating func settle() {
        var events: [RunEvent] = []
        let instant = now
        board.settle(at: instant) { board, event in
            board.apply(event, at: instant)
            events.append(event)
        }
        journal += events.map { ($0, instant) }
        let owed = Set(board.obligations)
        for case .action(let step) in owed.subtracting(told) { sent.append(step) }
        told = owed
        // Reports are out at once; a test of reports says otherwise.
        if handsReportsOut { for case .report(let run) in board.obligations { take(.reported(run)) } }
    }

    /// The event as a journal gives it back.
    private static func readBack(_ event: RunEvent) -> RunEvent {
        let written = event.encoded
        do {
            let read = try RunEvent(
                kind: written.kind, version: written.version, payload: written.payload, texts: written.texts)
            #expect(read == event)
            return read
        } catch {
            Issue.record("\(event) cannot be read back: \(error)")
            return event
        }
    }

    private mutating func commit(_ event: RunEvent) {
        board.apply(event, at: now)
        journal.append((event, now))
    }

    // What the world tells

    /// Gives every check of the round under way a verdict; those that are not named are normal.
    mutating func checks(_ run: Int = 1, _ verdicts: [String: Verdict] = [:], readings: [String: [Reading]] = [:]) {
        guard let running = board.runs[RunID(run)], let round = running.rounds.last else { return }
        for check in running.missing {
            take(
                .checkEnded(
                    round.id, check.id, result(verdicts[check.id.text] ?? .normal, readings[check.id.text] ?? [])))
        }
    }

    func result(_ verdict: Verdict, _ readings: [Reading] = []) -> CheckResult {
        CheckResult(
            verdict: verdict, sentence: Words("見ました。", "Seen."), readings: readings,
            evidence: Evidence(source: "the world", readAt: now, latency: .milliseconds(5)))
    }

    mutating func stands(_ goal: Standing.Goal = .open, identity: String? = "vm-1", _ run: Int = 1, place: Int = 1) {
        take(
            .standingRead(
                StepID(run: RunID(run), place: place),
                Standing(
                    goal: goal, identity: identity, sentence: Words("立", "standing"), evidence: result(.normal).evidence
                )))
    }

    mutating func actionEnds(_ course: ActionResult.Course = .done, _ run: Int = 1, place: Int = 1) {
        take(
            .actionEnded(
                StepID(run: RunID(run), place: place),
                ActionResult(course: course, sentence: Words("済", "done"), evidence: result(.normal).evidence)))
    }

    func end(_ run: Int = 1) -> RunEnd? {
        if case .ended(let end)? = board.runs[RunID(run)]?.phase { end } else { nil }
    }

    /// The guards that refused when they were last asked.
    var refused: [GuardKind] {
        for (event, _) in journal.reversed() {
            if case .guardsAsked(_, let answers) = event { return answers.filter { !$0.passes }.map(\.kind) }
        }
        return []
    }
}

extension Runbook {
    /// A page from outside, a process from within, and a restart that falls under exclusion 19.
    static func service(
        action: String = "service.restart", exclusion: Int? = 19, guards: Guards = Guards(),
        before: [String] = [], more: [String] = [], otherwise: [String] = [], newer: [ValueName] = []
    ) -> Runbook {
        func check(_ id: String, _ use: String) -> Check {
            Check(
                id: CheckID(id), title: id, use: use, with: [:], expect: [:], timeout: .seconds(10), attempts: 2,
                spacing: .seconds(5), after: [])
        }
        func rule(_ conditions: [Condition], _ response: String?, _ conclusion: Conclusion) -> Rule {
            Rule(
                conditions: conditions, response: response.map { ResponseID($0) }, conclusion: conclusion,
                sentence: "\(conclusion)")
        }
        func actions(_ uses: [String]) -> [Action] {
            uses.enumerated().map { place, use in
                Action(id: ActionID("a\(place)"), title: use, use: use, with: [:], timeout: .minutes(2))
            }
        }
        let failed = otherwise.isEmpty ? nil : ResponseID("escalate")
        return Runbook(
            id: RunbookID("service"), title: "サービス", purpose: "", targets: [.service], parameters: [],
            checks: [check("page", "http"), check("process", "ssh.command")],
            rules: [
                rule([.any([.unknown, .skipped])], "handover", .unknown),
                rule([.verdict(CheckID("page"), [.abnormal])], "restart", .abnormal),
                rule([.all([.normal])], nil, .normal),
                rule([], nil, .warning),
            ],
            responses: [
                Response(
                    id: ResponseID("restart"), title: "再起動", exclusion: exclusion,
                    actions: actions(before + [action] + more), guards: guards),
                Response(
                    id: ResponseID("handover"), title: "引き継ぎ", exclusion: nil,
                    actions: actions(["operator.handover"]), guards: Guards()),
                Response(
                    id: ResponseID("escalate"), title: "連絡", exclusion: nil, actions: actions(otherwise),
                    guards: Guards()),
            ],
            verification: Verification(
                checks: [CheckID("page")], newer: newer, from: .seconds(30), every: .seconds(30), rounds: 2,
                deadline: .minutes(10), otherwise: failed))
    }
}

extension RunOrder {
    static func acme(
        target: String = "web-1", group: String? = nil, contract: String = "acme", runbook: Runbook = .service(),
        asker: Asker = .operator("山田"), extent: Extent = .recover, changing change: (inout RunTerms) -> Void = { _ in }
    ) -> RunOrder {
        var terms = RunTerms()
        terms.agreedOptions = [19]
        terms.consents = ["service.restart", "backup.reschedule"].map { action in
            Consent(
                action: action, target: nil, by: "アクメ 佐藤", from: day("2026-04-01"),
                through: day("2027-03-31"))
        }
        change(&terms)
        return RunOrder(
            contract: contract, target: Target(id: TargetID(target), kind: "service", title: target, group: group),
            runbook: runbook, parameters: [:], asker: asker, extent: extent, terms: terms)
    }
}

/// A day that is written rightly.
func day(_ iso: String) -> CivilDate {
    guard let date = CivilDate(iso: iso) else { preconditionFailure("\(iso) is no day") }
    return date
}
