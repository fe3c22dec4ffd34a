import ServiceHours
import Synchronization
import Testing

@testable import RunbookModel
@testable import RunbookSteps

/// Attempts, their limits of time, and what ends them.
@Suite(.timeLimit(.minutes(2))) struct AttemptTests {
    private let time = VirtualTime()

    @Test func `what may pass is tried again after the spacing, until it does not`() async throws {
        let desk = CheckDesk(together: 1, clock: time.clock)
        let looks = Mutex(0)
        let check = RoundCheck.fake("c", attempts: 5) { _ in
            let number = looks.withLock { looks in
                looks += 1
                return looks
            }
            return number < 3 ? .fake(.abnormal, mayPass: true) : .fake(.normal)
        }
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run([check], surroundings) }
        for number in 1...2 {
            await time.heard("sleeps 5", times: number)
            time.advance(.seconds(5))
        }
        let result = await run.value[0].result
        #expect(result.verdict == .normal && result.evidence.attempts == 3)
        #expect(result.evidence.readAt == VirtualTime.start + .seconds(10))
    }

    @Test func `what cannot pass is tried once, and what never passes as often as the file says`() async throws {
        let desk = CheckDesk(clock: time.clock)
        let checks: [RoundCheck] = [
            .fake("sure", attempts: 3) { _ in .fake(.abnormal) },
            .fake("never", attempts: 3) { _ in .fake(.abnormal, mayPass: true) },
        ]
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run(checks, surroundings) }
        for number in 1...2 {
            await time.heard("sleeps 5", times: number)
            time.advance(.seconds(5))
        }
        #expect(await run.value.map(\.result.evidence.attempts) == [1, 3])
    }

    @Test func `while one waits between attempts another has its place`() async throws {
        let desk = CheckDesk(together: 1, perTarget: 1, clock: time.clock)
        let checks: [RoundCheck] = [
            .fake("again", attempts: 2) { _ in .fake(.abnormal, mayPass: true) },
            .fake("other") { [time] _ in
                time.say("other looked")
                return .fake(.normal)
            },
        ]
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run(checks, surroundings) }
        await time.heard("sleeps 5")
        await time.heard("other looked")
        time.advance(.seconds(5))
        #expect(await run.value.map(\.result.verdict) == [.abnormal, .normal])
    }

    @Test func `an attempt that outlasts its time is cut, unknown, and may be tried again`() async throws {
        let desk = CheckDesk(clock: time.clock)
        let check = RoundCheck.fake("c", attempts: 2) { [time] surroundings in
            #expect(surroundings.timeout == .seconds(10))
            time.say("looks")
            try? await time.sleep(.hours(1))
            return .fake(.normal)
        }
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run([check], surroundings) }
        for number in 1...2 {
            await time.heard("looks", times: number)
            await time.heard("sleeps 11", times: number)
            time.advance(.seconds(11))
            if number == 1 {
                await time.heard("sleeps 5")
                time.advance(.seconds(5))
            }
        }
        let result = await run.value[0].result
        #expect(result.verdict == .unknown && result.evidence.attempts == 2)
        #expect(result.evidence.latency == .seconds(11))
        #expect(result.sentence.english == "It did not end within its time.")
        #expect(time.isQuiet)
    }

    @Test func `cancelling leaves nothing running, whether it looks, waits between attempts or for its place`()
        async throws
    {
        let desk = CheckDesk(together: 2, clock: time.clock)
        let busy = Busy()
        let hangs: @Sendable (Surroundings) async -> Observation = { [time] _ in
            await busy.during {
                time.say("looks")
                try? await time.sleep(.hours(1))
                return .fake(.normal)
            }
        }
        let checks: [RoundCheck] = [
            .fake("between", attempts: 2) { _ in .fake(.abnormal, mayPass: true) }, .fake("one", hangs),
            .fake("two", hangs), .fake("queued", hangs), .fake("later", after: ["one"], hangs),
        ]
        let run = Task { [surroundings = try Surroundings.test()] in await desk.run(checks, surroundings) }
        await time.heard("sleeps 5")
        await time.heard("looks", times: 2)
        run.cancel()
        let findings = await run.value
        #expect(findings.allSatisfy { $0.result.verdict == .unknown && $0.result.evidence.attempts == 0 })
        #expect(busy.now == 0 && busy.most == 2 && time.isQuiet)
        // The places are free again.
        let next = await desk.run([.fake("a") { _ in .fake(.normal) }], try Surroundings.test())
        #expect(next[0].result.verdict == .normal)
    }

    @Test func `a step that cannot be made is unknown and says why`() async throws {
        let desk = CheckDesk(clock: time.clock)
        func check(_ id: String, _ use: String, _ word: String?) -> RoundCheck {
            let written = Runbook.Check(
                id: CheckID(id), title: "", use: use, with: word.map { ["word": .text($0)] } ?? [:], expect: [:],
                timeout: .seconds(1), attempts: 3, spacing: .zero, after: [])
            return RoundCheck(written, kinds: [FakeCheck.self], parameters: ["host": "www.example.jp"])
        }
        let findings = await desk.run(
            [
                check("a", "fake", "on {host}"), check("b", "fake", "wrong"), check("c", "fake", "{nobody}"),
                check("d", "nothing", nil),
            ], try Surroundings.test())
        #expect(findings.map(\.result.verdict) == [.normal, .unknown, .unknown, .unknown])
        #expect(
            findings.map(\.result.sentence.english) == [
                "on www.example.jp", "The check cannot be made: `word` is wrong",
                "The check cannot be made: `word` needs a parameter that this run was not given",
                "The check cannot be made: there is no kind of check by this name",
            ])
    }
}
