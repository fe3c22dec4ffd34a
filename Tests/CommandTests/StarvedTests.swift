import CallTree
import Foundation
import ServiceHours
import Testing

/// A machine whose processors are all taken.
struct StarvedTests {
    @Test(.enabled(if: Soak.isOn, "it would starve the tests beside it"))
    func `with every processor taken twice a telephone rings at most two seconds too long`() async throws {
        let speed = 10
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [no-answer], b: [acknowledge]}", speed: speed)
        let busy = try (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in
            try RunningProgram("/bin/bash", ["-c", "while :; do :; done"])
        }
        defer { busy.forEach { $0.kill() } }
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        var rang: Instant?
        var rings: [Span] = []
        for recorded in try server.events() {
            switch recorded.event {
            case .rang: rang = recorded.instant
            case .hangUpAsked(_, .noAnswer): if let rang { rings.append(recorded.instant.since(rang)) }
            default: break
            }
        }
        #expect(rings.count == 1)
        #expect(rings.allSatisfy { $0 >= .seconds(29) && $0 <= .seconds(29 + 2 * speed) }, "\(rings)")
    }
}
