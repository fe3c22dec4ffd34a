import Documents
import JSONText
@testable import Reports
import RunbookModel
import ServiceHours
import Testing

/// The report of a run, from the events of a real board.
@Suite struct RunReportTests {
    /// A board in virtual time and what its journal would hold.
    struct Night {
        /// Wednesday 2026-11-25, 20:00 in Japan.
        var now = Instant(microseconds: 1_795_604_400_000_000)
        var board = RunBoard(catalogue: Self.catalogue)
        var events: [RecordedRunEvent] = []

        static let catalogue = StepCatalogue(
            checks: [
                CheckKind("page", Words("ページ", "page"), signal: .reachability, with: []),
                CheckKind("process", Words("プロセス", "process"), signal: .inside, with: []),
                CheckKind("own", Words("当社側", "own side"), signal: .ourselves, with: []),
            ],
            actions: [
                ActionKind("restart", Words("再起動", "restart"), effect: .disruptive, with: []),
                ActionKind("vendor.escalate", Words("連絡", "escalation"), effect: .outward, with: []),
            ])

        static let file = """
            version: 1
            id: service
            title: サービスの一次復旧
            for: [service]
            checks: [{id: own, title: 当社側, use: own}, {id: page, title: ページが表示される, use: page}, {id: process, title: 動いている, use: process}]
            decide: [{when: {own: [abnormal, unknown]}, conclusion: unknown, say: 当社側に問題があります。}, {when: {page: abnormal}, then: restart, conclusion: abnormal, say: 停止しています。再起動します。}, {when: {all: normal}, conclusion: normal, say: 正しく表示されています。}, {conclusion: unknown, say: 判定できません。}]
            responses: [{id: restart, title: 再起動, exclusion: 19, actions: [{id: one, title: サービスを再起動する, use: restart}]}]
            verify: {checks: [page, process], from: 30s, every: 30s, rounds: 2, deadline: 10m}
            """

        init() {
            board.calendars = [
                "acme": ServiceCalendar(rules: HoursRules(), holidays: HolidayCalendar(announcedThrough: 2027))
            ]
        }

        /// The same, telling the vendor before it acts.
        static let telling = file.replacing(
            "actions: [", with: "actions: [{id: zero, title: ベンダーに連絡する, use: vendor.escalate}, ")

        /// The same, telling the vendor when it was not proven to work.
        static let escalating = file.replacing("deadline: 10m", with: "deadline: 10m, otherwise: escalate")
            .replacing(
                "responses: [",
                with:
                    "responses: [{id: escalate, title: 連絡, actions: [{id: zero, title: ベンダーに連絡する, use: vendor.escalate}]}, "
            )

        static func order(
            _ file: String = file, extent: RunOrder.Extent = .recover, agreed: Set<Int> = [19], consents: Bool = true,
            title: String = "ウェブ"
        ) throws -> RunOrder {
            let reader = RunbookReader(
                catalogue: catalogue, patterns: PatternJudge(fault: { _ in nil }, matches: { _, _ in true }))
            guard case .runbook(let runbook, _) = reader.read(file, file: "service.yaml", id: nil) else {
                throw NotRead()
            }
            var terms = RunTerms()
            terms.customer = "株式会社アクメ"
            terms.recipients = ["desk@acme.example.jp"]
            terms.agreedOptions = agreed
            if consents {
                terms.consents = [
                    Consent(
                        action: "restart", target: nil, by: "アクメ 佐藤", from: CivilDate(daysSinceEpoch: 20_000),
                        through: CivilDate(daysSinceEpoch: 21_000))
                ]
            }
            return RunOrder(
                contract: "acme", target: Target(id: TargetID("web-1"), kind: "service", title: title),
                runbook: runbook,
                edition: "0123456789ab", parameters: [:], asker: .customer("アクメ 鈴木"), extent: extent, terms: terms)
        }

        struct NotRead: Error {}

        mutating func take(_ input: RunInput) {
            for event in board.decide(input, at: now) { note(event) }
            settle()
        }

        mutating func restart() {
            for event in board.startOver() { note(event) }
            settle()
        }

        private mutating func settle() {
            let instant = now
            var settled: [RunEvent] = []
            board.settle(at: instant) { board, event in
                board.apply(event, at: instant)
                settled.append(event)
            }
            for event in settled { record(event) }
        }

        private mutating func note(_ event: RunEvent) {
            board.apply(event, at: now)
            record(event)
        }

        private mutating func record(_ event: RunEvent) {
            events.append(RecordedRunEvent(sequence: events.count + 101, at: now, event: event))
        }

        mutating func passes(_ span: Span) {
            now = now + span
            take(.woke)
        }

        mutating func checks(
            _ verdicts: [String: Verdict] = [:], saying text: String = "見ました。", bootTime: String = "1700000000"
        ) {
            guard let run = board.runs[RunID(1)], let round = run.rounds.last else { return }
            for check in run.missing {
                take(
                    .checkEnded(
                        round.id, check.id,
                        CheckResult(
                            verdict: verdicts[check.id.text] ?? .normal, sentence: Words(text, text),
                            readings: [
                                Reading("milliseconds", "12", threshold: "< 100"), Reading("bootTime", bootTime),
                            ], evidence: evidence)))
            }
        }

        var evidence: Evidence {
            Evidence(
                source: "https://www.example.jp/", sourceTime: now + -.seconds(3), readAt: now,
                latency: .milliseconds(12),
                requestID: "q-1", digest: String(repeating: "ab", count: 32), excerpt: "<script>alert(1)</script>")
        }

        mutating func stands(_ place: Int = 1) {
            take(
                .standingRead(
                    StepID(run: RunID(1), place: place),
                    Standing(goal: .open, identity: nil, sentence: Words("停止中", "down"), evidence: evidence)))
        }

        mutating func acted(_ course: ActionResult.Course = .done, place: Int = 1) {
            take(
                .actionEnded(
                    StepID(run: RunID(1), place: place),
                    ActionResult(course: course, sentence: Words("受け付けられました。", "Taken."), evidence: evidence)))
        }

        /// Two rounds that found the target abnormal.
        mutating func finds(_ order: RunOrder) {
            take(.runOrdered(order))
            checks(["page": .abnormal, "process": .abnormal])
            passes(.seconds(30))
            checks(["page": .abnormal, "process": .abnormal])
        }

        /// Up to the intent.
        mutating func untilActing(_ order: RunOrder) {
            finds(order)
            stands()
        }

        var report: RunReport? { RunReport(events, catalogue: Self.catalogue) }
    }

    private func recovered() throws -> Night {
        var night = Night()
        night.untilActing(try Night.order())
        night.passes(.seconds(2))
        night.acted()
        night.passes(.seconds(30))
        night.checks(["page": .abnormal])
        for _ in 1...2 {
            night.passes(.seconds(30))
            night.checks()
        }
        return night
    }

    @Test func `a report has its thirteen parts, in both languages, and each says something`() throws {
        let report = try #require(try recovered().report)
        for language in [Language.japanese, .english] {
            let parts = report.parts(language)
            #expect(parts.count == 13 && Set(parts.map(\.title)).count == 13)
            let text = report.text(language: language)
            for part in parts { #expect(text.contains("■ \(part.title)") && !part.contents.isEmpty) }
        }
    }

    @Test func `recovered is said after the second good round, and not before`() throws {
        var night = Night()
        night.untilActing(try Night.order())
        night.acted()
        night.passes(.seconds(30))
        night.checks()
        let early = try #require(night.report)
        #expect(!early.text().contains("復旧と判定しました") && early.text().contains("復旧とは判定していません"))
        night.passes(.seconds(30))
        night.checks()
        let late = try #require(night.report)
        #expect(late.story.end == .recovered && late.text().contains("復旧と判定しました"))
        #expect(late.subject(.japanese).contains("復旧を確認"))
    }

    @Test func `impact is an interval between looks`() throws {
        let night = try recovered()
        let impact = try #require(night.report?.story.impact)
        // The page was first seen gone at once; its datum is three seconds older than the look.
        let began = try #require(night.events.first?.at)
        #expect(impact.firstBad == began + -.seconds(3) && impact.lastGoodBefore == nil)
        #expect(impact.firstBad < impact.lastBad)
        #expect(try #require(impact.firstGood) == impact.lastBad + .seconds(30))
        #expect(impact.secondGood == impact.lastBad + .seconds(60))
    }

    @Test func `a restart is shown by the boot time that the machine tells itself, and its absence too`() throws {
        for (after, words) in [("1795604500", "再起動したことを確認しました"), ("1700000001", "再起動していません")] {
            var night = Night()
            night.untilActing(try Night.order())
            night.acted()
            for _ in 1...2 {
                night.passes(.seconds(30))
                night.checks(bootTime: after)
            }
            #expect(try #require(night.report).text().contains(words))
        }
    }

    @Test func `a long time without an event is shown`() throws {
        var night = Night()
        night.untilActing(try Night.order())
        night.passes(.minutes(7))
        night.acted()
        #expect(try #require(night.report).text().contains("この後7分、記録はありません"))
        #expect(!(try #require(try recovered().report).text().contains("記録はありません")))
    }

    @Test func `the window is the one of when the run was taken, with the edition of the calendar`() throws {
        let text = try #require(try recovered().report).text()
        #expect(text.contains("平日の夜間（17時から翌9時まで）のため対応時間内です") && text.contains("2027年まで公表済み"))
    }

    @Test func `who is told after a failed proof is told in the report as well`() throws {
        var night = Night()
        night.untilActing(try Night.order(Night.escalating))
        night.acted()
        while night.report?.story.run.isUnproven == false {
            night.passes(.seconds(30))
            night.checks(["page": .abnormal])
        }
        night.acted(place: 2)
        let report = try #require(night.report)
        #expect(report.story.end == .notRecovered && report.outcomes == ["実施", "実施"])
        let text = report.text()
        #expect(text.contains("期限までに復旧を確認できませんでした") && text.contains("ベンダーに連絡する：実施、受付番号はまだありません"))
    }

    @Test func `the ledger tells what was asked and done before`() throws {
        var report = try #require(try recovered().report)
        #expect(report.text().contains("ご依頼：1件"))
        report.history.requests = 4
        report.history.actions = [
            RunHistory.Action(at: report.story.run.began + -.hours(50), run: RunID(7), title: "前の再起動")
        ]
        #expect(report.text().contains("ご依頼：4件") && report.text().contains("R-7 前の再起動"))
        #expect(report.json().text().contains(#""earlier":[{"run":7,"at":"#))
    }

    @Test func `our own trouble is no impact on the target`() throws {
        var night = Night()
        night.take(.runOrdered(try Night.order(extent: .check)))
        night.checks(["own": .abnormal, "page": .skipped, "process": .skipped])
        let report = try #require(night.report)
        #expect(report.story.impact == nil)
        #expect(report.conclusionWord(.japanese) == "判定不能")
    }

    @Test func `a round in which nothing could be seen does not end an impact`() throws {
        var night = Night()
        night.untilActing(try Night.order())
        night.acted()
        night.passes(.seconds(30))
        night.checks(["page": .unknown, "process": .skipped])
        #expect(try #require(night.report?.story.impact).firstGood == nil)
    }

    @Test func `a subject is one line, and JUnit shows nothing that turns the writing`() throws {
        var night = Night()
        night.take(.runOrdered(try Night.order(extent: .check, title: "a\r\nBcc: b\u{202E}c")))
        night.checks(["page": .abnormal], saying: "\u{202E}x\u{7}")
        let report = try #require(night.report)
        let subject = report.subject(.japanese)
        #expect(!subject.contains { $0.isNewline } && !subject.contains("\u{202E}"))
        let junit = report.junit.xml
        #expect(!junit.contains("\u{202E}") && junit.contains("&lt;U+202E&gt;x"))
    }

    @Test func `without the agreed option the clause is named, and nothing was touched`() throws {
        var night = Night()
        night.finds(try Night.order(agreed: []))
        let report = try #require(night.report)
        #expect(report.story.end == .refused && !report.story.run.hasActed)
        let text = report.text()
        #expect(text.contains("[10](19)") && text.contains("対象外") && text.contains("何も変更していません"))
    }

    @Test(arguments: [Night.file, Night.telling])
    func `a plan says what would be done, and of what a guard refuses that it would not`(file: String) throws {
        let place = file == Night.file ? 1 : 2
        var night = Night()
        night.finds(try Night.order(file, extent: .plan))
        night.stands(place)
        let plan = try #require(night.report)
        #expect(plan.story.end == .planned && plan.outcomes == Array(repeating: "実施予定", count: place))
        var refused = Night()
        refused.finds(try Night.order(file, extent: .plan, consents: false))
        let refusal = try #require(refused.report)
        #expect(refusal.story.end == .planned && refusal.outcomes.last == "見送り")
        #expect(!refusal.outcomes.contains("実施予定"), "\(refusal.outcomes)")
    }

    @Test func `a refusal stands beside the action that would have changed something`() throws {
        var night = Night()
        night.finds(try Night.order(Night.telling, consents: false))
        let report = try #require(night.report)
        #expect(report.story.end == .refused && report.outcomes == ["未実施", "見送り"])
        #expect(report.text().contains("有効な同意がありません"))
    }

    @Test func `what was not seen is never called well, and comes right after what is abnormal`() throws {
        var night = Night()
        night.take(.runOrdered(try Night.order(extent: .check)))
        night.checks(["own": .unknown])
        let report = try #require(night.report)
        #expect(report.conclusionWord(.japanese) == "判定不能")
        guard let round = report.story.deciding else {
            Issue.record("no round")
            return
        }
        #expect(report.sorted(round).first?.result.verdict == .unknown)
        #expect(!report.text(language: .english).contains("OK"))
    }

    @Test func `a process that died during the action leaves an unknown outcome, and says that nothing was sent again`()
        throws
    {
        var night = Night()
        night.untilActing(try Night.order())
        night.restart()
        night.stands()
        night.passes(.seconds(30))
        night.checks()
        night.passes(.seconds(30))
        night.checks()
        let report = try #require(night.report)
        #expect(report.story.end == .recovered)
        #expect(report.text().contains("結果不明") && report.text().contains("再送はしていません"))
    }

    @Test func `the formats agree, and nothing from outside becomes markup`() throws {
        var night = Night()
        night.take(.runOrdered(try Night.order(extent: .check, title: "<script>\u{202E}x")))
        night.checks(["page": .abnormal], saying: "<b>壊れた</b>\u{7}")
        let report = try #require(night.report)
        let html = report.html()
        #expect(!html.contains("<script>") && !html.contains("<b>壊れた") && html.contains("&lt;b&gt;壊れた"))
        #expect(!html.contains("\u{202E}") && !report.text().contains("\u{7}"))
        #expect(html.contains("<svg") == false || html.contains("viewBox"))
        let json = report.json().text()
        #expect(json.contains("\"end\":\"reported\"") && json.contains("\"conclusion\":\"abnormal\""))
        let junit = report.junit.xml
        #expect(junit.contains("failures=\"1\"") && junit.contains("tests=\"3\"") && junit.contains("&lt;b&gt;"))
    }

    @Test func `unknown is an error of JUnit, and what was skipped is skipped`() throws {
        var night = Night()
        night.take(.runOrdered(try Night.order(extent: .check)))
        night.checks(["page": .unknown, "process": .skipped])
        let junit = try #require(night.report).junit.xml
        #expect(junit.contains("errors=\"1\"") && junit.contains("<skipped") && junit.contains("<error"))
    }

    @Test func `a report can be made after every event of a run`() throws {
        let night = try recovered()
        for count in 1...night.events.count {
            let report = try #require(RunReport(Array(night.events.prefix(count)), catalogue: Night.catalogue))
            #expect(!report.text().isEmpty && !report.html(language: .english).isEmpty)
            if report.story.end != .recovered { #expect(!report.text().contains("復旧を確認しました")) }
        }
        #expect(RunReport([], catalogue: Night.catalogue) == nil)
    }
}

extension RunReport {
    /// What became of each action of the response.
    fileprivate var outcomes: [String] {
        actions(.japanese).contents.flatMap { content -> [String] in
            guard case .table(_, let rows) = content else { return [] }
            return rows.map { $0[2] }
        }
    }
}
