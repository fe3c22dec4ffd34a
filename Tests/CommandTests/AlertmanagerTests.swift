import CallTree
import Foundation
import TestPeers
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Debian's prometheus-alertmanager, a peer that we did not write, posts to a running server.
@Suite struct AlertmanagerTests {
    @Test func `Alertmanager's alert walks the tree, and its own resend does not ring again`() async throws {
        let server = try RunningServer(contracts: ["acme"], sourceKind: "alertmanager")
        let port = try FreePort.find()
        try server.folder.write(
            "alertmanager.yml",
            """
            route: {receiver: night, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1s}
            receivers:
              - name: night
                webhook_configs:
                  - url: \(server.address)/alerts/acme/mon
                    http_config: {authorization: {credentials: source-secret}}
            """)
        let alertmanager = try RunningProgram(
            "/usr/bin/prometheus-alertmanager",
            [
                "--config.file=\(server.folder.url.appending(path: "alertmanager.yml").path)",
                "--storage.path=\(server.folder.url.appending(path: "alertmanager").path)",
                "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=",
            ])
        defer { alertmanager.kill() }
        #expect(alertmanager.errors.first { $0.contains("Listening on") } != nil, "Alertmanager did not start")

        let alerts = """
            [{"labels":{"alertname":"DiskFull","severity":"critical","instance":"db-1"},
              "annotations":{"summary":"ディスク残量 3%"}}]
            """
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/api/v2/alerts")))
        request.httpMethod = "POST"
        request.httpBody = Data(alerts.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (_, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == 200)

        let sentences = try server.follow(untilEnded: 1)
        #expect(sentences.contains { $0.contains("ディスク残量 3%") })
        let follower = try RunningProgram(
            NightCallProgram.path, ["report", "follow", "--site", server.folder.url.path],
            environment: RunningServer.secrets)
        defer { follower.kill() }
        let before = try server.events()
        #expect(ends(before) == [.acknowledged])
        // Everything after the end is what Alertmanager sends again.
        for _ in before { _ = follower.output.next() }
        for _ in 1...2 { #expect(follower.output.next(within: 30) != nil, "Alertmanager did not send again") }

        let after = try server.events()
        #expect(after.filter { $0.event == .alertHeard(IncidentID(1)) }.count >= 2)
        #expect(placed(after) == placed(before))
        #expect(ends(after) == [.acknowledged])
    }

    private func ends(_ events: [RecordedEvent]) -> [End] {
        events.compactMap { if case .incidentEnded(_, let end, _) = $0.event { end } else { nil } }
    }

    private func placed(_ events: [RecordedEvent]) -> Int {
        events.count { if case .tryPlaced = $0.event { true } else { false } }
    }
}
