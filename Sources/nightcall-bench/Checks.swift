import Crypto
import Foundation
import RunbookModel
import RunbookSteps
import ServiceHours
import WebTransfer

/// A round of ten checks for each of many targets on the loopback, side by side, as a server makes them.
func measureChecks(targets count: Int, port: Int) async throws {
    guard (1...250).contains(count) else { throw BenchError("1 to 250 targets, one address of the loopback each") }
    let checks = try roundOfTen()
    let clock = RoundClock(
        now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
        sleep: { try await Task.sleep(for: .microseconds($0.microseconds)) })
    let transfers = try TransferEngine()
    var allowed = Allowed()
    allowed.plugins = Set(["check_disk", "check_dummy"].map { "/usr/lib/nagios/plugins/\($0)" })
    let surroundings = Surroundings(
        transfers: transfers, clock: clock, timeout: .minutes(2), secret: { _ in nil }, allowed: allowed,
        digest: { bytes in SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined() }, dataFolder: "/tmp")
    let rounds = (1...count).map { number in
        let parameters = ["host": "127.0.0.\(number)", "port": "\(port)"]
        return (
            checks: checks.map { RoundCheck($0, kinds: StepKinds.checks, parameters: parameters) },
            surroundings: surroundings
        )
    }
    let began = ContinuousClock.now
    let found = await CheckDesk(clock: clock).run(rounds)
    let took = ContinuousClock.now - began
    let normal = found.joined().count { $0.result.verdict == .normal }
    await transfers.stop(graceMilliseconds: 0)
    var measurement = Measurement("checks")
    measurement.note("targets", count)
    measurement.note("checks", found.joined().count)
    measurement.note("normal", normal)
    measurement.note("seconds", took / .seconds(1))
    measurement.print()
}

private func roundOfTen() throws -> [Runbook.Check] {
    func checks(_ name: String, _ how: String, _ count: Int) -> String {
        (1...count).map { "  - {id: \(name)\($0), title: \(name), \(how), attempts: 1}" }.joined(separator: "\n")
    }
    let plugins = "/usr/lib/nagios/plugins"
    let text = """
        version: 1
        id: ten
        title: ten
        for: [machine]
        parameters: {host: {title: host, type: host}, port: {title: port, type: integer}}
        checks:
        \(checks("http", #"use: http, with: {url: "http://{host}:{port}/"}, expect: {contains: ok}"#, 3))
        \(checks("tcp", #"use: tcp, with: {host: "{host}", port: "{port}"}"#, 3))
        \(checks("plugin", "use: plugin, with: {program: \(plugins)/check_disk, arguments: [-c, \"1\", -p, /tmp]}", 2))
        \(checks("command", "use: plugin, with: {program: \(plugins)/check_dummy, arguments: [\"0\", fine]}", 2))
        decide: [{conclusion: unknown, say: x。}]

        """
    return try BenchRunbook.checks(text)
}

/// Runbooks that measurements bring along.
enum BenchRunbook {
    static func checks(_ text: String) throws -> [Runbook.Check] {
        let reader = RunbookReader(
            catalogue: StepKinds.catalogue, patterns: PatternJudge(fault: { _ in nil }, matches: { _, _ in true }))
        switch reader.read(text, file: "bench.yaml", id: nil) {
        case .runbook(let runbook, _): return runbook.checks
        case .refused(let problems): throw BenchError("\(problems)")
        }
    }
}
