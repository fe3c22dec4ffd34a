import CallTree
import Foundation
import NightEngine
import Testing

/// `nightcall journal backup` beside a running server, and `restore` after it: nobody is called for what is old.
@Suite(.serialized) struct JournalBackupTests {
    private func journal(_ server: RunningServer, _ arguments: String...) throws -> NightCallProgram.Result {
        let program = try RunningProgram(
            NightCallProgram.path, ["journal"] + arguments + ["--site", server.folder.url.path],
            environment: RunningServer.secrets)
        let code = program.wait()
        return NightCallProgram.Result(code: code, output: program.output.all(), errors: program.errors.all())
    }

    private func body(_ key: String) -> String { #"{"dedupKey":"\#(key)","status":"firing","summary":"\#(key) x"}"# }

    @Test func `a backup beside a running server, restored a night later, calls nobody for what was open in it`()
        async throws
    {
        // At true speed: the telephone of the first tree rings while the backup is made.
        let server = try RunningServer(contracts: ["acme", "beta"], answers: "{a: [no-answer]}", speed: 1)
        let backup = server.folder.url.appending(path: "backup.sqlite").path
        #expect(await server.post(body("old"), to: "/alerts/acme/mon") == 202)
        let made = try journal(server, "backup", "--to", backup)
        #expect(made.code == 0, "\(made.errors)")
        #expect(made.text.hasPrefix("whole: "))
        #expect(made.errors.isEmpty, "progress is for a terminal")
        #expect(try journal(server, "backup", "--to", backup).code == 1)

        #expect(await server.post(body("lost"), to: "/alerts/beta/mon") == 202)
        let busy = try journal(server, "restore", "--from", backup)
        #expect(busy.code == 75)
        #expect(busy.errors.first?.contains("process \(server.program.processID)") == true)

        server.program.kill()
        let restored = try journal(server, "restore", "--from", backup)
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(restored.output.contains { $0.hasPrefix("not called any more, open in the backup: 1 acme since ") })
        #expect(
            restored.output.contains { $0.hasPrefix("not called, open in the present journal alone: 2 beta since ") })
        #expect(restored.output.contains { $0.hasPrefix("differs: the present journal goes on after the backup by ") })
        let kept = try #require(restored.output.first { $0.hasPrefix("kept:") }?.split(separator: " ").last)
        let aside = try NightCallProgram.run("journal", "verify", "--journal", String(kept))
        #expect(aside.code == 0, "\(aside.text)")

        try server.killAndStartAgain()
        #expect(await server.post(body("old"), to: "/alerts/acme/mon") == 202)
        let events = try server.events().map(\.event)
        let mark = try #require(events.firstIndex { if case .journalRestored = $0 { true } else { false } })
        #expect(events[mark...].contains(.incidentEnded(IncidentID(1), .notCalled, .journalRestored)))
        let dialled = events[mark...].compactMap {
            if case .tryPlaced(let id, _, _) = $0 { id.escalation } else { nil }
        }
        #expect(!dialled.contains(EscalationID(1)), "\(events[mark...])")
        #expect(events.contains { if case .incidentOpened(IncidentID(3), _, _, _) = $0 { true } else { false } })
        #expect(
            events.contains {
                if case .escalationStarted(EscalationID(3), _, [IncidentID(3)], _) = $0 { true } else { false }
            },
            "\(events[mark...])")
        #expect(await server.get("/api/incidents").text.contains("not-called"))
        #expect(try journal(server, "verify").code == 0)
    }

    @Test func `a backup that is broken, or none, is refused and changes nothing`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        #expect(await server.post(body("a"), to: "/alerts/acme/mon") == 202)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        let count = try server.events().count
        try server.folder.write("text.sqlite", String(repeating: "not a journal ", count: 400))
        let path = server.folder.url.path
        #expect(try journal(server, "restore", "--from", path + "/text.sqlite").code == 2)
        #expect(try journal(server, "restore", "--from", path + "/none.sqlite").code == 2)

        let backup = path + "/backup.sqlite"
        #expect(try journal(server, "backup", "--to", backup).code == 0)
        var bytes = try Data(contentsOf: URL(filePath: backup))
        let place = try #require(bytes.range(of: Data("a x".utf8)))
        bytes.replaceSubrange(place, with: Data("b y".utf8))
        try bytes.write(to: URL(filePath: backup))
        let broken = try journal(server, "restore", "--from", backup)
        #expect(broken.code == 1)
        #expect(broken.text.contains("was changed"), "\(broken.text)")
        #expect(try server.events().count == count)
        #expect(!FileManager.default.fileExists(atPath: path + "/var/restoring"))
    }
}
