import CallTree
import Foundation
import Testing

/// A real disk that is full: what got a 202 is kept, what is under way goes on, and nothing is damaged.
@Suite(.serialized) struct DiskFaultTests {
    private func body(_ key: String) -> String {
        #"{"dedupKey":"\#(key)","status":"firing","summary":"\#(String(repeating: "x", count: 900))"}"#
    }

    @Test(.enabled(if: SmallDisk.canMount, "a disk of its own can be mounted by root alone"))
    func `on a full disk alerts are refused, the running tree goes on to its end, and with space all is taken again`()
        async throws
    {
        let folder = try ScratchFolder()
        let disk = try SmallDisk(mebibytes: 80, at: folder.url.appending(path: "var").path)
        try RunningServer.writeSite(
            folder, contracts: ["acme", "beta"], answers: "{a: [no-answer], b: [busy, acknowledge]}")
        // Fast enough for a test, slow enough for the disk to fill while the first telephone rings.
        let server = try RunningServer(serving: folder, speed: 20)
        #expect(await server.post(body("before"), to: "/alerts/acme/mon") == 202)
        disk.fill()
        var refused = 0
        var taken: Set<String> = ["before"]
        for number in 0..<200 where refused == 0 {
            let status = await server.post(body("full-\(number)"), to: "/alerts/beta/mon")
            if status == 202 { taken.insert("full-\(number)") } else { refused = status }
        }
        #expect(refused == 503)
        #expect(await server.get("/readyz").status == 503)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.noAnswer, .busy, .noAnswer, .acknowledged])
        // It starts on the full disk as well, and takes nothing yet.
        try server.killAndStartAgain()
        disk.fill()
        #expect(await server.post(body("again"), to: "/alerts/beta/mon") == 503)

        disk.clear()
        var status = 503
        for _ in 0..<40 where status != 202 {
            status = await server.post(body("after"), to: "/alerts/beta/mon")
            if status != 202 { server.program.waitForEnd(atMostSeconds: 0.5) }
        }
        #expect(status == 202)
        taken.insert("after")
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        try server.expectWholeJournal(holding: taken)
    }

    /// The outcomes of the calls of `acme`, whose escalation is the first.
    private func outcomes(_ server: RunningServer) throws -> [Outcome] {
        try server.events().compactMap {
            guard case .attemptEnded(let id, let outcome, _) = $0.event, id.escalation == EscalationID(1) else {
                return nil
            }
            return outcome
        }
    }

    /// Nothing can be kept back then: the tree waits for space, and loses nothing.
    @Test(.enabled(if: SmallDisk.canMount, "a disk of its own can be mounted by root alone"))
    func `on a full disk too small for the reserve the tree waits, and goes on to its end with space`() async throws {
        let folder = try ScratchFolder()
        let disk = try SmallDisk(mebibytes: 4, at: folder.url.appending(path: "var").path)
        try RunningServer.writeSite(folder, contracts: ["acme"])
        let server = try RunningServer(serving: folder, speed: 20)
        #expect(await server.post(body("before"), to: "/alerts/acme/mon") == 202)
        disk.fill()
        var taken: Set<String> = ["before"]
        var refused = 0
        for number in 0..<200 where refused == 0 {
            let status = await server.post(body("full-\(number)"), to: "/alerts/acme/mon")
            if status == 202 { taken.insert("full-\(number)") } else { refused = status }
        }
        #expect(refused == 503)
        disk.clear()
        try server.follow(untilEnded: 1)
        #expect(await server.post(body("after"), to: "/alerts/acme/mon") == 202)
        taken.insert("after")
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        try server.expectWholeJournal(holding: taken)
    }
}
