import CallTree
import EventJournal
import Foundation
import NightEngine
import Testing

/// The mails of a running server as a mail program of the site finds them, and the reports beside them.
@Suite(.serialized) struct OutboxTests {
    /// The second incident comes when the contract has started its one escalation of the hour, so no tree ever tells of
    /// the customer.
    @Test func `a mail greets the customer by name though no tree began, and the page names the values in force`()
        async throws
    {
        // The hour must not be over before the second alert, however busy the machine is.
        let server = try RunningServer(
            contracts: ["acme"], answers: "{a: [acknowledge], b: [acknowledge]}", speed: 20)
        let contract = server.folder.url.appending(path: "contracts/acme.yaml")
        let text = try String(contentsOf: contract, encoding: .utf8)
        try server.folder.write("contracts/acme.yaml", text + "\ncalls: {escalationsPerHour: 1}\n")
        server.program.signal(SIGHUP)
        #expect(server.program.errors.first { $0.contains("reloaded: 1 contracts") } != nil)
        let follower = try RunningProgram(
            NightCallProgram.path, ["report", "follow", "--site", server.folder.url.path],
            environment: RunningServer.secrets)
        defer { follower.kill() }
        for (number, key) in ["first", "second"].enumerated() {
            let body = #"{"dedupKey":"\#(key)","status":"firing","summary":"x"}"#
            #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
            try server.follow(untilEnded: number + 1)
        }
        #expect(follower.output.first { $0.contains("メール 1 を送信済み") } != nil)

        let mail = try String(
            contentsOf: server.folder.url.appending(path: "var/outbox/new/mail-1.eml"), encoding: .utf8)
        #expect(mail.contains("株式会社acme 御中"))
        #expect(mail.contains("desk@acme.example.jp,\r\n desk@example.jp"))
        let page = await server.get("/incidents/2")
        #expect(page.status == 200)
        let report = try NightCallProgram.run(
            "report", "show", "--site", server.folder.url.path, "2", environment: RunningServer.secrets)
        for form in [page.text, report.text] {
            #expect(form.contains("株式会社acme（acme）"))
            #expect(form.contains("有効な設定（報告作成時の契約）"))
            #expect(form.contains("desk@acme.example.jp と監視員へ"))
        }
    }

    @Test func `a row that no version wrote spoils no list and no report, and an export names it and goes on`()
        async throws
    {
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [acknowledge], b: [acknowledge]}")
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        let rows = try server.events().count
        let journal = try SQLiteJournal(at: JournalFiles(folder: server.folder.url.appending(path: "var").path))
        let strange = JournalEntry(
            instant: 0, subject: JournalSubject(kind: 1, id: 1), kind: 9_999, version: 1, payload: [])
        let alone = JournalEntry(instant: 0, kind: 9_999, version: 1, payload: [])
        try journal.append([strange, alone])
        try journal.close()

        func run(_ arguments: String...) throws -> NightCallProgram.Result {
            let program = try RunningProgram(
                NightCallProgram.path, arguments + ["--site", server.folder.url.path],
                environment: RunningServer.secrets)
            let code = program.wait()
            return NightCallProgram.Result(code: code, output: program.output.all(), errors: program.errors.all())
        }
        let exported = try run("journal", "export")
        #expect(exported.code == 1)
        #expect(exported.output.count == rows + 2)
        #expect(exported.output.suffix(2).allSatisfy { $0.contains("\"unreadable\":") })
        let listed = try run("report", "list")
        #expect(listed.code == 0)
        #expect(listed.text.contains("受領済み"))
        #expect(listed.errors.count == 2)
        let shown = try run("report", "show", "1")
        #expect(shown.code == 0)
        #expect(shown.output.filter { $0.contains("行が読めない") } == ["! 記録の \(rows + 1) 行が読めない"])
    }
}
