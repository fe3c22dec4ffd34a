import Documents
import Foundation
import RunbookSteps
import ServiceHours
import Testing

@testable import Reports
@testable import RunbookModel

/// A runbook as a procedure for people.
@Suite struct ProcedureTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let reader = RunbookReader(
        catalogue: StepKinds.catalogue, patterns: PatternJudge(fault: { _ in nil }, matches: { _, _ in true }))

    private static func procedure(
        _ text: String, _ language: Language = .japanese, at place: SourceLocation = #_sourceLocation
    ) throws -> Procedure {
        switch reader.read(text, file: "small.yaml", id: nil) {
        case .runbook(let runbook, _):
            return Procedure(runbook, catalogue: StepKinds.catalogue, language: language)
        case .refused(let problems):
            return try #require(nil as Procedure?, "\(problems.map(\.description))", sourceLocation: place)
        }
    }

    private static func shipped(_ name: String, _ language: Language = .japanese) throws -> Procedure {
        try procedure(
            String(contentsOf: root.appending(path: "Runbooks/\(name)"), encoding: .utf8), language)
    }

    /// One of everything that a procedure tells.
    static let small = """
        version: 1
        id: small
        title: 店舗サイトの一次復旧
        purpose: 店舗サイトが停止したときに、合意した方法で一度だけ再起動する。
        for: [site, service]
        parameters:
          url: {title: 確認するページのURL, type: url}
          unit: {title: サービスの名前, type: text, pattern: "/[a-z]+/", default: nginx}
        checks:
          - {id: self, title: 当社側が正常である, use: self}
          - id: page
            title: ページが表示される
            use: http
            with: {url: "{url}", fields: {Accept: text/html}}
            expect: {status: 200, contains: ようこそ, within: 1500ms, field: {Content-Type: text/html}}
            attempts: 1
            after: [self]
          - {id: load, title: 負荷が低い, use: plugin, with: {program: /usr/lib/nagios/plugins/check_load, arguments: [-w, "5"]}}
          - {id: certificate, title: 証明書に残りがある, use: tls, with: {host: www.example.jp}, after: [self, page]}
        decide:
          - {when: {self: [warning, abnormal, unknown]}, then: handover, conclusion: unknown, say: 当社側に問題があります。}
          - {when: {page: abnormal, load: abnormal, "page.milliseconds": "> 1000"}, then: restart, conclusion: abnormal, say: 再起動します。}
          - {when: {"certificate.daysLeft": "< 14"}, conclusion: warning, say: 証明書を更新してください。}
          - {when: {all: normal}, conclusion: normal, say: 正常です。}
          - {conclusion: unknown, say: 判定できません。}
        responses:
          - id: restart
            title: サービスの再起動
            exclusion: 19
            guards: {apart: 90s, secondPerson: true}
            actions:
              - {id: quiet, title: 通知を抑止する, use: suppress.self, with: {span: 15m, text: 再起動による通知}}
              - {id: restart, title: 再起動する, use: service.restart, with: {unit: "{unit}"}}
          - id: handover
            title: 引き継ぎ
            actions: [{id: tell, title: 担当者に知らせる, use: operator.handover, with: {text: 当社側を確認してください。}}]
        verify: {checks: [page], from: 30s, every: 45s, rounds: 2, deadline: 10m, otherwise: handover}
        """

    @Test(arguments: [Language.japanese, .english])
    func `a small runbook reads as its golden text`(language: Language) throws {
        let text = try Self.procedure(Self.small, language).text
        let file = Self.root.appending(path: "Fixtures/Reports/procedure.\(language).txt")
        if ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8))
    }

    @Test(arguments: [Language.japanese, .english])
    func `the page tells every line of the text, and loads nothing`(language: Language) throws {
        let procedure = try Self.procedure(Self.small, language)
        let page = procedure.html
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("default-src &#39;none&#39;"))
        #expect(page.contains("<html lang=\"\(language.tag)\">"))
        for passage in procedure.passages {
            for line in passage.lead + passage.contents.flatMap(\.lines) {
                var escaped = MarkupText(.xml)
                let before = escaped.text.count
                escaped.write(line.shown(limit: 600))
                let isThere = page.contains(escaped.text.dropFirst(before))
                #expect(isThere, "\(line)")
            }
        }
        for word in ["src=", "href=", "<script", "<link", "@import", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func `no text of a runbook becomes markup or turns a line round`() throws {
        let hostile = "<script>alert(1)</script> &amp; \\\"'>"
        let text = Self.small
            .replacing("店舗サイトの一次復旧", with: "\"\(hostile)\"").replacing("ページが表示される", with: "\"\(hostile)\"")
            .replacing("再起動します。", with: "\"\(hostile)\"").replacing("確認するページのURL", with: "\"\(hostile)\"")
            .replacing("title: 引き継ぎ", with: "title: \"\(hostile)\"").replacing("ようこそ", with: "\"\(hostile)\"")
        let procedure = try Self.procedure(text)
        #expect(!procedure.html.contains("<script"))
        #expect(procedure.html.ranges(of: "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &quot;&#39;&gt;").count >= 8)
        #expect(procedure.text.contains("<script>alert(1)</script>"))
    }

    /// A runbook may come from a journal, where no reader has looked at its characters.
    @Test func `characters that a terminal would obey are shown by their codes`() throws {
        let runbook = Runbook(
            id: RunbookID("odd"), title: "確認\u{1B}[2J\u{202E}", purpose: "二行\n目", targets: [.site], parameters: [],
            checks: [
                Runbook.Check(
                    id: CheckID("a"), title: "a\u{7}", use: "gone", with: ["key": .text("{odd")], expect: [:],
                    timeout: .milliseconds(1_500), attempts: 2, spacing: .zero, after: [])
            ],
            rules: [], responses: [], verification: nil)
        let procedure = Procedure(runbook, catalogue: StepKinds.catalogue, language: .japanese)
        for shown in [procedure.text, procedure.html] {
            #expect(!shown.contains("\u{1B}") && !shown.contains("\u{202E}") && !shown.contains("\u{7}"))
            #expect(shown.contains("U+001B") && shown.contains("二行 目"))
            // What nobody knows any more is shown as it is written.
            #expect(shown.contains("gone") && shown.contains("key：{odd") && shown.contains("1秒500ミリ秒"))
        }
    }

    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Runbooks").path)) ?? []
        return all.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    @Test func `there are runbooks to show`() { #expect(Self.names.count >= 10) }

    @Test(arguments: names, [Language.japanese, .english])
    func `every shipped runbook is shown whole`(name: String, language: Language) throws {
        let procedure = try Self.shipped(name, language)
        let (text, page) = (procedure.text, procedure.html)
        let runbook = procedure.runbook
        let said =
            [runbook.title, runbook.purpose] + runbook.parameters.map(\.title) + runbook.checks.map(\.title)
            + runbook.rules.map(\.sentence) + runbook.responses.map(\.title)
            + runbook.responses.flatMap(\.actions).map(\.title)
        for words in said { #expect(text.contains(words) && page.contains(words), "\(words)") }
        // Every key has a word of its own, every value stands for something, and nothing is cut off.
        let isWhole = !runbook.parameters.contains { text.contains("{\($0.name)}") } && !text.contains("… (+")
        #expect(isWhole, "\(text)")
    }

    @Test func `every key and every value of every kind has a word, and no two of a kind the same`() {
        for kind in StepKinds.checks.map({ $0.kind }) {
            let labels = kind.with.map { StepWords.label(kind.name, $0.name)?.japanese }
            #expect(!labels.contains(nil) && Set(labels).count == labels.count, "\(kind.name): \(labels)")
            let norms = kind.expect.map { StepNorms.sentence(kind.name, $0.name, "1")?.japanese }
            #expect(!norms.contains(nil) && Set(norms).count == norms.count, "\(kind.name): \(norms)")
            let readings = kind.values.map { StepWords.reading($0.name)?.japanese }
            #expect(!readings.contains(nil) && Set(readings).count == readings.count, "\(kind.name): \(readings)")
        }
        for kind in StepKinds.actions.map({ $0.kind }) {
            let labels = kind.with.map { StepWords.label(kind.name, $0.name)?.japanese }
            #expect(!labels.contains(nil) && Set(labels).count == labels.count, "\(kind.name): \(labels)")
        }
    }
}

extension ProcedurePassage.Content {
    /// Every text in it that a person reads.
    fileprivate var lines: [String] {
        switch self {
        case .facts(let facts): facts.flatMap { [$0.label] + $0.lines }
        case .table(let head, let rows): head + rows.flatMap { $0 }
        case .steps(let steps):
            steps.flatMap {
                [$0.title] + $0.points + $0.facts.flatMap { [$0.label] + $0.lines } + ($0.badge.map { [$0.word] } ?? [])
            }
        case .list(let head, let points): (head.map { [$0] } ?? []) + points
        }
    }
}
