import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// What the checks of Azure see.
@Suite struct AzureCheckTests {
    private static let with: [String: StepValue] = ["cloud": .text("azure"), "machine": .text(FakeARM.machine)]

    @Test func `a machine that runs, is stopped, deallocated, on its way, or of which nothing is told`() async throws {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        for (power, verdict) in [
            ("running", Verdict.normal), ("stopped", .abnormal), ("deallocated", .abnormal), ("starting", .warning),
            ("stopping", .abnormal), ("unknown", .unknown), ("", .unknown),
        ] {
            try await fake.machine("{\"power\": \"\(power)\"}")
            let found = try await AzurePowerCheck(Self.with).look(around)
            #expect(found.verdict == verdict, "\(power): \(found.sentence.english)")
        }
        try await fake.machine("{\"power\": \"deallocated\"}")
        let wanted = try await AzurePowerCheck(Self.with, expect: ["power": .text("deallocated")]).look(around)
        #expect(wanted.verdict == .normal)
    }

    @Test func `an agent that is ready, is not, or is silent; of a machine that does not run it says nothing`()
        async throws
    {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        try await fake.machine()
        let ready = try await AzureAgentCheck(Self.with).look(around)
        #expect(ready.verdict == .normal && ready.reading("agent") == "Ready", "\(ready.sentence.english)")
        try await fake.machine("{\"agent\": \"not ready\"}")
        #expect(try await AzureAgentCheck(Self.with).look(around).verdict == .abnormal)
        try await fake.machine("{\"agent\": \"none\"}")
        #expect(try await AzureAgentCheck(Self.with).look(around).verdict == .abnormal)
        try await fake.machine("{\"agent\": \"none\", \"power\": \"stopped\"}")
        #expect(try await AzureAgentCheck(Self.with).look(around).verdict == .unknown)
    }

    @Test func `an extension that failed today is abnormal, one that failed last year a warning`() async throws {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        func look(_ time: String) async throws -> Observation {
            try await fake.machine(
                """
                {"extensions": [{"name": "nameless"}, {"name": "backup", "statuses": [{"code": "ProvisioningState/failed/1",
                 "level": "Error", "displayStatus": "Provisioning failed", "message": "no network", "time": "\(time)"}]}]}
                """)
            return try await AzureExtensionsCheck(Self.with).look(around)
        }
        #expect(try await look((RealClock.now() - .hours(1)).rfc3339).verdict == .abnormal)
        let old = try await look("2025-05-01T00:00:00+00:00")
        #expect(old.verdict == .warning && old.reading("failed") == "1" && old.reading("extensions") == "2")
    }

    @Test func `what the platform itself says: available, unavailable, and nothing for ten minutes`() async throws {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        try await fake.machine()
        for (state, verdict) in [
            ("Available", Verdict.normal), ("Unavailable", .abnormal), ("Degraded", .abnormal), ("Unknown", .unknown),
        ] {
            try await fake.answer(
                "availabilityStatuses/current",
                """
                {"properties": {"availabilityState": "\(state)", "title": "t", "context": "Platform Initiated",
                 "reportedTime": "2026-11-28T00:00:00Z", "resolutionETA": "2026-11-28T01:00:00Z"}}
                """)
            let found = try await AzureHealthCheck(Self.with).look(around)
            #expect(found.verdict == verdict && found.reading("context") == "Platform Initiated")
            #expect(found.reading("eta") == "2026-11-28T01:00:00Z")
        }
        // A name that Azure spells in other letters is the same machine.
        let other = FakeARM.machine.replacing("resourceGroups/shop", with: "resourcegroups/SHOP")
        let found = try await AzurePowerCheck(["cloud": .text("azure"), "machine": .text(other)]).look(around)
        #expect(found.verdict == .normal)
    }

    @Test func `many looks side by side stay within what Azure lets us ask`() async throws {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        try await fake.machine()
        try await fake.bucket(250, perSecond: 25)
        try await withThrowingTaskGroup(of: Observation.self) { group in
            for _ in 1...320 { group.addTask { try await AzurePowerCheck(Self.with).look(around) } }
            for try await seen in group { #expect(seen.verdict == .normal, "\(seen.sentence.english)") }
        }
        // Without the pace 70 of them are refused.
        #expect(try await fake.told().requests.count == 320)
    }

    @Test func `an outage of our region and service counts, one elsewhere does not, and a list goes on over pages`()
        async throws
    {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        func event(_ id: String, _ kind: String, _ region: String, _ status: String = "Active") -> String {
            """
            {"name": "\(id)", "properties": {"eventType": "\(kind)", "status": "\(status)", "title": "<b>trouble</b>",
             "impact": [{"impactedService": "Virtual Machines", "impactedRegions": [{"impactedRegion": "\(region)",
             "status": "\(status)"}]}]}}
            """
        }
        func look() async throws -> Observation {
            try await AzureServiceHealthCheck([
                "cloud": .text("azure"), "regions": .texts(["Japan East"]), "services": .texts(["Virtual Machines"]),
            ]).look(around)
        }
        try await fake.answer("ResourceHealth/events", "{\"value\": []}")
        #expect(try await look().verdict == .normal)
        try await fake.answer("ResourceHealth/events", "{\"value\": [\(event("A-1", "ServiceIssue", "West US"))]}")
        #expect(try await look().verdict == .normal)
        try await fake.answer(
            "ResourceHealth/events", "{\"value\": [\(event("A-2", "ServiceIssue", "japaneast", "Resolved"))]}")
        #expect(try await look().verdict == .normal)
        try await fake.answer(
            "ResourceHealth/events", "{\"value\": [\(event("M-1", "PlannedMaintenance", "Japan East"))]}")
        #expect(try await look().verdict == .warning)
        let next = fake.address + "/subscriptions/\(FakeARM.subscription)/page-2?api-version=2025-05-01"
        try await fake.answer("page-2", "{\"value\": [\(event("A-3", "ServiceIssue", "Japan East"))]}")
        try await fake.answer("ResourceHealth/events", "{\"value\": [], \"nextLink\": \"\(next)\"}")
        let found = try await look()
        #expect(found.verdict == .abnormal && found.reading("trackingID") == "A-3")
        // A page elsewhere would be given the token.
        try await fake.answer("ResourceHealth/events", "{\"value\": [], \"nextLink\": \"https://elsewhere.example/x\"}")
        #expect(try await look().verdict == .unknown)
    }

    @Test
    func
        `values above the line twice are abnormal; points without a value, a fault within a 200 and old values are unknown`()
        async throws
    {
        let fake = try await FakeARM()
        let around = try fake.surroundings()
        let now = RealClock.now()
        func look(_ data: String, code: String = "Success") async throws -> Observation {
            try await fake.answer(
                "Insights/metrics",
                "{\"value\": [{\"errorCode\": \"\(code)\", \"timeseries\": [{\"data\": [\(data)]}]}]}")
            var with = Self.with
            with["metric"] = .text("Percentage CPU")
            with["period"] = .text("PT1M")
            return try await AzureMetricCheck(with, expect: ["value": .text("< 90")]).look(around)
        }
        func point(_ minutes: Int, _ value: String?) -> String {
            let at = (now - .minutes(minutes)).rfc3339
            return "{\"timeStamp\": \"\(at)\"\(value.map { ", \"average\": \($0)" } ?? "")}"
        }
        try await fake.machine()
        let good = try await look([point(3, "12"), point(2, "13.5"), point(1, nil)].joined(separator: ","))
        #expect(good.verdict == .normal && good.reading("value") == "13.5" && good.reading("gaps") == "1")
        #expect(try await look([point(3, "99"), point(2, "12")].joined(separator: ",")).verdict == .normal)
        #expect(try await look([point(3, "12"), point(2, "99")].joined(separator: ",")).verdict == .warning)
        #expect(try await look([point(3, "97"), point(2, "99")].joined(separator: ",")).verdict == .abnormal)
        #expect(try await look([point(2, nil), point(1, nil)].joined(separator: ",")).verdict == .unknown)
        #expect(try await look(point(30, "12")).verdict == .unknown)
        let refused = try await look("", code: "InvalidSamplingType")
        #expect(refused.verdict == .unknown && refused.sentence.english.contains("InvalidSamplingType"))
    }
}
