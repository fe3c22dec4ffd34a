import AlertSources
import CallTree
import Foundation
import Testing

@testable import OperatorConsole

@Suite struct IntakeReadingTests {
    @Test func `a body whose alerts were all rejected counts as unreadable`() async throws {
        try await TestServer.with { server in
            let reply = try await server.post("[{\"status\":\"resolved\"},17]")
            #expect(reply.status == 422)
            let metrics = try await server.get("/metrics")
            server.expect("nightcall_alert_requests_refused_total{reason=\"unreadable\"} 1\n", in: metrics)
            server.expect("nightcall_alerts_total{result=\"rejected_parts\"} 2\n", in: metrics)
        }
    }

    /// Each reading of a large body waits here until another is under way beside it.
    @Test func `two large bodies are read at once, and never three`() async throws {
        let credential = try #require(SourceCredential(token: "secret"))
        let source = ConsoleSource(id: SourceID("slow"), kind: MeetingSource.self, credential: credential)
        let body = [UInt8](repeating: UInt8(ascii: " "), count: 100_000)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { _ = await AlertIntake.parse(body, source) } }
        }
        #expect(MeetingSource.place.most == 2)
    }
}

/// A source that reads nothing, and takes as long over it as it is alone.
private enum MeetingSource: AlertSource {
    static let kind = "meeting"
    static let place = MeetingPlace()

    static func read(_ body: [UInt8], source: SourceID) -> Result<ReadAlerts, UnreadableBody> {
        place.meet()
        return .failure(.otherShape(wanted: "nothing"))
    }
}

private final class MeetingPlace: Sendable {
    private struct Guests {
        var inside = 0
        var most = 0
    }

    // Foundation's condition guards what stands beside it.
    private let condition = NSCondition()
    nonisolated(unsafe) private var guests = Guests()

    var most: Int { condition.withLock { guests.most } }

    func meet() {
        condition.withLock {
            guests.inside += 1
            guests.most = max(guests.most, guests.inside)
            condition.broadcast()
            let limit = Date(timeIntervalSinceNow: 10)
            while guests.most < 2, condition.wait(until: limit) {}
            guests.inside -= 1
        }
    }
}
