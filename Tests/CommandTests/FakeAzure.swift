import Foundation

/// Azure as Tests/Support/Peers/fake_arm.py plays it, a process of its own, and a site that recovers a machine there.
final class FakeAzure: Sendable {
    static let subscription = "0f0e0d0c-0000-4000-8000-000000000001"
    static let client = "0f0e0d0c-0000-4000-8000-000000000002"
    static let secret = "the secret of the fake"
    static let machine =
        "/subscriptions/\(subscription)/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-1"

    static let vault =
        "/subscriptions/\(subscription)/resourceGroups/shop/providers/Microsoft.RecoveryServices/vaults/shop"
    static let item =
        vault
        + "/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;shop;web-1/protectedItems/vm;iaasvmcontainerv2;shop;web-1"

    let address: String
    private let program: RunningProgram

    init() throws {
        let script = NightCallProgram.root.appending(path: "Tests/Support/Peers/fake_arm.py").path
        program = try RunningProgram("/usr/bin/python3", [script], isAsked: true)
        guard let line = program.output.next(), line.hasPrefix("listening ") else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
        address = "http://127.0.0.1:" + line.dropFirst("listening ".count)
    }

    struct NotStarted: Error {
        let errors: [String]
    }

    deinit {
        program.kill()
    }

    /// Sets how the machine is; the port by which it can be reached while it is well.
    func machine(_ facts: String) async throws -> Int {
        for (path, body) in [
            (
                "availabilityStatuses/current",
                #"{"properties": {"availabilityState": "Available", "title": "Available"}}"#
            ),
            ("ResourceHealth/events", #"{"value": []}"#), ("Maintenance/updates", #"{"value": []}"#),
        ] {
            _ = await LoopbackRequest.send(
                "PUT", to: address, "/_fake/answers", body: #"{"path": "\#(path)", "body": \#(body)}"#)
        }
        struct Told: Decodable { let port: Int }
        let (_, text) = await LoopbackRequest.send("PUT", to: address, "/_fake/machines/web-1", body: facts)
        return try JSONDecoder().decode(Told.self, from: Data(text.utf8)).port
    }

    /// - Parameter points: how many hours ago the good backups were made.
    func backups(_ points: [Int]) async {
        let list = points.enumerated().map { place, hours in
            let at = Date(timeIntervalSinceNow: Double(-hours) * 3_600).ISO8601Format()
            return
                #"{"name": "\#(place + 1)", "properties": {"recoveryPointTime": "\#(at)", "recoveryPointType": "AppConsistent"}}"#
        }
        for (path, body) in [
            ("recoveryPoints", "{\"value\": [\(list.joined(separator: ", "))]}"), ("backupJobs", "{\"value\": []}"),
        ] {
            _ = await LoopbackRequest.send(
                "PUT", to: address, "/_fake/answers", body: "{\"path\": \"\(path)\", \"body\": \(body)}")
        }
    }

    func certificate(_ text: String) async {
        _ = await LoopbackRequest.send("PUT", to: address, "/_fake/certificate", body: text)
    }

    /// How often something like `POST …/restart` was asked for.
    func count(_ method: String = "POST", _ part: String) async throws -> Int {
        struct Told: Decodable {
            struct Request: Decodable {
                let method: String
                let path: String
            }
            let requests: [Request]
        }
        let (_, text) = await LoopbackRequest.send("GET", to: address, "/_fake/requests")
        return try JSONDecoder().decode(Told.self, from: Data(text.utf8)).requests
            .count { $0.method == method && $0.path.contains(part) }
    }

    /// Every token that was given out.
    func tokens() async throws -> [String] {
        struct Told: Decodable { let tokens: [String] }
        let (_, text) = await LoopbackRequest.send("GET", to: address, "/_fake/requests")
        return try JSONDecoder().decode(Told.self, from: Data(text.utf8)).tokens
    }

    /// Waits until it was asked for, for half a minute at most.
    func waits(for method: String, _ part: String) async throws -> Bool {
        try await OffPool.waits { try await count(method, part) > 0 }
    }

    // MARK: The site

    /// A site with the shipped recovery, whose waits are seconds where they are minutes: the machine's own time is real.
    ///
    /// - Parameters:
    ///   - proof: how we prove who we are, as a contract writes it.
    ///   - secret: what lies in the file of the secret.
    ///   - shipped: more runbooks, as they are shipped.
    ///   - more: further lines of the contract.
    func write(
        _ folder: ScratchFolder, port: Int, proof: String = "secret", secret: String = FakeAzure.secret,
        consent: String? = "azure.vm.restart", with shipped: [String] = [], more: String = ""
    ) throws {
        for name in shipped {
            let file = NightCallProgram.root.appending(path: "Runbooks/\(name).yaml")
            try folder.write("runbooks/\(name).yaml", try String(contentsOf: file, encoding: .utf8))
        }
        let file = NightCallProgram.root.appending(path: "Runbooks/azure-recovery.yaml")
        var runbook = try String(contentsOf: file, encoding: .utf8)
        for (usual, short) in [
            ("apart: 1m", "apart: 1s"), ("from: 2m, every: 1m", "from: 3s, every: 5s"),
            ("deadline: 30m", "deadline: 1m"), ("use: azure.vm.agent", "attempts: 1\n    use: azure.vm.agent"),
            ("use: tcp, with", "use: tcp, attempts: 1, with"),
        ] {
            guard runbook.contains(usual) else { throw NotStarted(errors: ["the runbook has no `\(usual)`"]) }
            runbook = runbook.replacingOccurrences(of: usual, with: short)
        }
        try folder.write("azure-secret", secret)
        try RunbookSite.write(
            folder, runbook: runbook, named: "azure-recovery",
            parameters: """
                {cloud: azure, machine: \(Self.machine), item: "\(Self.item)", host: 127.0.0.1, port: "\(port)", vendor: azure,
                  reference: 127.0.0.1, referencePort: "\(address.split(separator: ":").last ?? "")"}
                """,
            consent: consent, allowed: "{}",
            more: """
                secrets: {azure-secret: "${file:\(folder.url.path)/azure-secret}"}
                clouds:
                  - {id: azure, kind: azure, tenant: acme.onmicrosoft.com, subscription: \(Self.subscription), proof: \(proof),
                     client: \(Self.client), secret: azure-secret, login: "\(address)", manager: "\(address)"}
                \(more)
                """)
        let contract = folder.url.appending(path: "contracts/acme.yaml")
        let text = try String(contentsOf: contract, encoding: .utf8)
        try folder.write(
            "contracts/acme.yaml",
            text.replacingOccurrences(of: "id: web-1, kind: service", with: "id: web-1, kind: machine"))
    }
}
