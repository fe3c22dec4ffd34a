import CallTree
import EventJournal
import Foundation
import NightEngine
import RunbookModel
import Testing

/// Runs in a server: ordered over the API, done on a real web server, remembered by the journal, whatever happens to the
/// process.
@Suite(.timeLimit(.minutes(10))) struct RunServerTests {
    private static let runbook = """
        version: 1
        id: web
        title: ウェブサーバーの一次復旧
        for: [service]
        parameters:
          url: {title: 確認先, type: url}
          config: {title: 設定ファイル, type: path}
        checks:
          - {id: page, title: ページが表示される, use: http, with: {url: "{url}"}, expect: {contains: "<html>ok"}, attempts: 1}
          - {id: process, title: プロセスが動いている, use: plugin, with: {program: /usr/lib/nagios/plugins/check_procs, arguments: [-c, "1:", -a, "{config}"]}, attempts: 1}
        decide:
          - {when: {any: [unknown, skipped]}, conclusion: unknown, say: 判定できません。}
          - {when: {page: abnormal, process: abnormal}, then: restart, conclusion: abnormal, say: 停止しているため、起動します。}
          - {when: {page: abnormal}, conclusion: abnormal, say: 内容が正しくありません。}
          - {when: {all: normal}, conclusion: normal, say: 正常です。}
          - {conclusion: warning, say: 注意が必要です。}
        responses:
          - id: restart
            title: ウェブサーバーの起動
            exclusion: 19
            guards: {apart: 10s, signals: 2}
            actions: [{id: start, title: ウェブサーバーを起動する, use: command, with: {command: COMMAND}}]
        verify: {checks: [page, process], from: 5s, every: 10s, rounds: 2, deadline: 10m}

        """

    /// A site whose contract lets the command be run.
    private func site(
        _ folder: ScratchFolder, _ page: PageServer, command: [String], agreed: Bool = true, alerts: String? = nil,
        more: String = "", calling fake: FakeTwilio? = nil
    ) throws {
        let words = "[" + command.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        try RunbookSite.write(
            folder, runbook: Self.runbook.replacingOccurrences(of: "COMMAND", with: words),
            parameters: #"{url: "http://127.0.0.1:\#(page.port)/", config: \#(folder.url.path)/daemon.conf}"#,
            agreed: agreed, alerts: alerts,
            allowed: "{plugins: [/usr/lib/nagios/plugins/check_procs], commands: [\(words)]}",
            more: more, calling: fake)
    }

    private func order(_ server: RunningServer, extent: String = "recover") async -> Int {
        await server.post(
            #"{"contract": "acme", "target": "web-1", "runbook": "web", "extent": "\#(extent)"}"#,
            to: "/api/runs/order",
            token: "operator-secret")
    }

    private func report(_ server: RunningServer, _ format: String = "text") throws -> String {
        let shown = try NightCallProgram.run(
            "report", "show", "--site", server.folder.url.path, "R-1", "--format", format,
            environment: RunningServer.secrets)
        #expect(shown.code == 0, "\(shown.errors)")
        return shown.text
    }

    @Test func `a web server that was killed is found, started again as agreed, proven, and reported`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, page, command: page.startAgain)
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        try #require(await order(server) == 200)
        let end = try server.end(ofRun: 1)
        let text = try report(server)
        #expect(end == .recovered, "\(text)")
        #expect(text.contains("復旧を確認") && text.contains("続けて2回正常であることを確認"), "\(text)")
        #expect(text.contains("停止しているため、起動します。") && text.contains("[10](19)"))
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try report(server, "json").utf8)) as? [String: Any])
        let rounds = try #require(json["rounds"] as? [[String: Any]])
        let verdicts = rounds.map { round in
            (round["checks"] as? [[String: Any]] ?? []).map { $0["verdict"] as? String ?? "" }
        }
        #expect(verdicts.first == ["abnormal", "abnormal"] && verdicts.last == ["normal", "normal"])
        #expect(try report(server, "html").contains("<svg") && report(server, "junit").contains("failures=\"0\""))
        let list = try NightCallProgram.run(
            "report", "list", "--runs", "--site", folder.url.path, environment: RunningServer.secrets)
        #expect(list.output.count == 1 && list.text.hasPrefix("R-1"))
    }

    @Test func `without the agreed option the same run names the clause, and nothing is touched`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, page, command: page.startAgain, agreed: false)
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        try #require(await order(server) == 200)
        #expect(try server.end(ofRun: 1) == .refused)
        let text = try report(server)
        #expect(text.contains("[10](19)") && text.contains("何も変更していません"), "\(text)")
        #expect(await LoopbackRequest.send("GET", to: "http://127.0.0.1:\(page.port)", "/", token: "").status == 0)
    }

    @Test func `a wrong page is told and left alone, and a healthy one is reported as such`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, page, command: page.startAgain)
        // The check looks for a process by its configuration: this one was started with the other file.
        try folder.write(
            "runbooks/web.yaml",
            try String(contentsOf: folder.url.appending(path: "runbooks/web.yaml"), encoding: .utf8)
                .replacingOccurrences(of: "\"{config}\"", with: "\(folder.url.path)/nginx.conf"))
        let server = try RunningServer(serving: folder, speed: 20)
        try #require(await order(server, extent: "check") == 200)
        #expect(try server.end(ofRun: 1) == .reported)
        #expect(try report(server).contains("結論") && report(server).contains("正常：正常です。"))
        try folder.write("www/index.html", "<html>broken</html>")
        try #require(await order(server) == 200)
        #expect(try server.end(ofRun: 2) == .reported)
        let second = try NightCallProgram.run(
            "report", "show", "--site", folder.url.path, "R-2", environment: RunningServer.secrets)
        #expect(second.text.contains("内容が正しくありません。") && second.text.contains("処置は行っていません"), "\(second.text)")
    }

    /// When the server is killed: as soon as this is told of the run.
    enum Moment: String, CaseIterable {
        case beforeIntent = "次の確認は"
        case afterIntent = "を指示します"
        case afterAction = "を起動する：実施"
        case duringProof = "処置後の確認は"
    }

    @Test(arguments: Moment.allCases)
    func `killed at any moment the action has happened at most once, and the run comes to its end`(moment: Moment)
        async throws
    {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        // Slow, so that the process can be killed while it is under way.
        let words = page.startAgain.map { "'\($0)'" }.joined(separator: " ")
        try folder.write("start.sh", "#!/bin/sh\necho started >> '\(folder.url.path)/starts'\n\(words)\nsleep 1\n")
        let script = folder.url.path + "/start.sh"
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        try site(folder, page, command: [script])
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        try #require(await order(server) == 200)
        try server.follow(run: 1, until: moment.rawValue)
        try server.killAndStartAgain()
        let end = try server.end(ofRun: 1)
        let starts = (try? String(contentsOfFile: folder.url.path + "/starts", encoding: .utf8)) ?? ""
        #expect(starts.split(separator: "\n").count <= 1, "\(moment): \(starts)")
        let intents = try server.runEvents(1).count { if case .actionIntended = $0.event { true } else { false } }
        #expect(intents == 1)
        #expect(end == .recovered || end == .notRecovered, "\(moment): \(end)")
        if moment != .afterIntent { #expect(end == .recovered) }
    }

    @Test func `an alert starts a run beside the calls where the contract has agreed to it`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(
            folder, page, command: page.startAgain,
            more: "standing: [{runbook: web, target: web-1, when: {text: /web.*/}}]")
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        let status = await server.post(
            #"{"dedupKey":"web","status":"firing","summary":"web is down"}"#, to: "/alerts/acme/mon")
        #expect(status == 202)
        #expect(try server.end(ofRun: 1) == .recovered)
        guard case .started(_, let order)? = try server.runEvents(1).first?.event else {
            Issue.record("no run")
            return
        }
        #expect(order.asker == .alert(incident: 1))
    }

    @Test func `an alert of the target that comes while its action is under way joins the run and calls nobody`()
        async throws
    {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        // It ends when it is told to.
        let words = page.startAgain.map { "'\($0)'" }.joined(separator: " ")
        try folder.write(
            "start.sh", "#!/bin/sh\nuntil [ -e '\(folder.url.path)/go' ]; do sleep 0.1; done\n\(words)\n")
        let script = folder.url.path + "/start.sh"
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        try site(folder, page, command: [script], alerts: "{text: /web.*/}")
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        try #require(await order(server) == 200)
        try server.follow(run: 1, until: "を指示します")
        func post(_ status: String) async -> Int {
            await server.post(
                #"{"dedupKey":"web","status":"\#(status)","summary":"web is down"}"#, to: "/alerts/acme/mon")
        }
        #expect(await post("firing") == 202)
        #expect(await post("resolved") == 202)
        try folder.write("go", "")
        #expect(try server.end(ofRun: 1) == .recovered)
        #expect(try report(server).contains("自らの処置によるもの"))
        #expect(await server.get("/api/incidents").text == "[]\n")
    }

    @Test func `who is called hears what the run beside the calls has found and done`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        let fake = try FakeTwilio(speed: 20)
        try site(
            folder, page, command: page.startAgain,
            more: "standing: [{runbook: web, target: web-1, when: {text: /web.*/}}]", calling: fake)
        let server = try RunningServer(serving: folder, speed: 20)
        try await fake.route(to: server.address)
        try await fake.tell("settings", #"{"dates": "virtual", "now": "\#(Date().ISO8601Format())"}"#)
        try await fake.tell(
            "behaviours",
            """
            {"numbers": {"\(TwilioNight.a)": [{"answer": "no-answer"}],
                         "\(TwilioNight.b)": [{"answer": "no-answer"}, {"answer": "person", "press": ["1"]}]}}
            """)
        page.stop()
        let status = await server.post(
            #"{"dedupKey":"web","status":"firing","summary":"web is down"}"#, to: "/alerts/acme/mon")
        #expect(status == 202)
        #expect(try server.end(ofRun: 1) == .recovered)
        try server.follow(untilEnded: 1)
        let calls = try await fake.truth("idle=1&wait=60").calls
        let said = try #require(calls.last?.spoken.first?.text)
        #expect(said.contains("「web is down」が発生しています。自動で確認した結果、停止しているため、起動します。"), "\(said)")
        #expect(said.count <= 300 && said.hasSuffix("2番を押してください。"), "\(said)")
    }

    @Test func `where the command has not helped, the vendor is written to once, with the report so far`() async throws
    {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, page, command: ["/bin/true"], more: "vendors: {host: support@host.example.jp}")
        let text = try String(contentsOf: folder.url.appending(path: "runbooks/web.yaml"), encoding: .utf8)
        let escalate =
            "  - {id: escalate, title: 事業者への連絡, actions: [{id: vendor, title: 事業者に連絡する, use: vendor.escalate, with: {vendor: host, text: 調査をお願いします。}}]}\nverify:"
        try folder.write(
            "runbooks/web.yaml",
            text.replacingOccurrences(of: "verify:", with: escalate).replacingOccurrences(
                of: "deadline: 10m", with: "deadline: 1m, otherwise: escalate"))
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        try #require(await order(server) == 200)
        #expect(try server.end(ofRun: 1) == .notRecovered)
        #expect(try report(server).contains("事業者に連絡する：実施、受付番号はまだありません"))
        let mail = try String(
            contentsOf: folder.url.appending(path: "var/outbox/new/run-1-2.eml"), encoding: .utf8)
        #expect(mail.contains("support@host.example.jp"))
    }

    @Test func `targets that are abnormal all at once are left alone, and a person is called once`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, page, command: ["/bin/touch", folder.url.path + "/touched"])
        let file = folder.url.appending(path: "contracts/acme.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let target = try #require(text.split(separator: "\n").first { $0.hasPrefix("targets: [") }).dropFirst(10)
            .dropLast()
        let all = (1...3).map { target.replacingOccurrences(of: "web-1", with: "web-\($0)") }.joined(separator: ", ")
        try folder.write(
            "contracts/acme.yaml",
            text.replacingOccurrences(of: String(target), with: all).replacingOccurrences(
                of: " target: web-1,", with: "") + "\nactionLimits: {commonCauseTargets: 2}\n")
        // Slow enough that what was seen of all is not over before the last is to be recovered.
        let server = try RunningServer(serving: folder, speed: 2)
        page.stop()
        func run(_ extent: String) async throws {
            for number in 1...3 {
                let order =
                    #"{"contract": "acme", "target": "web-\#(number)", "runbook": "web", "extent": "\#(extent)"}"#
                try #require(await server.post(order, to: "/api/runs/order", token: "operator-secret") == 200)
            }
        }
        try await run("check")
        for number in 1...3 { #expect(try server.end(ofRun: number) == .reported) }
        try await run("recover")
        for number in 4...6 { #expect(try server.end(ofRun: number) == .refused) }
        #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/touched"))
        let raised = try server.events().compactMap { recorded -> Alarm? in
            if case .alarmRaised(_, let alarm) = recorded.event { alarm } else { nil }
        }
        #expect(raised.count { $0 == .manyTargetsAbnormal(ContractID("acme")) } == 1, "\(raised)")
        #expect(!raised.contains { (4...6).map { .runNeedsPerson($0) }.contains($0) }, "\(raised)")
    }

    @Test func `what cannot be ordered is refused with what there is, and needs a token`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try site(folder, page, command: page.startAgain)
        let server = try RunningServer(serving: folder, speed: 20)
        func order(_ body: String, token: String = "operator-secret") async -> Int {
            await server.post(body, to: "/api/runs/order", token: token)
        }
        #expect(await order("{}", token: "wrong") == 401)
        for body in [
            "", "[]", "{}", #"{"contract": "beta", "target": "web-1", "runbook": "web"}"#,
            #"{"contract": "acme", "target": "web-2", "runbook": "web"}"#,
            #"{"contract": "acme", "target": "web-1", "runbook": "other"}"#,
            #"{"contract": "acme", "target": "web-1", "runbook": "web", "extent": "all"}"#,
            #"{"contract": "acme", "target": "web-1", "runbook": "web", "parameters": {"nothing": "1"}}"#,
        ] {
            #expect(await order(body) == 409, "\(body)")
        }
        let listed = await server.get("/api/runs")
        #expect(listed.status == 200 && listed.text == "[]\n")
        #expect(await server.get("/api/runs/1").status == 404)
    }
}

extension RunningServer {
    func runEvents(_ run: Int) throws -> [RecordedRunEvent] {
        let reader = try SQLiteJournalReader(at: JournalFiles(folder: folder.url.appending(path: "var").path))
        return try JournalEvents(reader).of(RunID(run)).events
    }

    private func follower(_ run: Int) throws -> RunningProgram {
        try RunningProgram(
            NightCallProgram.path, ["report", "follow", "--site", folder.url.path, "--until-run-ended", "\(run)"],
            environment: Self.secrets)
    }

    /// Waits until a sentence with these words is told of the run.
    func follow(run: Int, until words: String) throws {
        let follower = try follower(run)
        defer { follower.kill() }
        try #require(follower.output.first { $0.contains("R-\(run)") && $0.contains(words) } != nil)
    }

    /// Waits until the run has ended.
    func end(ofRun run: Int) throws -> RunEnd {
        try follower(run).wait()
        let ends = try runEvents(run).compactMap { recorded -> RunEnd? in
            if case .ended(_, let end) = recorded.event { end } else { nil }
        }
        return try #require(ends.first)
    }
}
