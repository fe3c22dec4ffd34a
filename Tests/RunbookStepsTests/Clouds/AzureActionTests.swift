import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// What the actions at Azure do, and how often.
@Suite struct AzureActionTests {
    private static let with: [String: StepValue] = ["cloud": .text("azure"), "machine": .text(FakeARM.machine)]

    @Test func `a machine that runs is restarted once, and "Succeeded" says no more than that Azure has done its part`()
        async throws
    {
        let fake = try await FakeARM()
        try await fake.machine("{\"operation\": 0.2, \"boot\": 60}")
        let around = try fake.surroundings()
        let restart = try AzureRestartAction(Self.with)
        let standing = await restart.standing(around)
        #expect(standing.goal == .open && standing.identity?.count == 36)
        let done = await restart.act(around)
        #expect(done.course == .done, "\(done.sentence.english)")
        #expect(done.evidence.details.last?.value == "Succeeded")
        #expect(try await fake.told().count("/restart") == 1)
        // It is not back, whatever the operation says.
        #expect(try await AzureAgentCheck(Self.with).look(around).verdict == .abnormal)
    }

    @Test func `what is stopped is not restarted but started; what is deallocated only where the runbook names that`()
        async throws
    {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        let restart = try AzureRestartAction(Self.with)
        let start = try AzureStartAction(Self.with)
        try await fake.machine("{\"power\": \"stopped\", \"agent\": \"none\", \"boot\": 0}")
        #expect(await restart.standing(around).goal == .unknown)
        let refused = await restart.act(around)
        #expect(refused.course == .notDone && refused.sentence.english.contains("OperationNotAllowed"))
        #expect(await start.standing(around).goal == .open)
        #expect(await start.act(around).course == .done)
        #expect(await start.standing(around).goal == .reached)

        try await fake.machine("{\"power\": \"deallocated\", \"agent\": \"none\"}")
        #expect(await start.standing(around).goal == .unknown)
        var named = Self.with
        named["deallocated"] = .flag(true)
        #expect(try await AzureStartAction(named).standing(around).goal == .open)
        #expect(await restart.standing(around).goal == .unknown)
    }

    @Test func `a machine that runs is moved, one that does not is left, and both cost its temporary disk`()
        async throws
    {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        try await fake.machine("{\"operation\": 0, \"boot\": 0}")
        let redeploy = try AzureRedeployAction(Self.with)
        let standing = await redeploy.standing(around)
        #expect(standing.goal == .open && standing.sentence.english.contains("temporary disk"))
        #expect(await redeploy.act(around).course == .done)
        #expect(try await fake.told().count("/redeploy") == 1)
        try await fake.machine("{\"power\": \"stopped\"}")
        #expect(await redeploy.standing(around).goal == .unknown)
        #expect(AzureRedeployAction.kind.effect == .destructive && AzureReallocateAction.kind.effect == .destructive)
    }

    @Test func `a machine is given to another host and started there`() async throws {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        try await fake.machine("{\"boot\": 0}")
        let moved = try await AzureReallocateAction(Self.with).act(around)
        #expect(moved.course == .done, "\(moved.sentence.english)")
        #expect(try await AzurePowerCheck(Self.with).look(around).verdict == .normal)
        let told = try await fake.told()
        #expect(told.count("/deallocate") == 1 && told.count("/start") == 1)
        // Down, and not up again: that is no deed undone.
        try await fake.machine()
        try await fake.faults(
            "[{\"method\": \"POST\", \"path\": \"/start\", \"times\": 9, \"status\": 409, \"body\": {\"error\": {\"code\": \"AllocationFailed\", \"message\": \"none\"}}}]"
        )
        let stuck = try await AzureReallocateAction(Self.with).act(around)
        #expect(stuck.course == .unclear && stuck.sentence.english.contains("AllocationFailed"))
    }

    @Test
    func `an operation that fails, hangs or speaks an unknown word is unclear, and polls that fail are asked again`()
        async throws
    {
        let fake = try await FakeARM()
        try await fake.machine("{\"operation\": 0.1, \"fails\": \"Canceled\"}")
        let restart = try AzureRestartAction(Self.with)
        let failed = try await restart.act(fake.surroundings())
        #expect(failed.course == .unclear && failed.sentence.english.contains("InternalOperationError"))

        try await fake.machine("{\"operation\": 3600}")
        let hangs = try await restart.act(fake.surroundings(timeout: .seconds(4)))
        #expect(hangs.course == .unclear && hangs.sentence.english.contains("InProgress"))

        try await fake.machine("{\"operation\": 0.1, \"fails\": \"Resting\"}")
        let odd = try await restart.act(fake.surroundings(timeout: .seconds(4)))
        #expect(odd.course == .unclear && odd.sentence.english.contains("Resting"))

        try await fake.machine("{\"operation\": 0.1}")
        try await fake.faults(
            "[{\"method\": \"GET\", \"path\": \"/operations/\", \"times\": 1, \"status\": 500, \"headers\": {\"Retry-After\": \"1\"}, \"body\": {\"error\": {\"code\": \"RestApiInternalError\", \"message\": \"x\"}}}]"
        )
        let passed = try await restart.act(fake.surroundings())
        #expect(passed.course == .done, "\(passed.sentence.english)")
    }

    @Test func `a token is asked for once by many, again after a 401, and its loss resends nothing that was done`()
        async throws
    {
        let fake = try await FakeARM()
        try await fake.machine("{\"operation\": 0.1, \"boot\": 0}")
        let sessions = CloudSessions()
        let around = try fake.surroundings(sessions: sessions)
        try await withThrowingTaskGroup(of: Verdict.self) { group in
            for _ in 1...20 { group.addTask { try await AzurePowerCheck(Self.with).look(around).verdict } }
            for try await verdict in group { #expect(verdict == .normal) }
        }
        #expect(try await fake.told().asked == 1)
        try await fake.forgetTokens()
        #expect(try await AzureRestartAction(Self.with).act(around).course == .done)
        let told = try await fake.told()
        // The first was refused before anything was done.
        #expect(told.asked == 2 && told.count("/restart") == 2)

        // A token that lives for less than the time ahead is renewed each time.
        try await fake.life(200)
        let short = try fake.surroundings()
        for _ in 1...2 { #expect(try await AzurePowerCheck(Self.with).look(short).verdict == .normal) }
        #expect(try await fake.told().asked == 4)

        let wrong = try await AzurePowerCheck(Self.with).look(fake.surroundings(.secret("another")))
        #expect(wrong.verdict == .unknown && wrong.sentence.english.contains("AADSTS7000215"))
        let access = try await CloudAuthCheck(Self.with).look(fake.surroundings(.secret("another")))
        #expect(access.verdict == .abnormal)
        let machine = try await CloudAuthCheck(Self.with).look(fake.surroundings(.machine))
        #expect(machine.verdict == .normal && machine.reading("principal") == "managed identity")
    }

    @Test func `told to wait twenty minutes, a step says so and does not wait`() async throws {
        let fake = try await FakeARM()
        try await fake.machine()
        try await fake.faults(
            "[{\"method\": \"POST\", \"path\": \"/restart\", \"times\": 9, \"status\": 429, \"headers\": {\"Retry-After\": \"1200\"}, \"body\": {\"code\": \"OperationNotAllowed\", \"message\": \"too many\"}}]"
        )
        let refused = try await AzureRestartAction(Self.with).act(fake.surroundings())
        #expect(refused.course == .notDone && refused.sentence.english.contains("too often"))
        #expect(try await fake.told().count("/restart") == 1)
    }

    @Test func `cut at every byte of request and answer, a restart is sent once at most, its outcome told truly`()
        async throws
    {
        let fake = try await FakeARM()
        let port = try #require(fake.address.split(separator: ":").last.flatMap { Int($0) })
        let relay = try await CuttingRelay(to: port)
        let sessions = CloudSessions()
        let around = try fake.surroundings(sessions: sessions, manager: relay.address)
        let restart = try AzureRestartAction(Self.with)
        // The token first, so that the only POST is the restart.
        try await fake.machine("{\"operation\": 0}")
        #expect(try await AzurePowerCheck(Self.with).look(around).verdict == .normal)
        var kinds: [ActionResult.Course: Int] = [:]
        for side in ["request", "answer"] {
            for byte in stride(from: 1, through: 900, by: Soak.isOn ? 1 : 5) {
                try await fake.forgetRequests()
                try await relay.cut(side, after: byte)
                let result = await restart.act(around)
                let sent = try await fake.told().count("/restart")
                kinds[result.course, default: 0] += 1
                #expect(sent <= 1, "\(side) \(byte): sent \(sent) times")
                if sent == 1 { #expect(result.course != .notDone, "\(side) \(byte)") }
                if result.course == .done { #expect(sent == 1, "\(side) \(byte)") }
            }
        }
        #expect((kinds[.unclear] ?? 0) > 50, "\(kinds)")
    }
}
