import Foundation
import RunbookModel
import Testing

/// The daily watch of a backup, whole: a server, and Azure as its fake plays it (R9).
@Suite(.timeLimit(.minutes(10))) struct WatchTests {
    private func server(_ backups: [Int], at: String = "00:00") async throws -> (RunningServer, FakeAzure) {
        let folder = try ScratchFolder()
        let fake = try FakeAzure()
        let port = try await fake.machine(#"{"listens": true}"#)
        await fake.backups(backups)
        try fake.write(
            folder, port: port, with: ["azure-backup-watch", "azure-backup-investigation"],
            more: """
                watches:
                  - {id: backup-web-1, runbook: azure-backup-watch, target: web-1, at: "\(at)", investigation: azure-backup-investigation}
                """)
        return (try RunningServer(serving: folder, speed: 20), fake)
    }

    private func orders(_ server: RunningServer) throws -> [RunOrder] {
        try [1, 2, 3].compactMap { run in
            guard case .started(_, let order)? = try server.runEvents(run).first?.event else { return nil }
            return order
        }
    }

    private func mails(_ server: RunningServer) throws -> [String] {
        let folder = server.folder.url.path + "/var/outbox/new"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix("run-") }
    }

    @Test func `a backup that is there is seen to be, once, and nobody is written to`() async throws {
        let (server, fake) = try await server([3, 27])
        #expect(try server.end(ofRun: 1) == .reported)
        try server.killAndStartAgain()
        // The first round of a look at something else comes after many turns of the watch.
        let ordered = await server.post(
            #"{"contract": "acme", "target": "web-1", "runbook": "azure-recovery", "extent": "check"}"#,
            to: "/api/runs/order", token: "operator-secret")
        try #require(ordered == 200)
        _ = try server.end(ofRun: 2)
        let orders = try orders(server)
        #expect(orders.map(\.runbook.id.text) == ["azure-backup-watch", "azure-recovery"])
        #expect(orders.first?.asker == .watch(RunOrder.Watch(name: "backup-web-1", isAwaited: false)))
        #expect(try !mails(server).contains("run-1.eml"))
        withExtendedLifetime(fake) {}
    }

    @Test func `one that is missing is told, and an investigation follows once`() async throws {
        let (server, fake) = try await server([])
        #expect(try server.end(ofRun: 1) == .reported)
        #expect(try server.end(ofRun: 2) == .reported)
        try server.killAndStartAgain()
        let orders = try orders(server)
        #expect(orders.map(\.runbook.id.text) == ["azure-backup-watch", "azure-backup-investigation"])
        let report = try NightCallProgram.run(
            "report", "show", "--site", server.folder.url.path, "R-2", environment: RunningServer.secrets)
        #expect(
            report.text.contains("バックアップが完了していません。") && report.text.contains("定期の確認 backup-web-1"), "\(report.text)")
        let mails = try mails(server)
        #expect(mails.contains("run-1.eml") && mails.contains("run-2.eml"), "\(mails)")
        withExtendedLifetime(fake) {}
    }
}
