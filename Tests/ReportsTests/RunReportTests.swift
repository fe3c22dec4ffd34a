import Documents
import RunbookModel
import ServiceHours
import Testing

@testable import Reports

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

        static func order(
            extent: RunOrder.Extent = .recover, agreed: Set<Int> = [19], consents: Bool = true, title: String = "ウェブ"
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

        mutating func checks(_ verdicts: [String: Verdict] = [:], saying text: String = "見ました。") {
            guard let run = board.runs[RunID(1)], let round = run.rounds.last else { return }
            for check in run.missing {
                take(
                    .checkEnded(
                        round.id, check.id,
                        CheckResult(
                            verdict: verdicts[check.id.text] ?? .normal, sentence: Words(text, text),
                            readings: [Reading("milliseconds", "12", threshold: "< 100")], evidence: evidence)))
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

        mutating func acted(_ course: ActionResult.Course = .done) {
            take(
                .actionEnded(
                    StepID(run: RunID(1), place: 1),
                    ActionResult(course: course, sentence: Words("受け付けられました。", "Taken."), evidence: evidence)))
        }

        /// Up to the intent.
        mutating func untilActing(_ order: RunOrder) {
            take(.runOrdered(order))
            checks(["page": .abnormal, "process": .abnormal])
            passes(.seconds(30))
            checks(["page": .abnormal, "process": .abnormal])
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
        let impact = try #require(try recovered().report?.story.impact)
        #expect(impact.isOver && impact.firstBad < impact.lastBad)
        #expect(try #require(impact.firstGood) > impact.lastBad)
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
        night.take(.runOrdered(try Night.order(agreed: [])))
        night.checks(["page": .abnormal, "process": .abnormal])
        night.passes(.seconds(30))
        night.checks(["page": .abnormal, "process": .abnormal])
        let report = try #require(night.report)
        #expect(report.story.end == .refused && !report.story.run.hasActed)
        let text = report.text()
        #expect(text.contains("[10](19)") && text.contains("対象外") && text.contains("何も変更していません"))
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
