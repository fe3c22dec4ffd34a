import Crypto
import Foundation
import RunbookModel
import RunbookSteps
import ServiceHours
import WebTransfer

/// So many machines at Azure, each looked at by some checks, side by side, as a server makes them; Azure is the fake of the
/// tests, at that address.
func measureClouds(machines count: Int, address: String, checks names: [String]) async throws {
    let subscription = "0f0e0d0c-0000-4000-8000-000000000001"
    let account = CloudAccount(
        name: "azure",
        access: .azure(
            AzureAccess(
                tenant: "acme.onmicrosoft.com", subscription: subscription,
                proof: .secret(client: "0f0e0d0c-0000-4000-8000-000000000002", secret: "azure"), login: address,
                manager: address)))
    let clock = RoundClock(
        now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
        sleep: { try await Task.sleep(for: .microseconds($0.microseconds)) })
    let transfers = try TransferEngine()
    let surroundings = Surroundings(
        transfers: transfers, clock: clock, timeout: .minutes(2), secret: { _ in "the secret of the fake" },
        cloud: { _ in account },
        digest: { bytes in SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined() }, dataFolder: "/tmp")
    let checks = try looks(names)
    let rounds = (1...count).map { number in
        let machine =
            "/subscriptions/\(subscription)/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-\(number)"
        return (
            checks: checks.map { RoundCheck($0, kinds: StepKinds.checks, parameters: ["machine": machine]) },
            surroundings: surroundings
        )
    }
    let before = Machine.residentBytes()
    let began = ContinuousClock.now
    let found = await CheckDesk(clock: clock).run(rounds)
    let took = ContinuousClock.now - began
    await transfers.stop(graceMilliseconds: 0)
    var measurement = Measurement("clouds")
    measurement.note("machines", count)
    measurement.note("checks", found.joined().count)
    measurement.note("normal", found.joined().count { $0.result.verdict == .normal })
    measurement.note("seconds", took / .seconds(1))
    measurement.note("bytes", Machine.residentBytes() - before)
    measurement.print()
}

private func looks(_ names: [String]) throws -> [Runbook.Check] {
    let checks = names.enumerated().map { place, name in
        "  - {id: look\(place + 1), title: look, use: \(name), with: {cloud: azure, machine: \"{machine}\"}, attempts: 1, timeout: 60s}"
    }
    return try BenchRunbook.checks(
        """
        version: 1
        id: looks
        title: looks
        for: [machine]
        parameters: {machine: {title: machine, type: text}}
        checks:
        \(checks.joined(separator: "\n"))
        decide: [{conclusion: unknown, say: x。}]

        """)
}
