import CallTree
import Foundation

/// One server, one provider, and the telephones `a` and `b` of each contract.
struct TwilioNight {
    static let a = TwilioSite.number(0, "a")
    static let b = TwilioSite.number(0, "b")

    let fake: FakeTwilio
    let server: RunningServer

    init(
        _ behaviours: String, faults: String = "{}", settings: String = "{}", contracts: [String] = ["acme"],
        speed: Int = TwilioTests.speed
    ) async throws {
        fake = try FakeTwilio(speed: speed)
        let began = Date()
        server = try RunningServer(contracts: contracts, fake: fake, speed: speed)
        try await fake.route(to: server.address)
        // The provider dates calls by a clock as fast as the server's, and never behind it.
        let now = began.addingTimeInterval(Date().timeIntervalSince(began) * Double(speed))
        try await fake.tell("settings", #"{"dates": "virtual", "now": "\#(now.ISO8601Format())"}"#)
        try await fake.tell("settings", settings)
        try await fake.tell("behaviours", behaviours)
        try await fake.tell("faults", faults)
    }

    func alert(_ contract: String = "acme", severity: String = "critical") async -> Int {
        await server.post(
            #"{"dedupKey":"disk","status":"firing","summary":"disk","severity":"\#(severity)"}"#,
            to: "/alerts/\(contract)/mon")
    }

    func outcomes() throws -> [Outcome] {
        try server.events().compactMap { if case .attemptEnded(_, let outcome, _) = $0.event { outcome } else { nil } }
    }
}
