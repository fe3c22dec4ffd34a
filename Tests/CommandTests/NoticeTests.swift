import Foundation
import RunbookModel
import Testing

/// Planned work of a cloud, whole: a server, and Azure as its fake plays it (R10).
@Suite(.timeLimit(.minutes(10))) struct NoticeTests {
    private func tell(_ fake: FakeAzure, _ status: String, _ updated: String) async {
        func day(_ days: Double) -> String { Date(timeIntervalSinceNow: days * 86_400).ISO8601Format() }
        let body = """
            {"path": "ResourceHealth/events", "body": {"value": [{"name": "VTZ1-2B0", "properties": {
             "eventType": "PlannedMaintenance", "status": "\(status)", "title": "Host work", "lastUpdateTime": "\(updated)",
             "impactStartTime": "\(day(-1))", "impactMitigationTime": "\(day(60))",
             "impact": [{"impactedService": "Virtual Machines", "impactedRegions":
              [{"impactedRegion": "Japan East", "status": "\(status)"}]}]}}]}}
            """
        _ = await LoopbackRequest.send("PUT", to: fake.address, "/_fake/answers", body: body)
    }

    private func mails(_ server: RunningServer) throws -> [String] {
        let folder = server.folder.url.path + "/var/outbox/new"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try names.filter { $0.hasPrefix("notice-") }.map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }
    }

    @Test func `planned work is mailed once for each update, shown, and keeps a recovery back until it is over`()
        async throws
    {
        let folder = try ScratchFolder()
        let fake = try FakeAzure()
        let port = try await fake.machine(#"{"agent": "not ready", "listens": true}"#)
        try fake.write(folder, port: port)
        let contract = folder.url.appending(path: "contracts/acme.yaml")
        let text = try String(contentsOf: contract, encoding: .utf8)
        try folder.write(
            "contracts/acme.yaml",
            text
                + "\nnotices: [{cloud: azure, regions: [Japan East], services: [Virtual Machines]}]\n"
        )
        await tell(fake, "Active", "2026-11-25T09:00:00Z")
        let server = try RunningServer(serving: folder, speed: 200)
        #expect(try await OffPool.waits { await server.get("/api/notices").text.contains("VTZ1-2B0") })
        #expect(try await OffPool.waits { try mails(server).count == 1 })
        let mail = try #require(try mails(server).first)
        #expect(mail.contains("desk@acme.example.jp"), "\(mail)")
        let page = await server.get("/").text
        #expect(page.contains("クラウドからのお知らせ") && page.contains("Host work"))

        // The machine does not answer, and yet nothing is done to it.
        let ordered = await server.post(
            #"{"contract": "acme", "target": "web-1", "runbook": "azure-recovery", "extent": "recover"}"#,
            to: "/api/runs/order", token: "operator-secret")
        try #require(ordered == 200)
        #expect(try server.end(ofRun: 1) == .refused)
        let refused = try server.runEvents(1).compactMap { recorded -> [GuardAnswer]? in
            if case .guardsAsked(_, let answers) = recorded.event { answers.filter { !$0.passes } } else { nil }
        }.last
        let held = try #require(refused?.first { $0.kind == .maintenance }, "\(refused?.map(\.kind) ?? [])")
        #expect(held.reason.english.contains("VTZ1-2B0"))
        #expect(try await fake.count("POST", "/restart") == 0)

        // Another process has told of it already; what is new of it is told.
        try server.killAndStartAgain()
        #expect(try await OffPool.waits { await server.get("/api/notices").text.contains("VTZ1-2B0") })
        #expect(try mails(server).count == 1)
        await tell(fake, "Active", "2026-11-25T12:00:00Z")
        #expect(try await OffPool.waits { try mails(server).count == 2 })
        await tell(fake, "Resolved", "2026-11-25T13:00:00Z")
        #expect(try await OffPool.waits { try mails(server).count == 3 })
        #expect(try await OffPool.waits { await server.get("/api/notices").text == "[]\n" })
    }
}
