import Foundation
import JSONText
import RunbookModel
import ServiceHours

@testable import RunbookSteps

/// Azure Resource Manager as `Tests/Support/Peers/fake_arm.py` plays it, which Microsoft's own client agrees with.
struct FakeARM {
    static let subscription = "0f0e0d0c-0000-4000-8000-000000000001"
    static let client = "0f0e0d0c-0000-4000-8000-000000000002"
    static let secret = "the secret of the fake"
    static let machine =
        "/subscriptions/\(subscription)/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-1"

    let address: String
    private let process: TestProcess

    init() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        process = try await TestProcess([
            "/usr/bin/python3", root.appending(path: "Tests/Support/Peers/fake_arm.py").path,
        ])
        address = "http://127.0.0.1:\(try await process.wait(for: "listening ").dropFirst("listening ".count))"
    }

    // MARK: What a test sets and asks

    private func tell(_ method: String, _ path: String, _ body: String) async throws {
        try await TestProcess.run([
            "/usr/bin/curl", "-sS", "--fail-with-body", "-X", method, address + "/_fake/" + path, "-d", body,
        ])
    }

    func machine(_ facts: String = "{}") async throws { try await tell("PUT", "machines/web-1", facts) }
    func faults(_ faults: String) async throws { try await tell("PUT", "faults", faults) }
    func answer(_ path: String, _ body: String) async throws {
        try await tell("PUT", "answers", "{\"path\": \"\(path)\", \"body\": \(body)}")
    }
    /// To something that is done.
    func answer(_ method: String, _ path: String, status: Int, _ body: String = "{}") async throws {
        try await tell(
            "PUT", "answers",
            "{\"method\": \"\(method)\", \"path\": \"\(path)\", \"status\": \(status), \"body\": \(body)}")
    }
    func life(_ seconds: Int) async throws { try await tell("PUT", "life", "{\"seconds\": \(seconds)}") }
    func bucket(_ size: Int, perSecond rate: Int) async throws {
        try await tell("PUT", "bucket", "{\"size\": \(size), \"rate\": \(rate)}")
    }
    func forgetRequests() async throws { try await tell("DELETE", "requests", "") }
    func forgetTokens() async throws { try await tell("DELETE", "tokens", "") }

    struct Told {
        /// `POST …/restart`, in their order.
        let requests: [String]
        /// What was sent with each; empty for a GET.
        let bodies: [String]
        /// How often a token was asked for.
        let asked: Int

        func count(_ end: String) -> Int { requests.filter { $0.hasSuffix(end) }.count }
        /// What was sent last to an address that ends so.
        func body(_ end: String) -> String? {
            requests.lastIndex { $0.hasSuffix(end) }.map { bodies[$0] }
        }
    }

    func told() async throws -> Told {
        let text = try await TestProcess.run(["/usr/bin/curl", "-sS", "--fail", address + "/_fake/requests"])
        let root = try JSONDocument(Array(text.utf8)).value.object
        let requests = (root?["requests"]?.array ?? []).map {
            "\($0.object?["method"]?.string ?? "") \($0.object?["path"]?.string ?? "")"
        }
        let bodies = (root?["requests"]?.array ?? []).map { $0.object?["body"]?.string ?? "" }
        return Told(requests: requests, bodies: bodies, asked: root?["asked"]?.scalarText.flatMap { Int($0) } ?? 0)
    }

    // MARK: What a step works with

    enum Proof {
        case secret(String)
        case machine
    }

    func surroundings(
        _ proof: Proof = .secret(FakeARM.secret), sessions: CloudSessions = CloudSessions(), manager: String? = nil,
        timeout: Span = .seconds(60)
    ) throws -> Surroundings {
        var around = TestSurroundings()
        around.timeout = timeout
        let access: AzureAccess.Proof
        switch proof {
        case .secret(let secret):
            around.secrets = ["azure": secret]
            access = .secret(client: Self.client, secret: "azure")
        case .machine: access = .machine(client: nil)
        }
        around.clouds = [
            "azure": CloudAccount(
                name: "azure",
                access: .azure(
                    AzureAccess(
                        tenant: "acme.onmicrosoft.com", subscription: Self.subscription, proof: access, login: address,
                        manager: manager ?? address)))
        ]
        var made = try around.made()
        made.sessions = sessions
        return made
    }
}
