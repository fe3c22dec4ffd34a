import RunbookModel
@testable import RunbookSteps
import ServiceHours
import WebTransfer

/// What steps under test work with.
struct TestSurroundings {
    var timeout = Span.seconds(60)
    var secrets: [String: String] = [:]
    var clouds: [String: CloudAccount] = [:]
    var allowed = Allowed()
    var now: @Sendable () -> Instant = RealClock.now
    var notify: @Sendable (Notice) async -> NoticeEnd = { _ in .nobody }
    var ask: @Sendable (Question) async -> ManualAnswer? = { _ in nil }
    /// What waits in the world of a test waits for a program that sleeps, and not for a clock.
    var sleep: @Sendable (Span) async throws -> Void = { span in
        _ = await Program(["/bin/sleep", "\(Double(span.microseconds) / 1_000_000)"], limit: .minutes(5)).run(
            RealClock.now)
    }

    func made() throws -> Surroundings {
        Surroundings(
            transfers: try TransferEngine(),
            clock: RoundClock(now: now, sleep: sleep),
            timeout: timeout, secret: { [secrets] in secrets[$0] }, cloud: { [clouds] in clouds[$0] }, allowed: allowed,
            digest: { "digest of \($0.count) bytes" }, notify: notify, ask: ask)
    }
}

extension CheckStep {
    /// A check with values as a runbook writes them.
    init(_ with: [String: StepValue], expect: [String: StepValue] = [:]) throws {
        try self.init(
            with: StepArguments(with, keys: Self.kind.with, parameters: [:]),
            expect: StepArguments(expect, keys: Self.kind.expect, parameters: [:]))
    }
}

extension ActionStep {
    init(_ with: [String: StepValue]) throws {
        try self.init(with: StepArguments(with, keys: Self.kind.with, parameters: [:]))
    }
}

extension Observation {
    func reading(_ name: String) -> String? { readings.first { $0.name == name }?.value }
    func detail(_ name: String) -> String? { details.first { $0.name == name }?.value }
}
