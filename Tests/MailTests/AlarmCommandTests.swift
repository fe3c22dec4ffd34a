import CallTree
import Foundation
import Reports
import ServiceHours
import Testing

@testable import Mail

/// Programs that are really run.
@Suite(.timeLimit(.minutes(2))) struct AlarmCommandTests {
    private let text = AlarmText(
        [AlarmNote(.mailFailing, raisedAt: Instant(microseconds: 1_795_180_503_000_000))], site: "here:/site")
    private let folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func shell(_ script: String, limit: Duration = .seconds(30)) -> AlarmCommand {
        AlarmCommand(["/bin/sh", "-c", script, folder.path], limit: limit)
    }

    private func written(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test func `a program gets the text as its last argument, and an environment without secrets`() async throws {
        setenv("NIGHTCALL_TEST_SECRET", "hunter2", 1)
        #expect(
            await shell(#"printf %s "$1" > "$0/text"; env > "$0/env"; ls /proc/self/fd > "$0/files""#).tell(text) == nil
        )
        #expect(
            try written("text") == "[NightCall] 2026-11-20（金）22:15:03 10分間、メールサーバーがメールを受け取らない")
        #expect(try written("env").contains("PATH="))
        #expect(!(try written("env").contains("hunter2")))
        // 3 is the folder that `ls` itself reads.
        #expect(try written("files").split(separator: "\n") == ["0", "1", "2", "3"])
    }

    @Test func `it tells how a program ended`() async {
        #expect(await shell("exit 7").tell(text) == "/bin/sh ended with 7")
        #expect(await shell("kill -TERM $$").tell(text) == "/bin/sh was ended by signal 15")
        #expect(
            await AlarmCommand(["/nonexistent/page"]).tell(text)
                == "/nonexistent/page cannot be run: No such file or directory")
    }

    @Test func `a program that takes too long is ended with all that it started`() async throws {
        let slow = shell(#"sleep 600 & echo $! > "$0/child"; wait"#, limit: .milliseconds(300))
        #expect(await slow.tell(text) == "/bin/sh was ended after 0 s")
        try await isGone(try written("child"))
    }

    @Test func `what a program leaves behind is ended`() async throws {
        #expect(await shell(#"sleep 600 & echo $! > "$0/child""#).tell(text) == nil)
        try await isGone(try written("child"))
    }

    /// Killed it is at once; it may take a moment until somebody has waited for it.
    private func isGone(_ id: String) async throws {
        let id = try #require(pid_t(id.trimmingCharacters(in: .whitespacesAndNewlines)))
        while let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8), !state.contains(") Z ") {
            await Task.yield()
        }
    }
}
