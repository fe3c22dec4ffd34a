import Foundation
import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Metrics and snapshots against moto, with signatures verified.
@Suite(.serialized) struct CloudWatchTests {
    private static func put(_ moto: Moto, _ metric: String, _ value: String, secondsAgo seconds: Int) async throws {
        let at = RealClock.now() - .seconds(seconds)
        try await moto.call(
            "monitoring", "2010-08-01", "PutMetricData",
            [
                ("Namespace", "AWS/EC2"), ("MetricData.member.1.MetricName", metric),
                ("MetricData.member.1.Dimensions.member.1.Name", "InstanceId"),
                ("MetricData.member.1.Dimensions.member.1.Value", "i-0123456789abcdef0"),
                ("MetricData.member.1.Value", value), ("MetricData.member.1.Timestamp", at.rfc3339),
            ])
    }

    private static func check(_ metric: String, period: Span = .minutes(1)) throws -> CloudWatchMetricCheck {
        try CloudWatchMetricCheck(
            [
                "cloud": .text("aws"), "metric": .text(metric), "period": .span(period),
                "dimensions": .pairs([StepValue.Pair(name: "InstanceId", value: "i-0123456789abcdef0")]),
            ], expect: ["value": .text("< 90")])
    }

    @Test func `one value above is a warning, two in a row are abnormal, and none is no health`() async throws {
        let moto = try await Moto()
        let key = try await moto.key(allowing: ["*"])
        try await Self.put(moto, "CPUUtilization", "12.5", secondsAgo: 90)
        let around = try moto.surroundings(key)
        try await moto.verify(true)
        let good = try await Self.check("CPUUtilization").look(around)
        #expect(good.verdict == .normal && good.reading("value") == "12.5", "\(good.sentence.english)")
        let none = try await Self.check("MemoryUtilisation").look(around)
        #expect(none.verdict == .unknown && none.detail("status") == "Complete")

        try await moto.verify(false)
        try await Self.put(moto, "CPUUtilization", "97", secondsAgo: 30)
        let once = try await Self.check("CPUUtilization").look(around)
        #expect(once.verdict == .warning && once.reading("missed") == "1")
        try await Self.put(moto, "StatusCheckLoad", "97", secondsAgo: 90)
        try await Self.put(moto, "StatusCheckLoad", "98", secondsAgo: 30)
        let twice = try await Self.check("StatusCheckLoad").look(around)
        #expect(twice.verdict == .abnormal && twice.reading("missed") == "2", "\(twice.sentence.english)")
    }

    @Test func `two good snapshots are a backup; one is too few, and none is abnormal`() async throws {
        let moto = try await Moto()
        let volume = try await moto.volume()
        let other = try await moto.volume()
        let key = try await moto.key(allowing: ["ec2:Describe*"])
        let around = try moto.surroundings(key)
        func look(_ volumes: [String], youngerThan: Span = .hours(26)) async throws -> Observation {
            try await EBSSnapshotCheck(
                ["cloud": .text("aws"), "volumes": .texts(volumes)], expect: ["youngerThan": .span(youngerThan)]
            ).look(around)
        }
        #expect(try await look([volume]).verdict == .abnormal)
        try await moto.snapshot(of: volume)
        let one = try await look([volume])
        #expect(one.verdict == .abnormal && one.reading("generations") == "1")
        try await moto.snapshot(of: volume)
        try await moto.verify(true)
        let two = try await look([volume])
        #expect(two.verdict == .normal && two.reading("generations") == "2", "\(two.sentence.english)")
        let both = try await look([volume, other])
        #expect(both.verdict == .abnormal && both.reading("generations") == "0" && both.reading("age") == nil)
    }
}
