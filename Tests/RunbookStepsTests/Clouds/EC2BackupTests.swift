import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Backups at EC2 against moto, with signatures and policies verified.
@Suite(.serialized) struct EC2BackupTests {
    private static let keeping = [
        "ec2:Describe*", "ec2:CreateSnapshots", "ec2:DeleteSnapshot", "ec2:CreateVolume", "events:DescribeRule",
        "events:PutRule",
    ]

    private static func with(_ more: [String: StepValue]) -> [String: StepValue] {
        ["cloud": .text("aws"), "sheet": .text("手順書です。")].merging(more) { $1 }
    }

    @Test func `all disks of a machine are kept at once, seen complete, and only then the oldest of ours goes`()
        async throws
    {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let disk = try await moto.disk(of: machine)
        // The customer's own is never touched.
        try await moto.snapshot(of: disk)
        let key = try await moto.key(allowing: Self.keeping)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        let run = try BackupRunAction(Self.with(["instance": .text(machine)]))
        let rotate = try BackupRotateAction(["cloud": .text("aws"), "volumes": .texts([disk])])
        let check = try EBSSnapshotCheck(["cloud": .text("aws"), "volumes": .texts([disk])])
        #expect(await run.standing(around).goal == .open)
        let before = RealClock.now()
        for _ in 1...3 {
            let made = await run.act(around)
            #expect(made.course == .done && made.evidence.details.count == 1, "\(made.sentence.english)")
        }
        let seen = await check.look(around)
        #expect(seen.verdict == .normal && seen.reading("generations") == "4")
        let newest = try #require(seen.reading("newest").flatMap { Instant(read: $0) })
        #expect(newest > before)
        #expect(await rotate.standing(around).goal == .open)
        let rotated = await rotate.act(around)
        #expect(rotated.course == .done && rotated.evidence.details.count == 1, "\(rotated.sentence.english)")
        // Three are left: the customer's own, and two of ours.
        #expect(await check.look(around).reading("generations") == "3")
        #expect(await rotate.standing(around).goal == .reached)
    }

    @Test func `without the right nothing is done, and the sheet is handed over`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let disk = try await moto.disk(of: machine)
        let key = try await moto.key(allowing: ["ec2:Describe*"])
        try await moto.verify(true)
        var around = try moto.surroundings(key)
        let sent = NoticesSent()
        around.notify = { await sent.take($0) }
        let run = try BackupRunAction(Self.with(["instance": .text(machine)]))
        let standing = await run.standing(around)
        #expect(standing.goal == .open && standing.sentence.english.contains("sheet"), "\(standing.sentence.english)")
        #expect(await run.act(around).course == .notDone)
        #expect(await sent.notices.count == 1)
        let check = try EBSSnapshotCheck(["cloud": .text("aws"), "volumes": .texts([disk])])
        #expect(await check.look(around).reading("generations") == "0")
    }

    @Test func `disks are restored beside the machine from the generation that was named`() async throws {
        let moto = try await Moto()
        let machine = try await moto.machine()
        let disk = try await moto.disk(of: machine)
        let key = try await moto.key(allowing: Self.keeping)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        let run = try BackupRunAction(Self.with(["instance": .text(machine)]))
        let restored = try BackupRestoredCheck(["cloud": .text("aws"), "volumes": .texts([disk])])
        #expect(await restored.look(around).verdict == .warning)
        func restore(_ generation: String) throws -> BackupRestoreAction {
            try BackupRestoreAction(
                Self.with(["instance": .text(machine), "volumes": .texts([disk]), "generation": .text(generation)]))
        }
        #expect(try await restore("1").standing(around).goal == .unknown)
        for _ in 1...2 { #expect(await run.act(around).course == .done) }
        let first = try await restore("1").standing(around)
        let second = try await restore("2").standing(around)
        #expect(first.goal == .open && second.goal == .open && first.identity != second.identity)
        let before = RealClock.now()
        let done = try await restore("2").act(around)
        #expect(
            done.course == .done && done.evidence.details.first?.name == second.identity, "\(done.sentence.english)")
        let seen = await restored.look(around)
        #expect(seen.verdict == .normal && seen.reading("state") == "available", "\(seen.sentence.english)")
        #expect(try #require(seen.reading("from").flatMap { Instant(read: $0) }) > before)
    }

    @Test func `the rule that has snapshots made gets another time, and keeps what else it says`() async throws {
        let moto = try await Moto()
        try await moto.rule("nightly", "cron(0 17 * * ? *)")
        try await moto.rule("weekly", "cron(0 17 ? * SUN *)")
        let key = try await moto.key(allowing: Self.keeping)
        try await moto.verify(true)
        let around = try moto.surroundings(key)
        func change(_ rule: String, _ at: String) throws -> BackupRescheduleAction {
            try BackupRescheduleAction(Self.with(["rule": .text(rule), "at": .text(at)]))
        }
        #expect(try await change("nightly", "02:00").standing(around).goal == .reached)
        #expect(try await change("weekly", "02:00").standing(around).goal == .unknown)
        let standing = try await change("nightly", "08:15").standing(around)
        #expect(standing.goal == .open, "\(standing.sentence.english)")
        #expect(try await change("nightly", "08:15").act(around).course == .done)
        let check = try BackupScheduleCheck(
            ["cloud": .text("aws"), "rule": .text("nightly")], expect: ["at": .text("08:15")])
        #expect(await check.look(around).verdict == .normal)
        try await moto.verify(false)
        let told = try await moto.describeRule("nightly")
        #expect(told.contains("cron(15 23 * * ? *)") && told.contains("snapshots of acme"), "\(told)")
    }
}
