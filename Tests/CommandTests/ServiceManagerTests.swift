import Foundation
import Testing

/// What a service manager hears of a server, as systemd would (sd_notify(3)).
@Suite(.serialized) struct ServiceManagerTests {
    /// A manager of our own: a message a line, after the seconds since the one before.
    private struct Manager {
        let program: RunningProgram

        init(_ socket: String) throws {
            program = try RunningProgram(
                "/usr/bin/python3",
                [NightCallProgram.root.appending(path: "Tests/Support/Peers/notify_peer.py").path, socket],
                isAsked: true)
            #expect(program.output.next() == "listening \(socket)")
        }

        /// The next message that begins so.
        func next(_ text: String) -> (after: Double, message: String)? {
            program.output.first { Self.parts($0).message.hasPrefix(text) }.map(Self.parts)
        }

        private static func parts(_ line: String) -> (after: Double, message: String) {
            let parts = line.split(separator: " ", maxSplits: 1)
            return (Double(parts.first ?? "") ?? 0, String(parts.last ?? ""))
        }
    }

    @Test(arguments: ["notify.sock", "@nightcall-test"])
    func `a server says that it is ready, reloads, lives and stops, over a socket of either kind`(name: String)
        async throws
    {
        let folder = try ScratchFolder()
        let socket = name.hasPrefix("@") ? name + folder.url.lastPathComponent : folder.url.appending(path: name).path
        let manager = try Manager(socket)
        defer { manager.program.kill() }
        let server = try RunningServer(
            contracts: ["acme"], environment: ["NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "600000"])
        #expect(manager.next("READY=1")?.message == "READY=1 STATUS=listening \(server.address)")
        for _ in 1...3 { #expect(manager.next("WATCHDOG=1") != nil) }
        server.program.signal(SIGHUP)
        #expect(manager.next("RELOADING=1 MONOTONIC_USEC=") != nil)
        #expect(manager.next("READY=1") != nil)
        server.program.signal(SIGTERM)
        #expect(manager.next("STOPPING=1") != nil)
        #expect(server.program.wait() == 0)
    }

    @Test func `the watchdog is not fed while the engine is held up, and is again afterwards`() async throws {
        let folder = try ScratchFolder()
        let socket = folder.url.appending(path: "notify.sock").path
        let manager = try Manager(socket)
        defer { manager.program.kill() }
        let server = try RunningServer(
            contracts: ["acme"], environment: ["NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "300000"])
        #expect(manager.next("WATCHDOG=1") != nil)
        let lock = try #require(
            FileLock(
                on: server.folder.url.appending(path: "var/journal.sqlite-shm").path, byte: FileLock.everyWriter))
        // The journal waits for five seconds, and the engine's thread with it.
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 503)
        lock.release()
        var longest = 0.0
        while longest < 4, let (after, _) = manager.next("WATCHDOG=1") { longest = max(longest, after) }
        #expect(longest >= 4)
        #expect(manager.next("WATCHDOG=1") != nil)
    }

    @Test func `a watchdog of another process is not fed`() throws {
        let folder = try ScratchFolder()
        let socket = folder.url.appending(path: "notify.sock").path
        let manager = try Manager(socket)
        let server = try RunningServer(
            contracts: ["acme"],
            environment: ["NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"])
        #expect(manager.next("READY=1") != nil)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(manager.program.output.next(within: 5).map { $0.hasSuffix("STOPPING=1") } == true)
        manager.program.kill()
    }

    @Test func `a socket that nobody hears does no harm`() async throws {
        let server = try RunningServer(
            contracts: ["acme"], environment: ["NOTIFY_SOCKET": "/nonexistent/socket", "WATCHDOG_USEC": "100000"])
        #expect(await server.get("/healthz").status == 200)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
    }
}
