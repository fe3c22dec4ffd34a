import CallTree
import Foundation
import Testing

/// A server that may have 64 files open and no more.
struct FewFilesTests {
    @Test func `with 64 files and a hundred idle connections the tree goes on to its end, and alerts are taken again`()
        async throws
    {
        let server = try RunningServer(contracts: ["acme", "beta"], speed: 50, hardLimitOfFiles: 64)
        let body = #"{"dedupKey":"disk","status":"firing","summary":"x"}"#
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
        let idle = (1...100).compactMap { _ in HeldConnection(to: server.address) }
        #expect(idle.count == 100)
        try server.follow(untilEnded: 1)
        let outcomes = try server.events().compactMap {
            if case .attemptEnded(_, let outcome, _) = $0.event { outcome } else { nil }
        }
        #expect(outcomes == [.noAnswer, .busy, .noAnswer, .acknowledged])
        idle.forEach { $0.close() }
        var status = 0
        for _ in 0..<40 where status != 202 {
            status = await server.post(body, to: "/alerts/beta/mon")
            if status != 202 { server.program.waitForEnd(atMostSeconds: 0.25) }
        }
        #expect(status == 202)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
    }
}
