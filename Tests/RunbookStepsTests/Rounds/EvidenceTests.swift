import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// What a result keeps of an observation.
@Suite(.timeLimit(.minutes(2))) struct EvidenceTests {
    private let time = VirtualTime()

    private func result(
        _ observation: Observation, asking names: [String] = [], secrets: [String: String] = [:]
    ) async throws -> CheckResult {
        let desk = CheckDesk(clock: time.clock)
        let check = RoundCheck.fake("c") { surroundings in
            for name in names { _ = surroundings.secret(name) }
            return observation
        }
        return await desk.run([check], try Surroundings.test(secrets: secrets))[0].result
    }

    @Test func `it carries all that the step told, with times, attempts and a digest`() async throws {
        let made = VirtualTime.start - .seconds(90)
        let observation = Observation(
            .warning, Words("遅い", "slow"), source: "GET http://a/", readings: [Reading("ms", "5", threshold: "4")],
            sourceTime: made, requestID: "r-1", received: Array("body".utf8), details: [Evidence.Detail("port", "80")])
        let result = try await result(observation)
        #expect(result.readings == [Reading("ms", "5", threshold: "4")])
        #expect(
            result.evidence
                == Evidence(
                    source: "GET http://a/", sourceTime: made, readAt: VirtualTime.start, latency: .zero, attempts: 1,
                    requestID: "r-1", digest: "digest of 4 bytes", excerpt: "body",
                    details: [Evidence.Detail("port", "80")]))
        #expect(result.evidence.age == .seconds(90))
    }

    @Test func `the excerpt is bounded, without control characters, and of bytes that are no text too`() async throws {
        var observation = Observation.fake(.normal)
        observation.received = Array("a\u{1B}[31m\r\n\u{202E}b".utf8) + [0xFF, 0x00]
        #expect(try await result(observation).evidence.excerpt == "a [31m   b\u{FFFD}")
        // A character that accents make endless is cut as well.
        observation.received = Array(("e" + String(repeating: "\u{301}", count: 100_000)).utf8)
        #expect(try await result(observation).evidence.excerpt.unicodeScalars.count == 2_000)
        observation.received = []
        let empty = try await result(observation).evidence
        #expect(empty.excerpt.isEmpty && empty.digest == nil)
    }

    @Test func `a secret that the step was given stands nowhere, whoever repeats it`() async throws {
        var observation = Observation(
            .abnormal, Words("secretZ です", "it said secretZ"), source: "GET secretZ",
            readings: [Reading("answer", "secretZ")], requestID: "id-secretZ",
            details: [Evidence.Detail("header", "Bearer secretZ and other")])
        observation.received = Array("<secretZ> other".utf8)
        let result = try await result(observation, asking: ["key"], secrets: ["key": "secretZ", "unasked": "other"])
        #expect(!"\(result)".contains("secretZ"))
        #expect(result.evidence.excerpt == "<***> other")
        #expect(result.sentence.japanese == "*** です")
    }
}
