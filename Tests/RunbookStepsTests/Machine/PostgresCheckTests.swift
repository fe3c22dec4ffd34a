import Foundation
import RunbookModel
import ServiceHours
import TestPeers
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
        let onlyReading = ["value": StepValue.text("on")]
        #expect(try await look("SELECT current_setting('transaction_read_only')", onlyReading).verdict == .normal)
        for writing in [
            "SELECT 1 INTO t", "WITH t AS (DELETE FROM pg_class RETURNING 1) SELECT * FROM t",
            "SELECT set_config('transaction_read_only', 'off', false)",
        ] {
            let seen = try await look(writing)
            #expect(seen.verdict == .unknown && seen.sentence.english.contains("read"), "\(seen.sentence.english)")
        }
        #expect(try await look("SELECT 42, 'x'", ["value": .text("42")]).verdict == .normal)
        #expect(try await look("SELECT E'a\nb'", ["value": .text("a b")]).verdict == .normal)
        #expect(try await look("SELECT NULL", ["value": .text("= 1")]).verdict == .abnormal)
        // Silence is no health, not even for a comparison that nothing at all fulfils.
        #expect(try await look("SELECT 1 WHERE false", ["value": .text("!= 5")]).verdict == .unknown)
        #expect(try await look("SELECT 1 WHERE false").verdict == .unknown)
        let flood = try await look("SELECT repeat('x', 20000000)")
        #expect(flood.received.count <= 256 << 10 && flood.detail("output") == "cut")
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

    private static let asked: [String: StepValue] = [
        "host": .text("127.0.0.1"), "database": .text("postgres"), "user": .text("watch"), "secret": .text("db"),
    ]

    @Test(arguments: [
        #"\! /usr/bin/touch /tmp/x"#, #"  \copy t to program 'id'"#,
        "SET TRANSACTION READ WRITE; CREATE TABLE t (a int)",
        "SELECT 1; COMMIT; DROP TABLE t", "SELECT 1;\u{301} COMMIT", "COMMIT", "CALL p()", "DO 'begin end'",
        "COPY (SELECT 1) TO PROGRAM 'id'", "CREATE TABLE t (a int)", "SELECTED", "", ";",
    ]) func `what is not one statement that reads is never asked`(query: String) {
        var with = Self.asked
        with["query"] = .text(query)
        #expect(throws: StepRefusal.self) { try PostgresCheck(with) }
    }

    @Test(arguments: ["select 1 ; ", "\n SELECT count(*) FROM t", "WITH a AS (SELECT 1) SELECT * FROM a", "SHOW port"])
    func `a statement that reads may be asked`(query: String) throws {
        var with = Self.asked
        with["query"] = .text(query)
        let program = try PostgresCheck(with).program("open-sesame", .seconds(20))
        #expect(program.words.last == "--command=\(query)")
        // Every user of the machine can read the words.
        #expect(!"\(program.words)".contains("open-sesame") && program.variables["PGPASSWORD"] == "open-sesame")
        #expect(program.words.contains("--no-psqlrc") && program.words.contains("--set=ON_ERROR_STOP=1"))
    }

    @Test func `a second server behind a comma is refused`() {
        for host in ["127.0.0.1,192.0.2.1", "/run/postgresql,192.0.2.1"] {
            var with = Self.asked
            with["host"] = .text(host)
            #expect(throws: StepRefusal.self) { try PostgresCheck(with) }
        }
    }
}
