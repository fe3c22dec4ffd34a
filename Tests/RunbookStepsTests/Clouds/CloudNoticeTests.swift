import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// What clouds tell of outages and planned work (R10), and whom it touches.
@Suite struct CloudNoticeTests {
    private static let target = TargetID("web-1")

    private func event(
        _ id: String, _ kind: String = "PlannedMaintenance", region: String = "Japan East", status: String = "Active",
        updated: String = "2026-11-25T09:00:00Z"
    ) -> String {
        """
        {"name": "\(id)", "properties": {"eventType": "\(kind)", "status": "\(status)", "title": "Host <b>work</b> &amp; more",
         "impactStartTime": "2026-11-25T10:00:00Z", "impactMitigationTime": "2026-11-25T14:00:00Z",
         "lastUpdateTime": "\(updated)", "impact": [{"impactedService": "Virtual Machines",
         "impactedRegions": [{"impactedRegion": "\(region)", "status": "\(status)"}]}]}}
        """
    }

    private func read(_ fake: FakeARM, machines: [TargetID: String] = [:]) async throws -> [CloudNotice] {
        try await CloudNotices.read(
            NoticeScope(cloud: "azure", regions: ["Japan East"], services: ["Virtual Machines"], machines: machines),
            fake.surroundings())
    }

    @Test func `an event of our region is a notice, one elsewhere or an advisory is none, and the end is told`()
        async throws
    {
        let fake = try await FakeARM()
        try await fake.answer(
            "ResourceHealth/events",
            """
            {"value": [\(event("VTZ1-2B0")), \(event("VTZ1-2B1", region: "West US")), \(event("VTZ1-2B2", "HealthAdvisory")),
             \(event("VTZ1-2B3", "ServiceIssue", status: "Resolved"))]}
            """)
        let found = try await read(fake)
        #expect(found.map(\.id) == ["VTZ1-2B0", "VTZ1-2B3"])
        let first = try #require(found.first)
        #expect(first.kind == .planned && !first.isOver && first.place == "Virtual Machines Japan East")
        #expect(first.title == "Host work & more")
        let begins = try Instant(rfc3339: "2026-11-25T10:00:00Z")
        let work = try #require(first.work(at: begins))
        #expect(work.covers(Self.target, at: try Instant(rfc3339: "2026-11-25T13:59:59Z")))
        #expect(!work.covers(Self.target, at: try Instant(rfc3339: "2026-11-25T14:00:00Z")))
        #expect(found.last?.isOver == true && found.last?.work(at: begins) == nil)
        // What is said anew has another mark, and only that.
        try await fake.answer(
            "ResourceHealth/events", "{\"value\": [\(event("VTZ1-2B0", updated: "2026-11-25T09:30:00Z"))]}")
        let again = try #require(try await read(fake).first)
        #expect(again.id == first.id && again.update != first.update)
    }

    @Test func `work on one machine touches that machine alone`() async throws {
        let fake = try await FakeARM()
        try await fake.answer("ResourceHealth/events", "{\"value\": []}")
        try await fake.answer(
            "Maintenance/updates",
            """
            {"value": [{"maintenanceScope": "Host", "impactType": "Restart", "status": "Pending", "impactDurationInSec": 1800,
             "notBefore": "2026-11-25T10:00:00Z"}]}
            """)
        let found = try await read(fake, machines: [Self.target: FakeARM.machine])
        let notice = try #require(found.first)
        #expect(found.count == 1 && notice.target == Self.target && notice.title == "Restart")
        let work = try #require(notice.work(at: try Instant(rfc3339: "2026-11-25T09:00:00Z")))
        let during = try Instant(rfc3339: "2026-11-25T10:30:00Z")
        #expect(work.covers(Self.target, at: during) && !work.covers(TargetID("web-2"), at: during))
    }

    @Test func `a cloud that does not answer has told nothing, and that is no all-clear`() async throws {
        let fake = try await FakeARM()
        try await fake.answer(
            "GET", "ResourceHealth/events", status: 403,
            #"{"error": {"code": "AuthorizationFailed", "message": "no right"}}"#)
        do {
            _ = try await read(fake)
            Issue.record("it was read")
        } catch let trouble as NoticeTrouble {
            #expect(trouble.words.english.contains("no right"))
        }
    }

    @Test func `of a machine at EC2 its planned events are notices, also where the plan has no AWS Health`()
        async throws
    {
        let now = try Instant(rfc3339: "2026-11-25T11:00:00Z")
        for (name, isOver) in [("now", false), ("over", true)] {
            let replay = try await Replay("aws-notices-\(name)")
            let found = try await CloudNotices.read(
                NoticeScope(
                    cloud: "aws", regions: ["ap-northeast-1"], services: ["EC2"],
                    machines: [Self.target: "i-0123456789abcdef0"]), replay.surroundings(at: now))
            let notice = try #require(found.first)
            #expect(found.count == 1 && notice.id == "e-1 web-1" && notice.isOver == isOver)
            #expect(notice.work(at: now)?.covers(Self.target, at: now) ?? false == !isOver)
        }
    }

    @Test func `an issue of AWS is a notice where the plan tells it`() async throws {
        let replay = try await Replay("aws-health-open")
        let found = try await CloudNotices.read(
            NoticeScope(cloud: "aws", regions: ["ap-northeast-1"], services: [], machines: [:]),
            replay.surroundings(at: try Instant(rfc3339: "2026-11-25T11:00:00Z")))
        #expect(found.map(\.kind) == [.issue] && found.first?.title == "AWS_EC2_OPERATIONAL_ISSUE")
    }
}
