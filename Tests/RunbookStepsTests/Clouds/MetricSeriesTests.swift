import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Two in a row, as the terms have it [16]: what counts, what does not, and what starts anew.
@Suite struct MetricSeriesTests {
    private static let now = Instant(microseconds: 1_795_604_400_000_000)

    /// - Parameter values: the newest last, a minute apart; nil for a minute without a value.
    private func judge(_ values: [Double?], below: String = "< 90", twice: Set<Int> = []) throws -> Observation {
        let arguments = try StepArguments(
            ["value": .text(below)], keys: CloudWatchMetricCheck.kind.expect, parameters: [:])
        let series = try MetricSeries(arguments, of: "CPU", period: .minutes(1))
        var points: [MetricSeries.Point] = []
        for (place, value) in values.enumerated() {
            guard let value else { continue }
            let point = MetricSeries.Point(at: Self.now - .minutes(values.count - place), value: "\(value)")
            points.append(point)
            if twice.contains(place) { points.append(point) }
        }
        var observation = Observation(.unknown, Words("", ""), source: "test")
        // Clouds tell the newest first or last.
        series.judge(points.reversed(), &observation, at: Self.now)
        return observation
    }

    @Test func `1-0-1-0 never fires, and two in a row do`() throws {
        #expect(try judge([95, 10, 95, 10]).verdict == .normal)
        #expect(try judge([10, 95, 10, 95]).verdict == .warning)
        #expect(try judge([10, 10, 95, 95]).verdict == .abnormal)
        // Reached is at or above.
        #expect(try judge([10, 90, 90]).verdict == .abnormal)
    }

    @Test func `a minute without a value neither counts nor begins anew`() throws {
        #expect(try judge([10, 95, nil, 95]).verdict == .abnormal)
        #expect(try judge([95, 95, nil, nil, nil, nil]).verdict == .unknown)
        #expect(try judge([nil, nil]).verdict == .unknown)
    }

    @Test func `the same point told twice counts once`() throws {
        let seen = try judge([10, 95], twice: [1])
        #expect(seen.verdict == .warning && seen.reading("missed") == "1")
    }

    @Test func `another threshold judges the same values by itself`() throws {
        #expect(try judge([92, 92]).verdict == .abnormal)
        #expect(try judge([92, 92], below: "< 95").verdict == .normal)
    }
}
