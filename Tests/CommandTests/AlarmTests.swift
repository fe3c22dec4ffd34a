import CallTree
import EventJournal
import Foundation
import Testing

/// How a running server tells its operator, by programs and servers that are really there.
@Suite(.serialized) struct AlarmTests {
    /// What it prints comes out on the server's standard error.
    private static let printing = #"alarm: {command: [/usr/bin/printf, "told %s\n"]}"#

    private func site(_ folder: ScratchFolder, _ alarm: String) throws {
        try RunningServer.writeSite(folder, contracts: ["acme"], answers: "{a: [line-failure], b: [line-failure]}")
        let path = folder.url.appending(path: "nightcall.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        try folder.write("nightcall.yaml", text.replacing("alarm: {command: [/bin/true]}", with: alarm))
    }

    private func fire(_ server: RunningServer) async {
        let body = #"{"dedupKey":"disk","status":"firing","summary":"容量不足"}"#
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
    }

    /// The next thing that the operator is told.
    private func told(by server: RunningServer) -> String {
        server.program.errors.first { $0.hasPrefix("told [NightCall] ") } ?? ""
    }

    @Test func `the operator's command is run, and a mail is written, for each alarm`() async throws {
        let folder = try ScratchFolder()
        try site(folder, Self.printing)
        let server = try RunningServer(serving: folder)
        await fire(server)
        #expect(told(by: server).contains("回線 sim の発信が続けて失敗している"))
        #expect(told(by: server).hasSuffix("呼び出し 1.1 の全経路が1分間つながらない"))
        let new = folder.url.appending(path: "var/outbox/new")
        var mails: [String] = []
        while mails.count < 2, server.program.isRunning {
            mails = ((try? FileManager.default.contentsOfDirectory(atPath: new.path)) ?? []).filter {
                $0.hasPrefix("alarm-")
            }
            sched_yield()
        }
        let texts = try mails.map { try String(contentsOf: new.appending(path: $0), encoding: .utf8) }
        #expect(texts.allSatisfy { $0.contains("To: desk@example.jp\r\n") && $0.contains("画面の警報を確かめ") })
    }

    /// The command's first run kills the server, which can then note nothing; the next start tells again.
    @Test func `killed while the operator is being told, the server tells it after its next start`() async throws {
        let folder = try ScratchFolder()
        let script = #"mkdir \"$0\" 2>/dev/null && kill -KILL $PPID; printf 'told %s\\n' \"$1\""#
        try site(folder, #"alarm: {command: [/bin/sh, -c, "\#(script)", "\#(folder.url.path)/killed"]}"#)
        let server = try RunningServer(serving: folder)
        await fire(server)
        #expect(server.program.wait() == 128 + SIGKILL)
        let raised = try server.events().compactMap { recorded -> AlarmID? in
            if case .alarmRaised(let id, _) = recorded.event { id } else { nil }
        }
        #expect(raised.first == AlarmID(1))
        try server.killAndStartAgain()
        #expect(told(by: server).contains("回線 sim の発信が続けて失敗している"))
    }

    @Test func `an alarm that was told is not told again by the next start`() async throws {
        let folder = try ScratchFolder()
        try site(folder, Self.printing)
        let server = try RunningServer(serving: folder, speed: 10)
        for _ in 1...4 { try server.killAndStartAgain(forgetsStarts: false) }
        #expect(told(by: server).hasSuffix("1分間に5回起動した。受け付けるが、誰も呼ばない"))
        let mark = folder.url.appending(path: "var/alarms-told")
        while (try? String(contentsOf: mark, encoding: .utf8)) != "1\n" { sched_yield() }
        try server.killAndStartAgain(forgetsStarts: false)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(!server.program.errors.all().contains { $0.hasPrefix("told ") })
    }

    @Test func `a web address gets the alarm as JSON, again until it takes it`() async throws {
        let folder = try ScratchFolder()
        let hook = try WebHook(answers: [503, 204])
        try site(folder, "alarm: {url: \"http://127.0.0.1:\(hook.port)/desk/hunter2?x=1\"}")
        let server = try RunningServer(serving: folder)
        await fire(server)
        let posts = [try #require(hook.next()), try #require(hook.next())]
        let read = try posts.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String] }
        let told = try #require(read[0])
        // What was raised meanwhile is told with it.
        #expect(read[1]?["text"]?.hasPrefix(told["text"] ?? "?") == true)
        #expect(Set(told.keys) == ["alarm", "text", "at", "site"])
        #expect(told["alarm"] == "line-out")
        #expect(told["at"]?.hasSuffix("+09:00") == true)
        #expect(told["site"]?.hasSuffix(":" + folder.url.path) == true)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        let errors = server.program.errors.all()
        #expect(errors.contains { $0.hasSuffix("http://127.0.0.1:\(hook.port) answers with status 503") }, "\(errors)")
        #expect(!errors.joined().contains("hunter2"))
    }

    @Test func `that the journal cannot be written is told though nothing can be journaled`() async throws {
        let folder = try ScratchFolder()
        try site(folder, Self.printing)
        let server = try RunningServer(serving: folder, speed: 1)
        let files = JournalFiles(folder: folder.url.appending(path: "var").path)
        let lock = try #require(FileLock(on: files.database + "-shm", byte: FileLock.everyWriter))
        let body = #"{"dedupKey":"disk","status":"firing","summary":"x"}"#
        #expect(await server.post(body, to: "/alerts/acme/mon") == 503)
        #expect(told(by: server).contains("記録"))
        lock.release()
    }
}

/// Python's own web server, which answers posts with these statuses, the last again and again, and says what it got.
private final class WebHook {
    private let program: RunningProgram
    let port: Int

    struct NotStarted: Error {}

    init(answers: [Int]) throws {
        let script = """
            import http.server, sys, threading, os
            answers = [\(answers.map(String.init).joined(separator: ", "))]
            class Hook(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                    self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    print(body, flush=True)
                def log_message(self, *arguments): pass
            server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
            print(server.server_port, flush=True)
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            server.serve_forever()
            """
        program = try RunningProgram("/usr/bin/python3", ["-c", script], isAsked: true)
        guard let port = program.output.next().flatMap({ Int($0) }) else {
            program.kill()
            throw NotStarted()
        }
        self.port = port
    }

    func next() -> String? { program.output.next() }

    deinit {
        program.kill()
    }
}
