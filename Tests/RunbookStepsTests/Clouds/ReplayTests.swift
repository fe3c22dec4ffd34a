import Foundation
import JSONText
import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Our own clients against what clouds have answered: `Fixtures/Clouds`, exchange by exchange.
@Suite struct ReplayTests {
    /// 2026-11-25 20:00 in Japan, 11:00 in UTC.
    private static let now = Instant(microseconds: 1_795_604_400_000_000)
    private static let machine: [String: StepValue] = ["cloud": .text("azure"), "machine": .text(FakeARM.machine)]
    private static let instance: [String: StepValue] = [
        "cloud": .text("aws"), "instance": .text("i-0123456789abcdef0"),
    ]
    private static let item =
        "/subscriptions/\(FakeARM.subscription)/resourceGroups/shop/providers/Microsoft.RecoveryServices/vaults/shop/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;shop;web-1/protectedItems/vm;iaasvmcontainerv2;shop;web-1"

    // MARK: Azure

    @Test func `a restart that is over after a fifth of a second is asked about until it says so, and proves nothing`()
        async throws
    {
        let replay = try await Replay("azure-restart-succeeds-at-once")
        let around = try replay.surroundings(at: Self.now)
        let restart = try AzureRestartAction(Self.machine)
        #expect(await restart.standing(around).identity == "5c0d55a7-c407-4ed6-bf7d-ddb810267c85")
        let done = await restart.act(around)
        #expect(done.course == .done && done.evidence.requestID == "r-2")
        #expect(done.evidence.details.map(\.value).suffix(2) == ["InProgress", "Succeeded"])
        // Azure spells the same machine in other letters.
        #expect(try await AzureAgentCheck(Self.machine).look(around).verdict == .abnormal)
        #expect(try await replay.isPlayed())
    }

    @Test func `an operation that Azure gives up is unclear, in Azure's words`() async throws {
        let replay = try await Replay("azure-operation-canceled")
        let result = try await AzureRestartAction(Self.machine).act(replay.surroundings(at: Self.now))
        #expect(result.course == .unclear && result.sentence.english.contains("Abandoning this operation"))
        #expect(try await replay.isPlayed())
    }

    @Test func `an operation is followed by Location where there is nothing else`() async throws {
        let replay = try await Replay("azure-operation-location-only")
        #expect(try await AzureStartAction(Self.machine).act(replay.surroundings(at: Self.now)).course == .done)
        #expect(try await replay.isPlayed())
    }

    @Test func `an operation that leads elsewhere is not followed, and the token goes nowhere`() async throws {
        let replay = try await Replay("azure-operation-elsewhere")
        let result = try await AzureStartAction(Self.machine).act(replay.surroundings(at: Self.now))
        #expect(result.course == .unclear && !"\(result)".contains("token-of-the-replay"))
    }

    @Test func `a stopped machine is not restarted, and that is known`() async throws {
        let replay = try await Replay("azure-restart-stopped")
        let result = try await AzureRestartAction(Self.machine).act(replay.surroundings(at: Self.now))
        #expect(result.course == .notDone && result.sentence.english.contains("requires the VM to be running"))
    }

    @Test(arguments: [
        ("running", Verdict.normal, "running"), ("updating", .normal, "running"),
        ("deallocated", .abnormal, "deallocated"),
        ("powerless", .unknown, "-"), ("billing", .abnormal, "stopped"),
    ]) func `a machine is read from its instance view`(name: String, verdict: Verdict, power: String) async throws {
        let replay = try await Replay("azure-view-\(name)")
        let seen = try await AzurePowerCheck(Self.machine).look(replay.surroundings(at: Self.now))
        #expect(seen.verdict == verdict, "\(seen.sentence.english)")
        #expect(seen.reading("power") ?? "-" == power)
    }

    @Test(arguments: [
        ("wrapped", "AuthorizationFailed"), ("bare", "Failed to find metric configuration"),
        ("capitals", "An unexpected error occurred"), ("xml", "AuthenticationFailed"),
        ("throttled", "[Microsoft.Compute/HighCostGet30Min]"),
        ("page", "is no answer of Azure"), ("empty", "is no answer of Azure"),
    ]) func `every shape of a refusal is unknown, with Azure's words, and says nothing of the machine`(
        name: String, words: String
    ) async throws {
        let replay = try await Replay("azure-error-\(name)")
        let seen = try await AzurePowerCheck(Self.machine).look(replay.surroundings(at: Self.now))
        #expect(seen.verdict == .unknown && seen.sentence.english.contains(words), "\(seen.sentence.english)")
    }

    @Test func `of a metric whose points are mostly empty the values that are there count`() async throws {
        let replay = try await Replay("azure-metrics-mostly-empty")
        let check = try AzureMetricCheck(
            Self.machine.merging(["metric": .text("Percentage CPU"), "period": .text("PT1M")]) { $1 },
            expect: ["value": .text("< 90")])
        let early = await check.look(try replay.surroundings(at: Self.now - .minutes(2)))
        #expect(early.verdict == .normal && early.reading("value") == "18.25", "\(early.sentence.english)")
        #expect(early.reading("gaps") == "37")
        let other = try await Replay("azure-metrics-mostly-empty")
        let late = await check.look(try other.surroundings(at: Self.now))
        #expect(late.verdict == .unknown, "\(late.sentence.english)")
    }

    @Test func `what was never backed up is no backup, whatever its health is called`() async throws {
        let replay = try await Replay("azure-backup-never")
        let check = try AzureBackupCheck(["cloud": .text("azure"), "item": .text(Self.item)])
        let seen = await check.look(try replay.surroundings(at: Self.now))
        #expect(seen.verdict == .abnormal && seen.reading("generations") == "0" && seen.reading("job") == nil)
    }

    @Test func `generations on two pages are two generations`() async throws {
        let replay = try await Replay("azure-backup-pages")
        let check = try AzureBackupCheck(["cloud": .text("azure"), "item": .text(Self.item)])
        let seen = await check.look(try replay.surroundings(at: Self.now))
        #expect(seen.verdict == .normal && seen.reading("generations") == "2", "\(seen.sentence.english)")
        #expect(seen.reading("consistency") == "AppConsistent" && seen.reading("job") == "Completed")
        #expect(try await replay.isPlayed())
    }

    // MARK: AWS

    @Test(arguments: [
        ("system", Verdict.abnormal), ("instance", .abnormal), ("insufficient", .unknown), ("initializing", .unknown),
    ]) func `the health of a machine is read with all machines included`(name: String, verdict: Verdict) async throws {
        let replay = try await Replay("aws-status-\(name)")
        let seen = try await EC2StatusCheck(Self.instance).look(replay.surroundings(at: Self.now))
        #expect(seen.verdict == verdict, "\(seen.sentence.english)")
        #expect(try await replay.isPlayed())
    }

    @Test(arguments: [("now", Verdict.abnormal), ("over", .normal)])
    func `planned work counts until it is over`(name: String, verdict: Verdict) async throws {
        let replay = try await Replay("aws-events-\(name)")
        let seen = try await EC2EventsCheck(Self.instance).look(replay.surroundings(at: Self.now))
        #expect(seen.verdict == verdict, "\(seen.sentence.english)")
    }

    @Test(arguments: [("throttled", "asked too often"), ("as-html", "does not take our credentials")])
    func `a refusal is read whatever its body is called`(name: String, words: String) async throws {
        let replay = try await Replay("aws-error-\(name)")
        let seen = try await EC2StatusCheck(Self.instance).look(replay.surroundings(at: Self.now))
        #expect(seen.verdict == .unknown && seen.sentence.english.contains(words), "\(seen.sentence.english)")
    }

    @Test(arguments: [("open", Verdict.abnormal), ("plan", .unknown)])
    func `AWS Health tells where the plan allows it`(name: String, verdict: Verdict) async throws {
        let replay = try await Replay("aws-health-\(name)")
        let check = try AWSHealthCheck(["cloud": .text("aws"), "regions": .texts(["ap-northeast-1"])])
        let seen = await check.look(try replay.surroundings(at: Self.now))
        #expect(seen.verdict == verdict, "\(seen.sentence.english)")
    }
}

/// A server that answers as a file of `Fixtures/Clouds` says: `Tests/Support/Peers/replay.py`.
struct Replay {
    private let address: String
    private let process: TestProcess

    init(_ name: String) async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        process = try await TestProcess([
            "/usr/bin/python3", root.appending(path: "Tests/Support/Peers/replay.py").path,
            root.appending(path: "Fixtures/Clouds/\(name).json").path,
        ])
        address = "http://127.0.0.1:\(try await process.wait(for: "listening ").dropFirst("listening ".count))"
    }

    /// Whether every exchange was asked for, and nothing else.
    func isPlayed() async throws -> Bool {
        let text = try await TestProcess.run(["/usr/bin/curl", "-sS", "--fail", address + "/_replay"])
        let told = try JSONDocument(Array(text.utf8)).value.object
        return told?["left"]?.scalarText == "0" && told?["unexpected"]?.array?.isEmpty == true
    }

    func surroundings(at now: Instant) throws -> Surroundings {
        var around = TestSurroundings()
        around.now = { now }
        around.secrets = ["key": "a secret"]
        around.clouds = [
            "azure": CloudAccount(
                name: "azure",
                access: .azure(
                    AzureAccess(
                        tenant: "acme.onmicrosoft.com", subscription: FakeARM.subscription,
                        proof: .secret(client: FakeARM.client, secret: "key"), login: address, manager: address))),
            "aws": CloudAccount(
                name: "aws",
                access: .aws(
                    AWSAccess(
                        region: "ap-northeast-1", accessKey: "AKIAIOSFODNN7EXAMPLE", secret: "key", role: nil,
                        endpoint: address + "/"))),
        ]
        return try around.made()
    }
}
