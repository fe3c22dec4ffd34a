import Documents
import ServiceHours
import Testing

@testable import RunbookModel

@Suite struct RunbookReaderTests {
    @Test func `what is not written is the usual`() throws {
        let runbook = try TestRunbook.read(TestRunbook.plain)
        let page = try #require(runbook.checks.first)
        #expect(page.timeout == .seconds(10))
        #expect(page.attempts == 2)
        #expect(page.spacing == .seconds(5))
        #expect(page.after == [])
        let restart = try #require(runbook.responses.first)
        #expect(restart.guards == Runbook.Guards())
        #expect(restart.actions.first?.timeout == .minutes(2))
        #expect(runbook.verification?.from == .seconds(30))
        #expect(runbook.verification?.rounds == 2)
        #expect(runbook.targets == [.site])
    }

    @Test func `what is written is read`() throws {
        let runbook = try TestRunbook.read(
            """
            version: 1
            id: shop
            title: 店舗サイトの確認
            purpose: 夜間に店舗サイトを確認する。
            for: [site, service]
            parameters:
              url: {title: 確認先, type: url, pattern: "/https:.*/", default: "https://shop.example.jp/"}
            checks:
              - {id: self, title: 当社側, use: self}
              - id: page
                title: 表示される
                use: http
                with: {url: "{url}", fields: {Accept: text/html}}
                expect: {status: 200, within: 2s}
                timeout: 20s
                attempts: 3
                spacing: 1s
                after: [self]
              - {id: disk, title: 空きがある, use: plugin, with: {program: /usr/bin/check_disk, arguments: [-w, "20"]}}
            decide:
              - {when: {all: [normal, warning], "page.milliseconds": "<= 800", "disk./": "< 90"}, conclusion: warning, say: 遅い。}
              - {when: {page: [abnormal], disk: normal}, then: restart, conclusion: abnormal, say: 再起動します。}
              - {then: report, conclusion: unknown, say: 不明です。}
            responses:
              - id: restart
                title: 再起動
                actions:
                  - {id: one, title: 一, use: service.restart, with: {unit: nginx}, timeout: 3m}
                guards: {rounds: 3, apart: 1m, signals: 1, freshness: 2m, budget: [{times: 2, within: 12h}], secondPerson: true}
            verify: {checks: [page], from: 1m, every: 45s, rounds: 3, deadline: 15m}
            """)
        #expect(runbook.purpose == "夜間に店舗サイトを確認する。")
        #expect(runbook.targets == [.site, .service])
        #expect(runbook.parameters.first?.pattern == "https:.*")
        let page = runbook.checks[1]
        #expect(page.with["fields"] == .pairs([.init(name: "Accept", value: "text/html")]))
        #expect(page.expect == ["status": .integer(200), "within": .span(.seconds(2))])
        #expect([page.timeout, page.spacing] == [.seconds(20), .seconds(1)])
        #expect(page.attempts == 3)
        #expect(page.after == [CheckID("self")])
        #expect(
            runbook.rules[0].conditions == [
                .all([.normal, .warning]),
                .value(ValueName(check: CheckID("page"), name: "milliseconds"), .atMost(800)),
                .value(ValueName(check: CheckID("disk"), name: "/"), .less(90)),
            ])
        #expect(runbook.rules[1].response == ResponseID("restart"))
        #expect(runbook.rules[2].conditions == [])
        #expect(runbook.rules[2].response == nil)
        let guards = runbook.responses[0].guards
        #expect(guards.rounds == 3)
        #expect(guards.apart == .minutes(1))
        #expect(guards.signals == 1)
        #expect(guards.freshness == .minutes(2))
        #expect(guards.budget == [Runbook.Budget(times: 2, within: .hours(12))])
        #expect(guards.secondPerson)
        #expect(runbook.verification?.every == .seconds(45))
        #expect(runbook.verification?.deadline == .minutes(15))
    }

    @Test func `a proof holds all checks that its own come after`() throws {
        let runbook = try TestRunbook.read(
            TestRunbook.plain
                .replacing(
                    "use: http, with: {url: \"{url}\"}", with: "use: http, with: {url: \"{url}\"}, after: [port]"))
        #expect(runbook.verification?.checks == [CheckID("page"), CheckID("port")])
    }

    @Test func `a response that only a failed proof leads to is used`() throws {
        let text = TestRunbook.plain
            .replacing("deadline: 10m", with: "deadline: 10m, otherwise: tell")
            .replacing(
                "responses: [",
                with:
                    "responses: [{id: tell, title: 連絡, actions: [{id: one, title: 連絡, use: operator.handover, with: {text: 連絡}}]}, "
            )
        #expect(try TestRunbook.read(text).verification?.otherwise == ResponseID("tell"))
        #expect(TestRunbook.problems(text) == [])
    }

    @Test func `bytes that are no text are refused with their place`() {
        let reading = TestRunbook.reader.read([0x69, 0x64, 0x3A, 0x20, 0xFF], file: "shop.yaml", id: nil)
        guard case .refused(let problems) = reading else {
            Issue.record("it was read")
            return
        }
        #expect(problems.map(\.description) == ["shop.yaml:1:5: error: this is not UTF-8; save the file as UTF-8"])
    }

    @Test func `every key and every kind of step is explained`() {
        let manual = TestRunbook.reader.manual()
        for kind in KindsOfTests.catalogue.checks { #expect(manual.contains("check \(kind.name): ")) }
        for kind in KindsOfTests.catalogue.actions { #expect(manual.contains("action \(kind.name): ")) }
        for word in ["deadline", "with.knownHosts", "reads daysLeft", "kinds of target: machine, service"] {
            #expect(manual.contains(word))
        }
    }

    @Test func `an action that no contract allows is told at its place, and one that some allows is not`() {
        func problems(_ allows: @escaping RunbookReader.Allowing) -> [String] {
            let reader = RunbookReader(
                catalogue: KindsOfTests.catalogue, patterns: TestRunbook.patterns, allows: allows)
            switch reader.read(TestRunbook.plain, file: "shop.yaml", id: nil) {
            case .refused(let problems), .runbook(_, let problems): return problems.map(\.description)
            }
        }
        #expect(problems { action, targets in action == "service.restart" && targets == [.site] } == [])
        #expect(
            problems { _, _ in false } == [
                "shop.yaml:8:49: warning: no contract allows the action `service.restart` on a target that the runbook is for; write a consent in a contract: `consents: [{action: service.restart, …}]`"
            ])
    }
}
