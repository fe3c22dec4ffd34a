import Foundation
import Testing

/// `nightcall runbook …` as a person at the desk uses it.
struct RunbookCommandTests {
    private static let shipped = NightCallProgram.root.appending(path: "Runbooks").path

    @Test func `the shipped runbooks are listed, without a problem in any of them`() throws {
        let listed = try NightCallProgram.run("runbook", "list", Self.shipped)
        #expect(listed.code == 0, "\(listed.errors)")
        #expect(listed.output.count >= 10)
        let linted = try NightCallProgram.run("runbook", "lint", Self.shipped)
        #expect(linted.code == 0, "\(linted.text)")
        #expect(linted.output == ["\(listed.output.count) runbooks: 0 errors, 0 warnings"])
    }

    @Test func `a runbook is shown as a procedure, in text and as a page`() throws {
        let file = Self.shipped + "/web-server.yaml"
        let text = try NightCallProgram.run("runbook", "show", file)
        #expect(text.code == 0 && text.text.contains("確認"), "\(text.errors)")
        let page = try NightCallProgram.run("runbook", "show", file, "--format", "html", "--language", "english")
        #expect(page.code == 0 && page.text.hasPrefix("<!DOCTYPE html>"), "\(page.errors)")
    }

    @Test func `a mistake is told with its place, and the exit code is 1`() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "odd.yaml", "version: 1\nid: odd\ntitle: x\nfor: [service]\nchecks: []\ndecide: []\nresponce: []\n")
        let linted = try NightCallProgram.run("runbook", "lint", folder.url.path)
        #expect(linted.code == 1)
        #expect(linted.text.contains("odd.yaml:7:1: error:") && linted.text.contains("responses"), "\(linted.text)")
        let shown = try NightCallProgram.run("runbook", "show", folder.url.path + "/odd.yaml")
        #expect(shown.code == 2)
        #expect(try NightCallProgram.run("runbook", "lint", folder.url.path + "/nothing").code == 2)
    }

    @Test func `the schema is one JSON document`() throws {
        let schema = try NightCallProgram.run("runbook", "schema")
        #expect(schema.code == 0)
        #expect((try? JSONSerialization.jsonObject(with: Data(schema.text.utf8))) is [String: Any])
    }

    // Plan

    /// A page and a file of a web server, and a restart that is agreed on.
    private func site(_ folder: ScratchFolder, port: Int, consent: Bool = true, agreed: Bool = true) throws {
        try RunbookSite.write(
            folder, runbook: Self.web,
            parameters:
                #"{url: "http://127.0.0.1:\#(port)/", file: \#(folder.url.path)/alive, unit: nginx}"#,
            consent: consent ? "service.restart" : nil, agreed: agreed, allowed: "{folders: [\(folder.url.path)]}")
    }

    private static let web = """
        version: 1
        id: web
        title: ウェブサーバーの一次復旧
        for: [service]
        parameters:
          url: {title: 確認先, type: url}
          file: {title: 生存ファイル, type: path}
          unit: {title: サービス名, type: text}
        checks:
          - {id: page, title: ページが表示される, use: http, with: {url: "{url}"}, attempts: 1}
          - {id: alive, title: プロセスが動いている, use: file.age, with: {path: "{file}"}, expect: {youngerThan: 1h}, attempts: 1}
        decide:
          - {when: {any: [unknown, skipped]}, conclusion: unknown, say: 判定できません。}
          - {when: {page: abnormal}, then: restart, conclusion: abnormal, say: ページが表示されないため、再起動します。}
          - {when: {all: normal}, conclusion: normal, say: 正常です。}
          - {conclusion: warning, say: 注意が必要です。}
        responses:
          - id: restart
            title: ウェブサーバーの再起動
            exclusion: 19
            guards: {apart: 0s, signals: 1}
            actions: [{id: restart, title: 再起動する, use: service.restart, with: {unit: "{unit}"}}]
        verify: {checks: [page], deadline: 10m}

        """

    private func plan(_ folder: ScratchFolder, _ more: String...) throws -> NightCallProgram.Result {
        let words = ["runbook", "plan", "web", "--site", folder.url.path, "--contract", "acme", "--target", "web-1"]
        let program = try RunningProgram(
            NightCallProgram.path, words + more, environment: RunningServer.secrets, in: NightCallProgram.root)
        let code = program.wait()
        return NightCallProgram.Result(code: code, output: program.output.all(), errors: program.errors.all())
    }

    @Test func `of a healthy target the plan says that nothing is to be done`() throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, port: page.port)
        try folder.write("alive", "x")
        let planned = try plan(folder)
        #expect(planned.code == 0, "\(planned.errors)")
        #expect(planned.text.contains("第3行：正常です。"), "\(planned.text)")
        #expect(planned.text.contains("対応：なし"))
    }

    @Test func `of a broken target the plan looks twice, asks every guard, and changes nothing`() throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, port: page.port)
        try folder.write("alive", "x")
        page.stop()
        let planned = try plan(folder, "--format", "json")
        let found = try #require(try JSONSerialization.jsonObject(with: Data(planned.text.utf8)) as? [String: Any])
        let rounds = try #require(found["rounds"] as? [[String: Any]])
        #expect(rounds.count == 2)
        #expect(found["row"] as? Int == 2)
        #expect(found["response"] as? String == "restart")
        let guards = try #require(found["guards"] as? [[String: Any]])
        let refused = guards.filter { $0["passes"] as? Bool == false }.compactMap { $0["guard"] as? String }
        #expect(refused.allSatisfy { ["goal"].contains($0) }, "\(guards)")
        #expect(guards.count >= 18)
        let checks = try #require(rounds.last?["checks"] as? [[String: Any]])
        #expect(checks.map { $0["verdict"] as? String } == ["abnormal", "normal"])
    }

    @Test func `with a site, an action that no contract allows is told with its place`() throws {
        func linted(consent: Bool) throws -> (code: Int32, text: String) {
            let folder = try ScratchFolder()
            try site(folder, port: 9, consent: consent)
            let runbooks = folder.url.appending(path: "runbooks").path
            let program = try RunningProgram(
                NightCallProgram.path, ["runbook", "lint", runbooks, "--site", folder.url.path],
                environment: RunningServer.secrets, in: NightCallProgram.root)
            return (program.wait(), program.output.all().joined(separator: "\n"))
        }
        let allowed = try linted(consent: true)
        #expect(allowed.code == 0 && allowed.text.contains("1 runbooks: 0 errors, 0 warnings"), "\(allowed.text)")
        let forbidden = try linted(consent: false)
        #expect(forbidden.code == 0 && forbidden.text.contains("1 runbooks: 0 errors, 1 warnings"))
        let told = "web.yaml:22:15: warning: no contract allows the action `service.restart`"
        #expect(forbidden.text.contains(told), "\(forbidden.text)")
    }

    @Test(arguments: [(false, true, "consent"), (true, false, "exclusion")])
    func `without consent, or under an exclusion, the plan says what refuses, and exits with 1`(
        consent: Bool, agreed: Bool, refusal: String
    ) throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, port: page.port, consent: consent, agreed: agreed)
        try folder.write("alive", "x")
        page.stop()
        let planned = try plan(folder)
        #expect(planned.code == 1)
        #expect(planned.text.contains("- 否  \(refusal == "consent" ? "お客様の同意" : "対象外の作業でない")"), "\(planned.text)")
        #expect(planned.text.contains("何も変更していません"))
        if refusal == "exclusion" { #expect(planned.text.contains("[10](19)")) }
    }

    @Test func `what is not there is told with what there is`() throws {
        let folder = try ScratchFolder()
        try site(folder, port: 9)
        let site = folder.url.path
        func errors(_ words: String...) throws -> String {
            let program = try RunningProgram(
                NightCallProgram.path, ["runbook", "plan"] + words, environment: RunningServer.secrets,
                in: NightCallProgram.root)
            #expect(program.wait() != 0)
            return program.errors.all().joined(separator: "\n")
        }
        #expect(try errors("web", "--site", site, "--contract", "beta", "--target", "web-1").contains("it has acme"))
        #expect(try errors("web", "--site", site, "--contract", "acme", "--target", "web-2").contains("it has web-1"))
        #expect(
            try errors("web", "--site", site, "--contract", "acme", "--target", "web-1", "--parameter", "port=1")
                .contains("no parameter `port`"))
        #expect(
            try errors("other", "--site", site, "--contract", "acme", "--target", "web-1").contains("cannot be read"))
    }
}
