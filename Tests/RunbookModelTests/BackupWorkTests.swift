import ServiceHours
import Testing

@testable import RunbookModel

/// Work on backups (R9): by day, once a month, with a second person; and the daily watch of them.
struct BackupWorkTests {
    /// Wednesday 2026-11-25, 10:00 in Japan: the window of R1 to R3 is closed.
    private static let wednesdayMorning = RunNight.wednesdayEvening - .hours(10)

    private static func runbook(_ action: String, secondPerson: Bool = false) -> Runbook {
        var guards = Runbook.Guards()
        guards.secondPerson = secondPerson
        let check = Runbook.Check(
            id: CheckID("page"), title: "page", use: "http", with: [:], expect: [:], timeout: .seconds(10), attempts: 1,
            spacing: .seconds(5), after: [])
        return Runbook(
            id: RunbookID("backups"), title: "バックアップ", purpose: "", targets: [.service], parameters: [],
            checks: [check],
            rules: [
                Runbook.Rule(
                    conditions: [], response: ResponseID("work"), conclusion: .warning, sentence: "取得します。")
            ],
            responses: [
                Runbook.Response(
                    id: ResponseID("work"), title: "作業", exclusion: nil,
                    actions: [
                        Runbook.Action(id: ActionID("a"), title: action, use: action, with: [:], timeout: .minutes(2))
                    ], guards: guards)
            ],
            verification: Runbook.Verification(
                checks: [CheckID("page")], newer: [], from: .seconds(30), every: .seconds(30), rounds: 2,
                deadline: .minutes(10), otherwise: nil))
    }

    private static func order(_ action: String, asker: RunOrder.Asker, secondPerson: Bool = false) -> RunOrder {
        .acme(runbook: runbook(action, secondPerson: secondPerson), asker: asker) { terms in
            terms.consents = ["backup.run", "backup.reschedule", "backup.restore"].map {
                Consent(
                    action: $0, target: TargetID("web-1"), by: "佐藤", from: CivilDate(daysSinceEpoch: 20_000),
                    through: CivilDate(daysSinceEpoch: 40_000))
            }
        }
    }

    /// To its proven end.
    private static func finish(_ night: inout RunNight, _ run: Int) {
        night.stands(.open, identity: "vm-1", run)
        night.actionEnds(.done, run)
        for _ in 1...2 {
            night.passes(.seconds(30))
            night.checks(run)
        }
    }

    @Test func `a backup is made at any hour, and because it is due: nothing needs to be wrong`() {
        for now in [RunNight.wednesdayEvening, Self.wednesdayMorning] {
            var night = RunNight(at: now)
            night.take(.runOrdered(Self.order("backup.run", asker: .operator("山田"))))
            night.checks()
            #expect(night.refused.isEmpty, "\(night.refused)")
            Self.finish(&night, 1)
            #expect(night.end() == .recovered)
        }
    }

    @Test func `what the customer orders by night waits for the weekday's work, and by day begins at once`() {
        var night = RunNight()
        night.take(.runOrdered(Self.order("backup.reschedule", asker: .customer("佐藤"))))
        #expect(night.board.obligations.isEmpty)
        // From 20:00 to 9:00.
        night.passes(.hours(13))
        night.checks()
        Self.finish(&night, 1)
        #expect(night.end() == .recovered)

        var day = RunNight(at: Self.wednesdayMorning)
        day.take(.runOrdered(Self.order("backup.reschedule", asker: .customer("佐藤"))))
        #expect(day.board.obligations == [.round(RoundID(run: RunID(1), number: 1))])
    }

    @Test func `by night a change of the schedule is refused`() {
        var night = RunNight()
        night.take(.runOrdered(Self.order("backup.reschedule", asker: .operator("山田"))))
        night.checks()
        #expect(night.end() == .refused && night.refused == [.window])
    }

    @Test func `a month holds one change and one restore each, by the calendar in Japan`() {
        var day = RunNight(at: Self.wednesdayMorning)
        day.take(.runOrdered(Self.order("backup.reschedule", asker: .operator("山田"))))
        day.checks()
        Self.finish(&day, 1)
        #expect(day.end() == .recovered)
        // The next day: still November. Then 1 December, a Tuesday.
        day.passes(.hours(24))
        day.take(.runOrdered(Self.order("backup.reschedule", asker: .operator("山田"))))
        day.checks(2)
        #expect(day.end(2) == .refused && day.refused == [.monthlyNumber])
        day.crashes()
        day.passes(.hours(24 * 5))
        day.take(.runOrdered(Self.order("backup.reschedule", asker: .operator("山田"))))
        day.checks(3)
        Self.finish(&day, 3)
        #expect(day.end(3) == .recovered)
    }

    @Test func `a restore waits for a second person, who is not the one who asked`() {
        var day = RunNight(at: Self.wednesdayMorning)
        day.take(.runOrdered(Self.order("backup.restore", asker: .operator("山田"), secondPerson: true)))
        day.checks()
        guard case .awaitingApproval = day.board.runs[RunID(1)]?.phase else {
            Issue.record("it does not wait: \(String(describing: day.board.runs[RunID(1)]?.phase))")
            return
        }
        day.take(.approved(RunID(1), by: "山田"))
        #expect(day.sent.isEmpty)
        var other = RunNight(at: Self.wednesdayMorning)
        other.take(.runOrdered(Self.order("backup.restore", asker: .operator("山田"), secondPerson: true)))
        other.checks()
        other.take(.approved(RunID(1), by: "鈴木"))
        Self.finish(&other, 1)
        #expect(other.end() == .recovered)
    }

    // MARK: The daily watch

    private static let watch = DailyWatch(
        contract: "acme", name: "backup-web-1", target: TargetID("web-1"), runbook: RunbookID("service"),
        at: .hours(4) + .minutes(30), investigation: RunbookID("look"))

    private static func look(_ night: inout RunNight, _ need: RunBoard.WatchNeed, _ verdict: Verdict) {
        let run = night.board.lastRun + 1
        night.take(.runOrdered(.acme(runbook: .service(), asker: .watch(need.watch), extent: .check)))
        night.checks(run, verdict == .normal ? [:] : ["page": verdict, "process": verdict])
        if night.end(run) == nil { night.actionEnds(.done, run) }
        #expect(night.end(run) == .reported)
    }

    @Test func `a watch is kept once a day, also over crashes, and what was missed is made up for once`() throws {
        var night = RunNight()
        let need = try #require(night.board.need(of: Self.watch, at: night.now))
        #expect(
            need
                == RunBoard.WatchNeed(
                    runbook: RunbookID("service"), watch: RunOrder.Watch(name: "backup-web-1", isAwaited: false)))
        Self.look(&night, need, .normal)
        #expect(night.board.need(of: Self.watch, at: night.now) == nil)
        night.crashes()
        // Until 4:30.
        night.passes(.hours(8))
        #expect(night.board.need(of: Self.watch, at: night.now) == nil)
        night.passes(.minutes(30))
        Self.look(&night, try #require(night.board.need(of: Self.watch, at: night.now)), .normal)
        night.passes(.hours(23))
        #expect(night.board.need(of: Self.watch, at: night.now) == nil)
        night.passes(.hours(72))
        Self.look(&night, try #require(night.board.need(of: Self.watch, at: night.now)), .normal)
        #expect(night.board.need(of: Self.watch, at: night.now) == nil)
    }

    @Test func `where a backup is missing an investigation follows, once`() throws {
        var night = RunNight()
        Self.look(&night, try #require(night.board.need(of: Self.watch, at: night.now)), .abnormal)
        let need = try #require(night.board.need(of: Self.watch, at: night.now))
        #expect(need.runbook == RunbookID("look"))
        var book = Runbook.service()
        book = Runbook(
            id: RunbookID("look"), title: book.title, purpose: "", targets: book.targets, parameters: [],
            checks: book.checks, rules: book.rules, responses: book.responses, verification: book.verification)
        night.take(.runOrdered(.acme(runbook: book, asker: .watch(need.watch), extent: .check)))
        #expect(night.board.need(of: Self.watch, at: night.now) == nil)
        night.crashes()
        #expect(night.board.need(of: Self.watch, at: night.now) == nil)
    }

    @Test func `after a changed schedule the next completion is awaited, until one was seen`() throws {
        var day = RunNight(at: Self.wednesdayMorning)
        Self.look(&day, try #require(day.board.need(of: Self.watch, at: day.now)), .normal)
        day.take(.runOrdered(Self.order("backup.reschedule", asker: .operator("山田"))))
        day.checks(2)
        Self.finish(&day, 2)
        day.passes(.hours(24))
        let missing = try #require(day.board.need(of: Self.watch, at: day.now))
        #expect(missing.watch.isAwaited)
        Self.look(&day, missing, .abnormal)
        day.passes(.hours(24))
        day.crashes()
        let seen = try #require(day.board.need(of: Self.watch, at: day.now))
        #expect(seen.watch.isAwaited)
        Self.look(&day, seen, .normal)
        day.passes(.hours(24))
        #expect(try #require(day.board.need(of: Self.watch, at: day.now)).watch.isAwaited == false)
    }

    // MARK: Newer than the action

    @Test func `what must lie behind the action is not proven by what lay before it`() {
        let value = ValueName(check: CheckID("page"), name: "bootTime")
        func end(_ bootTime: (Instant) -> String) -> RunEnd? {
            var night = RunNight()
            night.take(.runOrdered(.acme(runbook: .service(newer: [value]))))
            night.checks(1, ["page": .abnormal, "process": .abnormal])
            night.passes(.seconds(30))
            night.checks(1, ["page": .abnormal, "process": .abnormal])
            night.stands()
            let sent = night.now
            night.passes(.seconds(2))
            night.actionEnds()
            night.crashes()
            for _ in 1...40 where night.end() == nil {
                night.passes(.seconds(30))
                night.checks(1, readings: ["page": [Reading("bootTime", bootTime(sent))]])
            }
            return night.end()
        }
        #expect(end { ($0 + .seconds(1)).rfc3339 } == .recovered)
        #expect(end { "\(($0 + .seconds(1)).microseconds / 1_000_000)" } == .recovered)
        #expect(end { $0.rfc3339 } == .notRecovered)
        #expect(end { ($0 - .hours(24)).rfc3339 } == .notRecovered)
        #expect(end { _ in "unknown" } == .notRecovered)
        #expect(end { _ in "" } == .notRecovered)
    }
}
