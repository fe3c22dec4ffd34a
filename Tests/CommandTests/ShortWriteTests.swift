import CallTree
import Foundation
import Testing

/// A write of which the kernel takes a part only: the log may grow to a given length and no further (RLIMIT_FSIZE,
/// setrlimit(2)).
struct ShortWriteTests {
    /// How many bytes still fit: a part of the next frame's header of 24 bytes, the header alone, a part of its page of
    /// 4,096, and the same of later frames. https://www.sqlite.org/fileformat2.html#the_write_ahead_log
    static let rests = Soak.isOn ? [1, 10, 24, 1_000, 4_119, 4_121, 4_130, 9_000] : [10, 1_000, 4_130]

    @Test(arguments: rests)
    func `a write that takes a part only ends the process, and what got its 202 is kept`(rest: Int) async throws {
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [acknowledge]}")
        #expect(await server.post(body("before"), to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        let end = try limit(server, rest)
        #expect(await server.post(body("cut"), to: "/alerts/acme/mon") != 202)
        #expect(server.program.hasEnded(withinSeconds: 10))
        #expect(server.program.wait() == 70)
        // It was a part indeed, and not all or nothing.
        #expect(try length(server) == end)

        try server.killAndStartAgain()
        #expect(await server.post(body("cut"), to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 2)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        try server.expectWholeJournal(holding: ["before", "cut"])
    }

    /// Lets the log grow by so many bytes and no more; the length that it then has at most.
    private func limit(_ server: RunningServer, _ rest: Int) throws -> Int {
        while true {
            let end = try length(server) + rest
            let limiter = try RunningProgram(
                "/usr/bin/prlimit", ["--pid", "\(server.program.processID)", "--fsize=\(end):unlimited"])
            try #require(limiter.wait() == 0)
            // Something more may have been written between the two.
            if try length(server) + rest == end { return end }
        }
    }

    private func length(_ server: RunningServer) throws -> Int {
        let log = server.folder.url.appending(path: "var/journal.sqlite-wal").path
        return try #require(FileManager.default.attributesOfItem(atPath: log)[.size] as? Int)
    }

    private func body(_ key: String) -> String {
        #"{"dedupKey":"\#(key)","status":"firing","summary":"\#(String(repeating: "x", count: 900))"}"#
    }
}
