import Foundation
import RunbookModel
import Testing

/// The shipped recovery of a machine at Azure, whole: a server, and Azure as its fake plays it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct AzureRunTests {
    private func order(_ server: RunningServer, extent: String = "recover") async throws {
        let (status, text) = await LoopbackRequest.send(
            "POST", to: server.address, "/api/runs/order", token: "operator-secret",
            body: #"{"contract": "acme", "target": "web-1", "runbook": "azure-recovery", "extent": "\#(extent)"}"#)
        try #require(status == 200, "\(text)")
    }

    private func report(_ server: RunningServer) throws -> String {
        try NightCallProgram.run(
            "report", "show", "--site", server.folder.url.path, "R-1", environment: RunningServer.secrets
        ).text
    }

    /// Neither secret nor token is in anything that was written or can be asked for.
    private func expectNoSecrets(_ server: RunningServer, _ fake: FakeAzure, _ secrets: [String]) async throws {
        let tokens = try await fake.tokens()
        #expect(!tokens.isEmpty)
        var more: [String: String] = [:]
        for format in ["text", "html", "json", "junit"] {
            more[format] =
                try NightCallProgram.run(
                    "report", "show", "--site", server.folder.url.path, "R-1", "--format", format,
                    environment: RunningServer.secrets
                ).text
        }
        more["export"] =
            try NightCallProgram.run(
                "journal", "export", "--site", server.folder.url.path, environment: RunningServer.secrets
            ).text
        #expect(more.allSatisfy { !$0.value.isEmpty }, "\(more.mapValues(\.count))")
        server.program.kill()
        try LeakScan.expectNone(of: secrets + tokens, in: server, holding: ["azure-secret", "key.pem"], more: more)
    }

    @Test
    func `a restart that "succeeds" at once is no recovery before the machine is back and was seen well twice`()
        async throws
    {
        let folder = try ScratchFolder()
        let fake = try FakeAzure()
        let port = try await fake.machine(#"{"agent": "not ready", "operation": 0.2, "boot": 16, "listens": true}"#)
        try fake.write(folder, port: port)
        let server = try RunningServer(serving: folder, speed: 1)
        try await order(server)
        let end = try server.end(ofRun: 1)
        let text = try report(server)
        #expect(end == .recovered, "\(text)")
        #expect(text.contains("続けて2回正常であることを確認"), "\(text)")
        #expect(try await fake.count("POST", "/restart") == 1)
        // It was looked at while it was away, and that was held to be no recovery.
        var sent = false
        var proofs: [Bool] = []
        for recorded in try server.runEvents(1) {
            switch recorded.event {
            case .actionEnded(_, let result) where result.evidence.source.contains("/restart"):
                sent = true
                #expect(result.course == .done && result.evidence.details.last?.value == "Succeeded")
            case .proved(_, let isGood) where sent: proofs.append(isGood)
            default: break
            }
        }
        #expect(proofs.first == false && proofs.suffix(2) == [true, true] && proofs.count >= 3, "\(proofs)")
        try await expectNoSecrets(server, fake, [FakeAzure.secret])
    }

    @Test
    func `a machine that is well on the old boot all the same was not restarted, and is not said to have recovered`()
        async throws
    {
        let folder = try ScratchFolder()
        let fake = try FakeAzure()
        // It takes the restart and does nothing: after a while it answers again with the agent's word of yesterday.
        let port = try await fake.machine(
            #"{"agent": "not ready", "operation": 0.2, "boot": 2, "listens": true, "stale": true}"#)
        try fake.write(folder, port: port)
        let server = try RunningServer(serving: folder, speed: 1)
        try await order(server)
        let end = try server.end(ofRun: 1)
        let text = try report(server)
        #expect(end == .notRecovered, "\(text)")
        #expect(try await fake.count("POST", "/restart") == 1)
    }

    /// When the server is killed.
    enum Moment: CaseIterable {
        case beforeIntent, afterIntent, afterRequest, duringPolls, duringProof
    }

    @Test(arguments: Moment.allCases)
    func `killed at any moment, the restart is asked for once at most, and the run comes to its end`(moment: Moment)
        async throws
    {
        let folder = try ScratchFolder()
        let fake = try FakeAzure()
        let port = try await fake.machine(#"{"agent": "not ready", "operation": 3, "boot": 5, "listens": true}"#)
        try fake.write(folder, port: port)
        let server = try RunningServer(serving: folder, speed: 1)
        try await order(server)
        switch moment {
        case .beforeIntent: try server.follow(run: 1, until: "次の確認は")
        case .afterIntent: try server.follow(run: 1, until: "Azureに再起動を指示する」を指示します")
        case .afterRequest: #expect(try await fake.waits(for: "POST", "/restart"))
        case .duringPolls: #expect(try await fake.waits(for: "GET", "/operations/"))
        case .duringProof: try server.follow(run: 1, until: "処置後の確認は")
        }
        try server.killAndStartAgain()
        let end = try server.end(ofRun: 1)
        let count = try await fake.count("POST", "/restart")
        #expect(count <= 1)
        let intents = try server.runEvents(1).count {
            if case .actionIntended(let step) = $0.event { step.place == 2 } else { false }
        }
        #expect(intents == 1)
        // Where the request had left, the machine comes back, whatever we know of its outcome.
        let text = try report(server)
        #expect(end == (count == 1 ? .recovered : .notRecovered), "\(moment): \(text)")
        if moment == .afterRequest || moment == .duringPolls { #expect(text.contains("結果不明"), "\(text)") }
    }

    @Test func `we are known by a certificate, whose key signs a word of our own`() async throws {
        let folder = try ScratchFolder()
        let fake = try FakeAzure()
        let port = try await fake.machine(#"{"listens": true}"#)
        let made = try RunningProgram(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=nightcall", "-keyout",
                folder.url.path + "/key.pem", "-out", folder.url.path + "/certificate.pem",
            ])
        try #require(made.wait() == 0)
        let key = try String(contentsOf: folder.url.appending(path: "key.pem"), encoding: .utf8)
        let certificate = try String(contentsOf: folder.url.appending(path: "certificate.pem"), encoding: .utf8)
        await fake.certificate(certificate)
        try fake.write(folder, port: port, proof: "certificate", secret: key + certificate)
        let server = try RunningServer(serving: folder, speed: 1)
        try await order(server, extent: "check")
        #expect(try server.end(ofRun: 1) == .reported)
        let text = try report(server)
        #expect(text.contains("サーバーはすべての項目で正常です。"), "\(text)")
        // A line of the key's own, of which no other file has one.
        let line = try #require(key.split(separator: "\n").dropFirst(2).first)
        try await expectNoSecrets(server, fake, [String(line)])
    }
}
