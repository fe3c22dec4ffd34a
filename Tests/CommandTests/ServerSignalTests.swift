import EventJournal
import Foundation
import Glibc
import Testing

/// What signals do to a server, and what it does without disk and without connections.
@Suite(.serialized) struct ServerSignalTests {
    @Test func `SIGTERM before the server listens ends it with 0`() throws {
        let server = try HeldServer()
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(server.program.output.all().isEmpty)
    }

    @Test func `SIGHUP before the server listens is remembered`() async throws {
        let server = try HeldServer()
        server.program.signal(SIGHUP)
        server.letGo()
        #expect(server.program.output.next()?.hasPrefix("listening ") == true)
        #expect(server.program.errors.next() == "reloaded: 1 contracts")
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
    }

    @Test func `a second signal ends the server at once, though a request is under way`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        let connection = try #require(HeldConnection(to: server.address))
        defer { connection.close() }
        connection.send(
            "POST /alerts/acme/mon HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer source-secret\r\n"
                + "Content-Length: 100\r\n\r\n{")
        #expect(await server.get("/healthz").status == 200)
        server.program.signal(SIGTERM)
        server.program.signal(SIGINT)
        #expect(server.program.wait() == 70)
        #expect(server.program.errors.all().count == 1)
    }

    @Test func `a journal that does not answer keeps the server no longer than ten seconds`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        let lock = try #require(
            FileLock(
                on: server.folder.url.appending(path: "var/journal.sqlite-shm").path, byte: FileLock.everyWriter))
        defer { lock.release() }
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 503)
        let begun = ContinuousClock.now
        server.program.signal(SIGTERM)
        let code = server.program.wait()
        #expect(ContinuousClock.now - begun < .seconds(10))
        #expect(code == 70 || code == 0)
    }

    @Test func `a long journal is checked behind the start, and SIGTERM ends the check and the server in order`() throws
    {
        let folder = try ScratchFolder()
        try folder.write("var/.keep", "")
        let journal = try SQLiteJournal(
            at: JournalFiles(folder: folder.url.appending(path: "var").path), reserveBytes: 0)
        let entry = JournalEntry(
            instant: 0, subject: nil, standing: .continues, kind: 1, version: 1, payload: Array(repeating: 7, count: 64)
        )
        for _ in 1...8 { try journal.append(Array(repeating: entry, count: 5_000)) }
        try journal.close()
        let server = try RunningServer(contracts: ["acme"], in: folder)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(server.program.errors.all().isEmpty)
    }

    @Test func `more idle connections than a shell allows leave the intake open`() async throws {
        let server = try RunningServer(contracts: ["acme"], softLimitOfFiles: 280)
        let idle = (1...300).compactMap { _ in HeldConnection(to: server.address) }
        defer { idle.forEach { $0.close() } }
        #expect(idle.count == 300)
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
    }
}
