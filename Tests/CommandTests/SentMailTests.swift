import CallTree
import EventJournal
import Foundation
import TestPeers
import Testing

/// Mails and alarms of a running server, against a mail server that we did not write.
@Suite(.serialized) struct SentMailTests {
    /// A site whose mails go to this port; `more` stands in the operator's mapping and `keys` beside the others.
    private func site(
        _ folder: ScratchFolder, port: Int, smtp: String = "", more: String = "", keys: String = "",
        answers: String = "{a: [no-answer], b: [no-answer]}"
    ) throws {
        try RunningServer.writeSite(folder, contracts: ["acme"], answers: answers)
        let path = folder.url.appending(path: "nightcall.yaml")
        let text = try String(contentsOf: path, encoding: .utf8).replacing(
            "alarm: {command: [/bin/true]}", with: more.isEmpty ? "alarm: {command: [/bin/true]}" : more)
        try folder.write(
            "nightcall.yaml",
            text + "\nsmtp: {host: 127.0.0.1, port: \(port), from: nightcall@example.jp\(smtp)}\n\(keys)")
    }

    private func contract(_ folder: ScratchFolder, _ change: (String) -> String) throws {
        let path = folder.url.appending(path: "contracts/acme.yaml")
        try folder.write("contracts/acme.yaml", change(try String(contentsOf: path, encoding: .utf8)))
    }

    private func fire(_ server: RunningServer, _ key: String = "disk") async {
        let body = #"{"dedupKey":"\#(key)","status":"firing","summary":"容量不足 \#(key)"}"#
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
    }

    /// The message to a folder, but for those with alarms.
    private func next(_ box: Mailbox) throws -> Mailbox.Message {
        while true {
            let message = try #require(try box.next())
            if !message.subject.contains("警報") { return message }
        }
    }

    @Test func `through STARTTLS and a login mails arrive whole, once, and in Japanese`() async throws {
        let certificates = try MailCertificates()
        let box = try Mailbox([
            "--certificate", certificates.certificate, "--key", certificates.key, "--user", "desk", "--password",
            "開け s3cret",
        ])
        let folder = try ScratchFolder()
        try folder.write("password", "開け s3cret\n")
        try site(
            folder, port: box.port,
            smtp: ", security: starttls, authorities: \"\(certificates.authority)\", user: desk, "
                + "password: \"${file:password}\"")
        let server = try RunningServer(serving: folder)
        await fire(server)
        try server.follow(untilEnded: 1)
        let mail = try next(box)
        #expect(mail.subject == "[NightCall] 株式会社acme: 受領者なし - 容量不足 disk")
        #expect(mail.body.hasPrefix("株式会社acme 御中\n\n契約どおりの順番と回数でお電話しましたが"))
        #expect(mail.body.contains("応答なし"))
        #expect(mail.recipients == ["desk@acme.example.jp", "desk@example.jp"])
        #expect(mail.to == "desk@acme.example.jp, desk@example.jp")
        #expect(mail.sender == "nightcall@example.jp")
        #expect(mail.encrypted && mail.authenticated && mail.ascii)
        try delivered(1, by: server)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(!server.program.errors.all().joined().contains("s3cret"))
        box.end()
        #expect(try box.next() == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "var/outbox").path))
    }

    /// Waits until the journal holds that so many mails have left.
    private func delivered(_ count: Int, by server: RunningServer) throws {
        let follower = try RunningProgram(
            NightCallProgram.path, ["report", "follow", "--site", server.folder.url.path],
            environment: RunningServer.secrets)
        defer { follower.kill() }
        for number in 1...count {
            #expect(follower.output.first { $0.contains("メール \(number) を送信済み") } != nil)
        }
    }

    /// A clock that is sped up begins at the journal's last event; this one is in a year that is to come.
    private func begin(_ folder: ScratchFolder, at time: String) throws {
        let date = try #require(ISO8601DateFormatter().date(from: time))
        try folder.write("var/.keep", "")
        let journal = try SQLiteJournal(
            at: JournalFiles(folder: folder.url.appending(path: "var").path), reserveBytes: 0)
        let instant = Int64(date.timeIntervalSince1970) * 1_000_000
        try journal.append([JournalEntry(instant: instant, kind: 9_999, version: 1, payload: [])])
        try journal.close()
    }

    private static let day = "2040-06-13T10:00:00+09:00"
    private static let morning = "2040-06-14T08:58:00+09:00"

    @Test(arguments: [
        (day, "hours: {}", "{}", "対応時間外のアラート", "2040-06-13（水）17:00:00 にお電話します"),
        (day, "hours: {}\ncalls: {outsideWindow: record-only}", "{}", "架電なし", "お電話は差し上げませんでした"),
        (morning, "hours: {}", "{otherwise: [no-answer]}", "引き継ぎ", "電話連絡の対応時間が終わったため"),
        (morning, "hours: {always: true}", "{a: [line-failure], b: [line-failure]}", "不達", "つながりませんでした"),
        (morning, "hours: {always: true}\ncalls: {rounds: 1}", "{}", "受領者なし", "どなたにも受領いただけませんでした"),
    ])
    func `each end that nobody received, and an alert by day, is mailed in its words`(
        time: String, hours: String, answers: String, words: String, sentence: String
    ) async throws {
        let box = try Mailbox()
        let folder = try ScratchFolder()
        try site(folder, port: box.port, answers: answers.contains("a:") ? answers : "{a: [no-answer], b: [no-answer]}")
        try contract(folder) { $0.replacing("hours: {always: true}", with: hours) }
        try begin(folder, at: time)
        let server = try RunningServer(serving: folder, speed: 50)
        await fire(server)
        var mail = try next(box)
        while mail.subject.contains("夜間の記録") { mail = try next(box) }
        if words == "架電なし" {
            // By day it is mailed at once, and then again that it is not called.
            while !mail.subject.contains(words) { mail = try next(box) }
        }
        #expect(mail.subject == "[NightCall] 株式会社acme: \(words) - 容量不足 disk")
        #expect(mail.body.contains(sentence), "\(mail.body)")
        #expect(mail.recipients == ["desk@acme.example.jp", "desk@example.jp"])
    }

    @Test func `a mail server that comes with a reload gets the mails from then on`() async throws {
        let box = try Mailbox()
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"], answers: "{a: [no-answer], b: [no-answer]}")
        let server = try RunningServer(serving: folder)
        await fire(server, "first")
        try delivered(1, by: server)
        #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "var/outbox/new/mail-1.eml").path))
        try site(folder, port: box.port)
        server.program.signal(SIGHUP)
        #expect(server.program.errors.first { $0.contains("reloaded: 1 contracts") } != nil)
        await fire(server, "second")
        #expect(try next(box).subject == "[NightCall] 株式会社acme: 受領者なし - 容量不足 second")
        try delivered(2, by: server)
    }

    @Test func `a cancelled incident is mailed`() async throws {
        let box = try Mailbox()
        let folder = try ScratchFolder()
        try site(folder, port: box.port)
        let server = try RunningServer(serving: folder, speed: 1)
        await fire(server)
        let done = try NightCallProgram.run(
            "incidents", "cancel", "1", "--reason", "試験", "--url", server.address, "--token-env", "NIGHTCALL_TOKEN",
            environment: RunningServer.secrets)
        #expect(done.code == 0, "\(done.errors)")
        let mail = try next(box)
        #expect(mail.subject == "[NightCall] 株式会社acme: 取り消し - 容量不足 disk")
        #expect(mail.body.contains("監視員がお電話を取り消しました"))
    }

    @Test func `at nine in the morning the head of the journal comes once, and the journal still holds it`()
        async throws
    {
        let box = try Mailbox()
        let folder = try ScratchFolder()
        try site(folder, port: box.port)
        try contract(folder) { $0.replacing("hours: {always: true}", with: "hours: {}") }
        try begin(folder, at: Self.morning)
        let server = try RunningServer(serving: folder, speed: 50)
        await fire(server)
        var mail = try next(box)
        while !mail.subject.contains("夜間の記録") { mail = try next(box) }
        #expect(mail.subject.hasPrefix("[NightCall] 夜間の記録 2040-06-14: 末尾は "))
        #expect(mail.recipients == ["desk@example.jp"])
        let words = mail.body.split { $0 == " " || $0 == "\n" }
        let hash = try #require(words.first { $0.count == 64 })
        let note = folder.url.appending(path: "var/daily-head")
        while !(try String(contentsOf: note, encoding: .utf8)).hasPrefix("1\n2040-06-14\nsent\n") { sched_yield() }
        for _ in 1...2 { try server.killAndStartAgain() }
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        box.end()
        while let more = try box.next() { #expect(!more.subject.contains("夜間の記録")) }
        let verified = try NightCallProgram.run(
            "journal", "verify", "--site", folder.url.path, "--head", String(hash), environment: RunningServer.secrets)
        #expect(verified.code == 0, "\(verified.text)")
    }

    @Test func `without a mail server the head of the journal lies in the folder`() throws {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        // Yesterday's is the last that was sent.
        try folder.write("var/daily-head", "1\n2026-01-01\nsent\n0\n0\n\n")
        let server = try RunningServer(serving: folder, speed: 1)
        let new = folder.url.appending(path: "var/outbox/new")
        var names: [String] = []
        while names.isEmpty, server.program.isRunning {
            names = ((try? FileManager.default.contentsOfDirectory(atPath: new.path)) ?? []).filter {
                $0.hasPrefix("head-")
            }
            sched_yield()
        }
        #expect(names.count == 1)
    }

    /// The server is down at first. Of three addresses one is refused for good and one has to come back.
    @Test func `every address gets the mail as soon as the server takes it, whatever becomes of the others`()
        async throws
    {
        let port = try FreePort.find()
        let folder = try ScratchFolder()
        try site(folder, port: port)
        try contract(folder) {
            $0.replacing("[desk@acme.example.jp]", with: "[refused@acme.example.jp, later@acme.example.jp]")
        }
        let server = try RunningServer(serving: folder)
        await fire(server)
        #expect(server.program.errors.first { $0.contains("the mail server takes nothing, tried again in 5 s") } != nil)
        let box = try Mailbox(["--port", "\(port)"])
        let first = try next(box)
        let second = try next(box)
        #expect(first.recipients == ["desk@example.jp"] && second.recipients == ["later@acme.example.jp"])
        #expect(first.id == second.id && first.body == second.body)
        try delivered(1, by: server)
        #expect(try server.events().contains { $0.event == .alarmRaised(AlarmID(1), .mailRefused(MailID(1))) })
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(
            server.program.errors.all().contains(
                "mail-1: the mail server refuses refused@acme.example.jp: 550 5.1.1 no such person"))
    }

    @Test func `killed between the server's 250 and our note, the mail comes at most a second time, with the same id`()
        async throws
    {
        let port = try FreePort.find()
        let folder = try ScratchFolder()
        try site(folder, port: port)
        let server = try RunningServer(serving: folder)
        let killer = try Mailbox(["--port", "\(port)", "--kills", "\(server.program.processID)"])
        await fire(server)
        let first = try next(killer)
        #expect(server.program.wait() == 128 + SIGKILL)
        #expect(!(try server.events().contains { $0.event == .mailDelivered(MailID(1)) }))
        killer.end()
        let box = try Mailbox(["--port", "\(port)"])
        try server.killAndStartAgain()
        let second = try next(box)
        #expect(second.id == first.id && second.subject == first.subject)
        try delivered(1, by: server)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        box.end()
        #expect(try box.next() == nil)
    }
}
