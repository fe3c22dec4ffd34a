import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Backups at Azure: what is seen of them, and what is done.
@Suite struct AzureBackupTests {
    private static let vault =
        "/subscriptions/\(FakeARM.subscription)/resourceGroups/shop/providers/Microsoft.RecoveryServices/vaults/shop"
    private static let item =
        vault
        + "/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;shop;web-1/protectedItems/vm;iaasvmcontainerv2;shop;web-1"
    private static let with: [String: StepValue] = [
        "cloud": .text("azure"), "item": .text(item), "sheet": .text("手順書です。"),
    ]

    private func with(_ more: [String: StepValue]) -> [String: StepValue] { Self.with.merging(more) { $1 } }

    private func point(_ name: String, hoursAgo: Int) -> String {
        let at = (RealClock.now() - .hours(hoursAgo)).rfc3339
        return
            #"{"name": "\#(name)", "properties": {"recoveryPointTime": "\#(at)", "recoveryPointType": "AppConsistent"}}"#
    }

    private func fake(
        points: [Int] = [3, 27], state: String = "Protected", job: String = "Completed", shared: Int = 1
    ) async throws -> FakeARM {
        let fake = try await FakeARM()
        let list = points.enumerated().map { point("4768508765910\($0)", hoursAgo: $1) }.joined(separator: ", ")
        try await fake.answer(
            "protectedItems/vm",
            """
            {"properties": {"protectionState": "\(state)", "healthStatus": "Passed", "lastBackupTime": "2001-01-01T00:00:00Z",
             "sourceResourceId": "\(FakeARM.machine)", "policyId": "\(Self.vault)/backupPolicies/Nightly"}}
            """)
        try await fake.answer("recoveryPoints", "{\"value\": [\(list)]}")
        try await fake.answer(
            "backupJobs",
            """
            {"value": [{"properties": {"entityFriendlyName": "WEB-1", "operation": "Backup", "status": "\(job)",
             "actionsInfo": 1, "duration": "PT35M22.4973538S", "startTime": "\((RealClock.now() - .hours(1)).rfc3339)"}}]}
            """)
        try await fake.answer(
            "backupPolicies/Nightly",
            """
            {"properties": {"backupManagementType": "AzureIaasVM", "timeZone": "UTC", "protectedItemsCount": \(shared),
             "schedulePolicy": {"schedulePolicyType": "SimpleSchedulePolicy", "scheduleRunFrequency": "Daily",
              "scheduleRunTimes": ["2017-10-19T17:00:00Z"], "scheduleWeeklyFrequency": 0},
             "retentionPolicy": {"retentionPolicyType": "LongTermRetentionPolicy", "dailySchedule":
              {"retentionTimes": ["2017-10-19T17:00:00Z"], "retentionDuration": {"count": 30, "durationType": "Days"}}}}}
            """)
        return fake
    }

    @Test func `two good generations are a backup; one, none, an old one and a failed job are not`() async throws {
        let check = try AzureBackupCheck(["cloud": .text("azure"), "item": .text(Self.item)])
        func look(_ fake: FakeARM) async throws -> Observation { try await check.look(fake.surroundings()) }
        let good = try await look(fake())
        #expect(good.verdict == .normal && good.reading("generations") == "2", "\(good.sentence.english)")
        #expect(
            good.reading("consistency") == "AppConsistent"
                && good.reading("newest").flatMap { Instant(read: $0) } != nil)
        #expect(try await look(fake(points: [3])).verdict == .abnormal)
        #expect(try await look(fake(points: [27, 51])).verdict == .abnormal)
        #expect(try await look(fake(job: "Failed")).verdict == .abnormal)
        #expect(try await look(fake(points: [-3, 27])).verdict == .unknown)
        // "Passed" is what Azure says of one that was never made.
        let never = try await look(fake(points: []))
        #expect(never.verdict == .abnormal && never.sentence.english == "There is no backup.")
    }

    @Test func `a backup is asked for once, and is not done where nothing is protected`() async throws {
        let fake = try await fake()
        try await fake.answer("POST", "/backup", status: 202)
        let run = try BackupRunAction(Self.with)
        let standing = try await run.standing(fake.surroundings())
        #expect(standing.goal == .open && standing.identity == FakeARM.machine.lowercased())
        #expect(try await run.act(fake.surroundings()).course == .done)
        let told = try await fake.told()
        #expect(
            told.count("/backup") == 1
                && told.body("/backup") == #"{"properties":{"objectType":"IaasVMBackupRequest"}}"#)
        let stopped = try await self.fake(state: "ProtectionStopped")
        #expect(try await run.standing(stopped.surroundings()).goal == .unknown)
    }

    @Test func `where we may not, the customer gets the sheet, and it is told that nothing was done`() async throws {
        let fake = try await fake()
        try await fake.answer(
            "POST", "/backup", status: 403, #"{"error": {"code": "AuthorizationFailed", "message": "no right"}}"#)
        var around = try fake.surroundings()
        let sent = NoticesSent()
        around.notify = { await sent.take($0) }
        let refused = try await BackupRunAction(Self.with).act(around)
        #expect(refused.course == .notDone && refused.sentence.english.contains("no right"))
        let byHand = try BackupRunAction(["sheet": .text("手順書です。")])
        #expect(await byHand.standing(around).goal == .open)
        #expect(await byHand.act(around).course == .notDone)
        #expect(await sent.notices == [Notice(to: .customer, text: "手順書です。"), Notice(to: .customer, text: "手順書です。")])
    }

    @Test func `the schedule is changed to a time in Japan, and everything else stays as it was`() async throws {
        let fake = try await fake()
        try await fake.answer("PUT", "backupPolicies/Nightly", status: 200)
        let around = try fake.surroundings()
        let same = try BackupRescheduleAction(with(["at": .text("02:00")]))
        #expect(await same.standing(around).goal == .reached)
        let change = try BackupRescheduleAction(with(["at": .text("23:30")]))
        let standing = await change.standing(around)
        #expect(standing.goal == .open && standing.sentence.english.contains("02:00"), "\(standing.sentence.english)")
        #expect(await change.act(around).course == .done)
        let body = try #require(try await fake.told().body("backupPolicies/Nightly"))
        // 14:30 in UTC, in the retention as well; the count is Azure's own.
        #expect(
            body
                == #"{"properties":{"backupManagementType":"AzureIaasVM","timeZone":"UTC","schedulePolicy":{"schedulePolicyType":"SimpleSchedulePolicy","scheduleRunFrequency":"Daily","scheduleRunTimes":["2017-10-19T14:30:00Z"],"scheduleWeeklyFrequency":0},"retentionPolicy":{"retentionPolicyType":"LongTermRetentionPolicy","dailySchedule":{"retentionTimes":["2017-10-19T14:30:00Z"],"retentionDuration":{"count":30,"durationType":"Days"}}}}}"#
        )
        let shared = try await self.fake(shared: 2)
        #expect(try await change.standing(shared.surroundings()).goal == .unknown)
        let check = try BackupScheduleCheck(
            ["cloud": .text("azure"), "item": .text(Self.item)], expect: ["at": .text("23:30")])
        #expect(await check.look(around).verdict == .abnormal)
        #expect(throws: StepRefusal.self) { try BackupRescheduleAction(self.with(["at": .text("24:00")])) }
    }

    @Test func `a restore takes the generation that was named, and its end is seen`() async throws {
        let fake = try await fake()
        try await fake.answer("POST", "/restore", status: 202)
        let around = try fake.surroundings()
        let restore = try BackupRestoreAction(
            with(["generation": .text("2"), "storage": .text("/subscriptions/s/x"), "region": .text("japaneast")]))
        let standing = await restore.standing(around)
        #expect(standing.goal == .open && standing.identity == "47685087659101")
        #expect(await restore.act(around).course == .done)
        let body = try #require(try await fake.told().body("recoveryPoints/47685087659101/restore"))
        #expect(body.contains(#""recoveryType":"RestoreDisks""#) && body.contains(FakeARM.machine))
        let third = try BackupRestoreAction(
            with(["generation": .text("3"), "storage": .text("/subscriptions/s/x"), "region": .text("japaneast")]))
        #expect(await third.standing(around).goal == .unknown)
        let restored = try BackupRestoredCheck(["cloud": .text("azure"), "item": .text(Self.item)])
        #expect(await restored.look(around).verdict == .normal)
        for (job, verdict) in [("InProgress", Verdict.warning), ("Failed", .abnormal)] {
            let other = try await self.fake(job: job)
            #expect(try await restored.look(other.surroundings()).verdict == verdict)
        }
    }
}

/// The notices of a test.
actor NoticesSent {
    private(set) var notices: [Notice] = []

    func take(_ notice: Notice) -> NoticeEnd {
        notices.append(notice)
        return .taken("n-\(notices.count)")
    }
}
