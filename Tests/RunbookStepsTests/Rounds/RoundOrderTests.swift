import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Who looks when, and who does not.
@Suite(.timeLimit(.minutes(2))) struct RoundOrderTests {
    private let time = VirtualTime()
    private let busy = Busy()

    private func verdicts(_ findings: [RoundFinding]) -> [String] {
        findings.map { "\($0.check) \($0.result.verdict.rawValue)" }
    }

    /// Takes a second of the clock.
    private func second(_ id: String, after: [String] = [], _ verdict: Verdict = .normal) -> RoundCheck {
        .fake(id, after: after) { [time, busy] _ in
            await busy.during {
                time.say("begins \(id)")
                try? await time.sleep(.seconds(1))
                return .fake(verdict)
            }
        }
    }

    @Test func `with one place for their target the checks look in the order of the file`() async throws {
        let desk = CheckDesk(perTarget: 1, clock: time.clock)
        let checks = (0..<6).map { second("c\($0)") }
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run(checks, surroundings) }
        for number in 1...6 {
            await time.heard("sleeps 1", times: number)
            time.advance(.seconds(1))
        }
        #expect(verdicts(await run.value) == (0..<6).map { "c\($0) normal" })
        #expect(time.said.filter { $0.hasPrefix("begins") } == (0..<6).map { "begins c\($0)" })
        #expect(busy.most == 1)
    }

    @Test func `fifty targets of ten checks are no queue, and never more look than may`() async throws {
        let desk = CheckDesk(together: 64, perTarget: 10, clock: time.clock)
        let surroundings = try Surroundings.test()
        let targets = (0..<50).map { target in
            (checks: (0..<10).map { second("t\(target).\($0)") }, surroundings: surroundings)
        }
        let run = Task { await desk.run(targets) }
        // 500 checks of a second each in 64 places: eight seconds.
        for turn in 1...8 {
            await time.heard("sleeps 1", times: min(64 * turn, 500))
            time.advance(.seconds(1))
        }
        let findings = await run.value
        #expect(findings.count == 50 && findings.allSatisfy { $0.count == 10 })
        #expect(findings.joined().allSatisfy { $0.result.verdict == .normal })
        #expect(findings[7].map(\.check.text) == (0..<10).map { "t7.\($0)" })
        #expect(busy.most == 64)
        #expect(time.now == VirtualTime.start + .seconds(8))
    }

    @Test func `a target that hangs holds no other up`() async throws {
        let desk = CheckDesk(together: 12, perTarget: 10, clock: time.clock)
        let surroundings = try Surroundings.test()
        let hanging = Task { [time] in
            await desk.run(
                (0..<20).map { number in
                    .fake("h\(number)") { _ in
                        time.say("hangs")
                        try? await time.sleep(.hours(1))
                        return .fake(.normal)
                    }
                }, surroundings)
        }
        await time.heard("hangs", times: 10)
        // Two places are left, and enough.
        let others = (0..<10).map { number in RoundCheck.fake("o\(number)") { _ in .fake(.normal) } }
        #expect(await desk.run(others, surroundings).allSatisfy { $0.result.verdict == .normal })
        hanging.cancel()
        let findings = await hanging.value
        #expect(findings.count == 20 && findings.allSatisfy { $0.result.verdict == .unknown })
        #expect(findings.allSatisfy { $0.result.sentence.english.contains("broken off") })
        #expect(time.isQuiet)
        #expect(time.said.count { $0 == "hangs" } == 10)
    }

    @Test func `what comes after a check that was not normal is skipped, and so is what comes after that`() async throws
    {
        let desk = CheckDesk(clock: time.clock)
        let checks: [RoundCheck] = [
            .fake("last", after: ["page"]) { _ in .fake(.normal) },
            .fake("page", after: ["name", "line"]) { _ in .fake(.normal) },
            .fake("name") { _ in .fake(.normal) },
            .fake("line") { _ in .fake(.warning) },
            .fake("other", after: ["name"]) { _ in .fake(.abnormal) },
        ]
        let findings = await desk.run(checks, try Surroundings.test())
        #expect(
            verdicts(findings) == ["last skipped", "page skipped", "name normal", "line warning", "other abnormal"])
        #expect(findings[0].result.sentence.english == "Not made, because page, which it comes after, was not normal.")
        #expect(findings[1].result.sentence.japanese == "前提の line が正常でないため、実施しませんでした。")
        #expect(findings[1].result.evidence.attempts == 0)
    }

    @Test func `a check begins only when those before it have ended`() async throws {
        let desk = CheckDesk(clock: time.clock)
        let checks = [second("b", after: ["a"]), second("a"), second("c", after: ["b", "a"])]
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run(checks, surroundings) }
        for number in 1...3 {
            await time.heard("sleeps 1", times: number)
            time.advance(.seconds(1))
        }
        #expect(verdicts(await run.value) == ["b normal", "a normal", "c normal"])
        #expect(time.said.filter { $0.hasPrefix("begins") } == ["begins a", "begins b", "begins c"])
    }

    @Test func `a check that comes after one of another round waits for nobody, and a circle is no trap`() async throws
    {
        let desk = CheckDesk(clock: time.clock)
        let checks: [RoundCheck] = [
            .fake("alone", after: ["elsewhere"]) { _ in .fake(.normal) },
            .fake("x", after: ["y"]) { _ in .fake(.normal) },
            .fake("y", after: ["x"]) { _ in .fake(.normal) },
        ]
        #expect(
            verdicts(await desk.run(checks, try Surroundings.test())) == ["alone normal", "x unknown", "y unknown"])
    }

    @Test func `when our own side is not normal every other verdict is unknown and says so`() async throws {
        let desk = CheckDesk(clock: time.clock)
        for verdict in [Verdict.warning, .abnormal, .unknown] {
            let checks: [RoundCheck] = [
                .fake("page") { [time] _ in
                    time.say("looked")
                    return .fake(.normal)
                },
                .fake("us", ofOurselves: true) { _ in .fake(verdict) },
            ]
            let findings = await desk.run(checks, try Surroundings.test())
            #expect(verdicts(findings) == ["page unknown", "us \(verdict.rawValue)"])
            #expect(
                findings[0].result.sentence.english == "Unknown, because the check of our own side, us, was not normal."
            )
        }
        #expect(!time.said.contains("looked"))
    }

    @Test func `when our own side is normal the others look after it`() async throws {
        let desk = CheckDesk(clock: time.clock)
        let checks: [RoundCheck] = [
            .fake("page") { [time] _ in
                time.say("page")
                return .fake(.abnormal)
            },
            .fake("us", ofOurselves: true) { [time] _ in
                time.say("us")
                return .fake(.normal)
            },
        ]
        #expect(verdicts(await desk.run(checks, try Surroundings.test())) == ["page abnormal", "us normal"])
        #expect(time.said.filter { !$0.hasPrefix("sleeps") } == ["us", "page"])
    }

    private func known(_ verdict: Verdict) -> CheckResult {
        CheckResult(
            verdict: verdict, sentence: Words("前", "before"),
            evidence: Evidence(source: "fake", readAt: VirtualTime.start, latency: .zero))
    }

    @Test func `a finding is told as soon as it is there, whatever the others still wait for`() async throws {
        let desk = CheckDesk(clock: time.clock)
        let checks = [second("slow"), .fake("quick") { _ in .fake(.abnormal) }, second("after", after: ["quick"])]
        let run = Task { [surroundings = try Surroundings.test(), time] in
            await desk.run(checks, surroundings) { time.say("told \($0.check) \($0.result.verdict.rawValue)") }
        }
        await time.heard("told after skipped", times: 1)
        #expect(time.said.filter { $0.hasPrefix("told") } == ["told quick abnormal", "told after skipped"])
        await time.heard("sleeps 1", times: 1)
        time.advance(.seconds(1))
        _ = await run.value
        #expect(time.said.filter { $0.hasPrefix("told") }.last == "told slow normal")
    }

    @Test func `a round that is broken off tells nothing of what it could not make`() async throws {
        let desk = CheckDesk(clock: time.clock)
        let checks = [second("slow"), second("after", after: ["slow"])]
        let run = Task { [surroundings = try Surroundings.test(), time] in
            await desk.run(checks, surroundings) { time.say("told \($0.check)") }
        }
        await time.heard("sleeps 1", times: 1)
        run.cancel()
        #expect(verdicts(await run.value).allSatisfy { $0.hasSuffix("unknown") })
        #expect(!time.said.contains { $0.hasPrefix("told") })
    }

    @Test func `what a round knew before it was broken off is not looked at again, and the rest goes by it`()
        async throws
    {
        let desk = CheckDesk(clock: time.clock)
        let checks: [RoundCheck] = [second("page"), .fake("after", after: ["page"]) { _ in .fake(.normal) }]
        let told = Busy()
        let findings = await desk.run(
            checks, knowing: [CheckID("page"): known(.abnormal)], try Surroundings.test()
        ) { _ in await told.during {} }
        #expect(verdicts(findings) == ["page abnormal", "after skipped"])
        #expect(!time.said.contains("begins page") && told.most == 1)
        let ours: [RoundCheck] = [.fake("us", ofOurselves: true) { _ in .fake(.normal) }, second("page")]
        let broken = await desk.run(ours, knowing: [CheckID("us"): known(.abnormal)], try Surroundings.test())
        #expect(verdicts(broken) == ["us abnormal", "page unknown"] && !time.said.contains("begins page"))
    }
}
