import RunbookModel
import ServiceHours
import Synchronization
import WebTransfer

@testable import RunbookSteps

/// A kind of check that does what the test says.
struct FakeCheck: CheckStep {
    static let kind = CheckKind(
        "fake", Words("試験", "Fake"), signal: .inside, with: [.required("word", .text, "yes", "what it says")])

    let looking: @Sendable (Surroundings) async -> Observation

    init(_ looking: @escaping @Sendable (Surroundings) async -> Observation) {
        self.looking = looking
    }

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let word = with.text("word"), word != "wrong" else { throw StepRefusal("`word` is wrong") }
        looking = { _ in .fake(.normal, word) }
    }

    func look(_ surroundings: Surroundings) async -> Observation { await looking(surroundings) }
}

extension Observation {
    static func fake(_ verdict: Verdict, _ text: String = "", mayPass: Bool = false) -> Observation {
        Observation(verdict, Words(text, text), source: "fake", mayPass: mayPass)
    }
}

extension RoundCheck {
    static func fake(
        _ id: String, after: [String] = [], attempts: Int = 1, ofOurselves: Bool = false,
        _ looking: @escaping @Sendable (Surroundings) async -> Observation
    ) -> RoundCheck {
        RoundCheck(
            id: CheckID(id), step: .success(FakeCheck(looking)), isOfOurselves: ofOurselves, attempts: attempts,
            spacing: .seconds(5), after: after.map { CheckID($0) })
    }
}

extension Surroundings {
    /// Of a test: the real transfers, and what else it is given.
    static func test(
        secrets: [String: String] = [:], timeout: Span = .seconds(10),
        now: @escaping @Sendable () -> Instant = { VirtualTime.start }
    ) throws -> Surroundings {
        Surroundings(
            transfers: try TransferEngine(), clock: RoundClock(now: now, sleep: { _ in }), timeout: timeout,
            secret: { secrets[$0] }, digest: { "digest of \($0.count) bytes" })
    }
}

/// How many are busy at once, and how many at most.
final class Busy: Sendable {
    private let counts = Mutex((now: 0, most: 0))
    var now: Int { counts.withLock(\.now) }
    var most: Int { counts.withLock(\.most) }

    func during<Result>(_ body: () async -> Result) async -> Result {
        counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
        defer { counts.withLock { $0.now -= 1 } }
        return await body()
    }
}
