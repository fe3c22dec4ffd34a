import Foundation
import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Against a real PostgreSQL of the test's own.
@Suite(.timeLimit(.minutes(5))) struct PostgresCheckTests {
    @Test func `a database is judged by what it answers, and nothing is written`() async throws {
        let folder = try TestFolder()
        let bin = "/usr/lib/postgresql/15/bin"
        // PostgreSQL refuses to be started by root.
        let asUser = geteuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : []
        if geteuid() == 0 { try await TestProcess.run(["/usr/bin/chown", "postgres", folder.path]) }
        try await TestProcess.run(asUser + ["/usr/bin/sh", "-c", "printf %s open-sesame > '\(folder.path)/password'"])
        try await TestProcess.run(
            asUser + [
                "\(bin)/initdb", "-D", folder.path("data"), "-U", "watch", "-A", "scram-sha-256",
                "--pwfile=\(folder.path("password"))", "--no-sync",
            ])
        let port = try FreePort.find()
        let server = try await TestProcess(
            asUser + [
                "\(bin)/postgres", "-D", folder.path("data"), "-p", "\(port)", "-h", "127.0.0.1", "-k", folder.path,
                "-F",
            ])
        try await server.wait(for: "ready to accept connections")

        func look(
            _ query: String, _ expect: [String: StepValue] = [:], password: String = "open-sesame"
        ) async throws -> Observation {
            let check = try PostgresCheck(
                [
                    "host": .text("127.0.0.1"), "port": .integer(port), "database": .text("postgres"),
                    "user": .text("watch"),
                    "secret": .text("db"), "query": .text(query),
                ], expect: expect)
            var surroundings = TestSurroundings()
            surroundings.secrets = ["db": password]
            return await check.look(try surroundings.made())
        }
        let good = try await look("SELECT 41 + 1", ["value": .text("> 40")])
        #expect(good.verdict == .normal && good.reading("value") == "42", "\(good.sentence.english)")
        #expect(!"\(good)".contains("open-sesame"))
        #expect(try await look("SELECT 1", ["value": .text("> 40")]).verdict == .abnormal)
        #expect(try await look("SELECT pg_sleep(0.05)", ["within": .span(.milliseconds(1))]).verdict == .warning)
        #expect(try await look("SELECT no_such_column").verdict == .unknown)
        let writing = try await look("CREATE TABLE t (a int)")
        #expect(
            writing.verdict == .unknown && writing.sentence.english.contains("read-only"), "\(writing.sentence.english)"
        )
        #expect(try await look("SELECT 1", password: "wrong").verdict == .abnormal)
        let nobody = try PostgresCheck([
            "host": .text("127.0.0.1"), "port": .integer(try FreePort.find()), "database": .text("postgres"),
            "user": .text("watch"), "secret": .text("db"),
        ])
        var surroundings = TestSurroundings()
        surroundings.secrets = ["db": "x"]
        #expect(await nobody.look(try surroundings.made()).verdict == .abnormal)
        #expect(await nobody.look(try TestSurroundings().made()).verdict == .unknown)
    }
}
