import Foundation
import Testing

/// The address elsewhere that a server asks for, so that its silence is noticed.
@Suite(.serialized) struct HeartbeatTests {
    private static func watcher() throws -> (program: RunningProgram, address: String) {
        let program = try RunningProgram(
            "/usr/bin/python3",
            [NightCallProgram.root.appending(path: "Tests/Support/Peers/http_peer.py").path], isAsked: true)
        let first = try #require(program.output.next())
        return (program, "http://127.0.0.1:\(first.dropFirst("listening ".count))")
    }

    private let body = #"{"dedupKey":"a","status":"firing","summary":"x"}"#

    @Test func `it beats while alerts are taken, falls silent when the journal cannot be written, and comes back`()
        async throws
    {
        let (watcher, address) = try Self.watcher()
        let server = try RunningServer(
            contracts: ["acme"], keys: ["heartbeat: {url: \"\(address)/hello?secret=5e7\", every: 1s}"])
        for _ in 1...2 {
            #expect(watcher.output.first { $0.hasSuffix(" GET /hello?secret=5e7") } != nil)
        }
        let noted = try String(
            contentsOf: server.folder.url.appending(path: "var/heartbeat"), encoding: .utf8)
        #expect(noted.hasSuffix("+09:00\n"))

        let lock = try #require(
            FileLock(
                on: server.folder.url.appending(path: "var/journal.sqlite-shm").path, byte: FileLock.everyWriter))
        #expect(await server.post(body, to: "/alerts/acme/mon") == 503)
        #expect(server.program.errors.first { $0.hasPrefix("no heartbeat is sent: ") } != nil)
        while watcher.output.next(within: 0) != nil {}
        // Five seconds, in which five beats would be due.
        #expect(await server.post(body, to: "/alerts/acme/mon") == 503)
        #expect(watcher.output.next(within: 0) == nil)
        lock.release()
        #expect(server.program.errors.first { $0 == "the heartbeat arrives again" } != nil)
        #expect(watcher.output.first { $0.contains(" GET ") } != nil)

        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(!server.program.errors.all().contains { $0.contains("5e7") })
        watcher.kill()
    }

    @Test func `a watcher that refuses or is gone is told of once, and keeps nobody from being called`() async throws {
        let (watcher, address) = try Self.watcher()
        let server = try RunningServer(
            // No faster: at 200 times the speed a moment in which the machine is held up is a minute of trouble.
            contracts: ["acme"], speed: 40, keys: ["heartbeat: {url: \"\(address)/status?code=404\", every: 1s}"])
        #expect(
            server.program.errors.next() == "the heartbeat was refused: \(address) answered 404")
        for _ in 1...2 { #expect(watcher.output.first { $0.contains(" GET ") } != nil) }
        watcher.kill()
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        let said = server.program.errors.all()
        #expect(said.count == 1, "\(said)")
    }

    @Test func `a reload changes where it beats, and ends it`() async throws {
        let (first, firstAddress) = try Self.watcher()
        let (second, secondAddress) = try Self.watcher()
        defer {
            first.kill()
            second.kill()
        }
        let server = try RunningServer(
            contracts: ["acme"], keys: ["heartbeat: {url: \"\(firstAddress)/hello\", every: 1s}"])
        #expect(first.output.first { $0.contains(" GET ") } != nil)
        func reload(_ keys: [String]) throws {
            try RunningServer.writeSite(server.folder, contracts: ["acme"], keys: keys)
            let taken = try NightCallProgram.run(
                "reload", "--site", server.folder.url.path, environment: RunningServer.secrets)
            #expect(taken.code == 0, "\(taken.errors)")
        }
        try reload(["heartbeat: {url: \"\(secondAddress)/hello\", every: 1s}"])
        #expect(second.output.first { $0.contains(" GET ") } != nil)
        while first.output.next(within: 0) != nil {}
        #expect(second.output.first { $0.contains(" GET ") } != nil)
        #expect(first.output.next(within: 0) == nil)
        try reload([])
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
    }
}
