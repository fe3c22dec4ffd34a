import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Checks and actions at EC2 against moto, with signatures and policies verified.
@Suite(.serialized) struct EC2Tests {
    /// What a night needs, and nothing else.
    private static let reading = ["ec2:Describe*", "sts:*"]
    private static let acting = reading + ["ec2:RebootInstances", "ec2:StartInstances", "ec2:StopInstances"]

    private static func with(_ machine: String) -> [String: StepValue] {
        ["cloud": .text("aws"), "instance": .text(machine)]
    }

    @Test func `the right key sees the machine; a wrong one, an unknown one and a policy that refuses are told apart`()
        async throws
    {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let key = try await moto.key(allowing: Self.reading)
        let blind = try await moto.key(allowing: ["sts:*"])
        try await moto.verify(true)
        func look(_ key: Moto.Key) async throws -> Observation {
            try await EC2StatusCheck(Self.with(machine)).look(moto.surroundings(key))
        }
        let right = try await look(key)
        #expect(right.verdict == .normal, "\(right.sentence.english)")
        #expect(right.reading("state") == "running" && right.reading("system") == "ok")

        let wrong = try await look(Moto.Key(id: key.id, secret: "0123456789"))
        #expect(wrong.verdict == .unknown && wrong.sentence.english.contains("does not take our credentials"))
        let unknown = try await look(Moto.Key(id: "AKIA0000000000000000", secret: key.secret))
        #expect(unknown.verdict == .unknown && unknown.sentence.english.contains("does not take our credentials"))
        let refused = try await look(blind)
        #expect(refused.verdict == .unknown && refused.sentence.english.contains("does not allow it"))

        // Whose fault it is: ours, so that nothing is said of the machine.
        func access(_ key: Moto.Key, _ machine: String = machine) async throws -> Observation {
            try await CloudAuthCheck(Self.with(machine)).look(moto.surroundings(key))
        }
        let seen = try await access(key)
        #expect(seen.verdict == .normal && seen.reading("principal")?.hasPrefix("arn:aws:iam::") == true)
        #expect(try await access(blind).verdict == .abnormal)
        #expect(try await access(Moto.Key(id: key.id, secret: "0123456789")).verdict == .abnormal)
        #expect(try await access(key, "i-0123456789abcdef0").verdict == .abnormal)
    }

    @Test func `a machine that is stopped is seen as stopped, and not as nothing`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        try await moto.ec2("StopInstances", [("InstanceId.1", machine)])
        let key = try await moto.key(allowing: Self.reading)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        let found = try await EC2StatusCheck(Self.with(machine)).look(around)
        #expect(found.verdict == .abnormal && found.reading("state") == "stopped")
        let wanted = try await EC2StatusCheck(Self.with(machine), expect: ["state": .text("stopped")]).look(around)
        #expect(wanted.verdict == .normal)
        let missing = try await EC2StatusCheck(Self.with("i-0123456789abcdef0")).look(around)
        #expect(missing.verdict == .unknown && missing.sentence.english.contains("does not know it"))
        let events = try await EC2EventsCheck(Self.with(machine)).look(around)
        #expect(events.verdict == .normal && events.reading("events") == "0")
    }

    @Test func `a trial that is refused keeps an action from being sent`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let key = try await moto.key(allowing: Self.reading)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        let standing = try await EC2RebootAction(Self.with(machine)).standing(around)
        #expect(standing.goal == .unknown && standing.sentence.english.contains("does not allow it"))
        // Whoever sent it all the same would be refused, and knows that nothing was done.
        let sent = try await EC2RebootAction(Self.with(machine)).act(around)
        #expect(sent.course == .notDone)
    }

    @Test func `a machine that runs is rebooted, one that is stopped is started, and neither the other way round`()
        async throws
    {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let key = try await moto.key(allowing: Self.acting)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        let reboot = try EC2RebootAction(Self.with(machine))
        let start = try EC2StartAction(Self.with(machine))

        let running = await reboot.standing(around)
        #expect(running.goal == .open && running.identity?.hasPrefix(machine + " 20") == true)
        #expect(await reboot.act(around).course == .done)
        #expect(await start.standing(around).goal == .reached)

        try await moto.verify(false)
        try await moto.ec2("StopInstances", [("InstanceId.1", machine)])
        try await moto.verify(true)
        #expect(await reboot.standing(around).goal == .unknown)
        #expect(await start.standing(around).goal == .open)
        #expect(await start.act(around).course == .done)
        try await moto.verify(false)
        #expect(try await moto.state(of: machine) == "running")
    }

    @Test func `a machine is stopped and started; one that its owner protects is not`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let guarded = try await moto.machine()
        try await moto.ec2("ModifyInstanceAttribute", [("InstanceId", guarded), ("DisableApiStop.Value", "true")])
        let key = try await moto.key(allowing: Self.acting)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        let move = try EC2StopStartAction(Self.with(machine))
        #expect(await move.standing(around).goal == .open)
        let moved = await move.act(around)
        #expect(moved.course == .done, "\(moved.sentence.english)")

        let refused = try await EC2StopStartAction(Self.with(guarded)).act(around)
        #expect(refused.course == .notDone && refused.sentence.english.contains("OperationNotPermitted"))
        try await moto.verify(false)
        #expect(try await moto.state(of: machine) == "running")
        #expect(try await moto.state(of: guarded) == "running")
    }

    @Test func `a role of the customer's is taken on once, and with its external ID`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let arn = try await moto.role(allowing: Self.reading)
        let key = try await moto.key(allowing: ["sts:AssumeRole"])
        try await moto.verify(true)
        let around = try moto.surroundings(key, role: AWSAccess.Role(arn: arn, externalID: "acme-7f3a"))
        for _ in 1...2 {
            let found = try await EC2StatusCheck(Self.with(machine)).look(around)
            #expect(found.verdict == .normal, "\(found.sentence.english)")
        }
        let seen = try await CloudAuthCheck(Self.with(machine)).look(around)
        #expect(seen.reading("principal")?.contains("assumed-role") == true)
    }

    @Test func `cut at every byte of the request and of the answer, a start's outcome is told truly`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let key = try await moto.key(allowing: Self.acting)
        let relay = try await CuttingRelay(to: moto.port)
        let around = try moto.surroundings(key, endpoint: relay.address)
        let start = try EC2StartAction(Self.with(machine))
        var kinds: [ActionResult.Course: Int] = [:]
        for side in ["request", "answer"] {
            for byte in stride(from: 1, through: 700, by: Soak.isOn ? 1 : 29) {
                try await moto.ec2("StopInstances", [("InstanceId.1", machine)])
                try await relay.cut(side, after: byte)
                let result = await start.act(around)
                kinds[result.course, default: 0] += 1
                let isUp = try await moto.state(of: machine) == "running"
                if isUp { #expect(result.course != .notDone, "\(side) \(byte)") }
                if result.course == .done { #expect(isUp, "\(side) \(byte)") }
            }
        }
        #expect((kinds[.unclear] ?? 0) > 10, "\(kinds)")
    }
}
