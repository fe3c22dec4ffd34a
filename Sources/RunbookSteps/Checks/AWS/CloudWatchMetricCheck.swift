internal import Markup
internal import RunbookModel
internal import ServiceHours

/// A metric of CloudWatch: the newest values are held against a comparison. No value is no health
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html).
struct CloudWatchMetricCheck: CheckStep {
    static let kind = CheckKind(
        "cw.metric", Words("CloudWatchの値", "Metric of CloudWatch"), signal: .monitoring,
        with: [
            .awsAccount,
            .optional("namespace", .text, default: "AWS/EC2", "CWAgent", "where the metric belongs"),
            .required("metric", .text, "CPUUtilization", "the name of the metric"),
            .required("dimensions", .pairs, "{InstanceId: i-0123456789abcdef0}", "which thing's metric it is"),
            .optional(
                "statistic", .choice(["Average", "Maximum", "Minimum", "Sum", "SampleCount"]), default: "Average",
                "Maximum", "what of the samples of a period is taken"),
            .optional(
                "period", .span(.minutes(1) ... .hours(24)), default: "5m", "1m",
                "the span of one value, in whole minutes"),
        ],
        expect: MetricSeries.expect, values: MetricSeries.values)

    private let account: String
    private let namespace: String
    private let metric: String
    private let dimensions: [StepValue.Pair]
    private let statistic: String
    private let period: Span
    private let series: MetricSeries

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let metric = with.text("metric"), !metric.isEmpty else { throw StepRefusal("`metric` is missing") }
        let period = with.span("period") ?? .minutes(5)
        guard period.microseconds % Span.minutes(1).microseconds == 0 else {
            throw StepRefusal("`period` is not in whole minutes")
        }
        account = try with.account()
        namespace = with.text("namespace") ?? "AWS/EC2"
        self.metric = metric
        dimensions = with.pairs("dimensions")
        statistic = with.text("statistic") ?? "Average"
        self.period = period
        series = try MetricSeries(expect, of: metric, period: period)
    }

    private func call(at now: Instant) -> AWSCall {
        let stat = "MetricDataQueries.member.1.MetricStat"
        var parameters = [
            ("StartTime", (now - series.lookBack).rfc3339), ("EndTime", now.rfc3339), ("ScanBy", "TimestampDescending"),
            ("MetricDataQueries.member.1.Id", "m1"), ("\(stat).Metric.Namespace", namespace),
            ("\(stat).Metric.MetricName", metric), ("\(stat).Period", "\(period.seconds)"), ("\(stat).Stat", statistic),
        ]
        for (place, pair) in dimensions.enumerated() {
            let name = "\(stat).Metric.Dimensions.member.\(place + 1)"
            parameters += [("\(name).Name", pair.name), ("\(name).Value", pair.value)]
        }
        return AWSCall(.monitoring, "GetMetricData", parameters)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let now = surroundings.now()
        let call = call(at: now)
        let source = AWSClient.source(account, call) + " \(namespace) \(metric)"
        do throws(CloudTrouble) {
            let answer = try await AWSClient(of: account, surroundings).ask(call)
            return observation(answer, source, at: now)
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source)
        }
    }

    private func observation(_ answer: AWSAnswer, _ source: String, at now: Instant) -> Observation {
        var observation = Observation(
            .unknown, Words("値がないため、判定できません。", "There is no value: nothing can be said."), source: source,
            requestID: answer.requestID, received: answer.received, mayPass: true)
        let result = answer.root.find("MetricDataResults")?.elements.first
        let status = result?.said("StatusCode") ?? "-"
        observation.details = [Evidence.Detail("status", status)]
        // A metric that does not exist is answered as complete, without a value.
        guard let result, status == "Complete" else {
            observation.sentence = Words("CloudWatchの応答が不完全です（\(status)）。", "The answer is not complete: \(status).")
            return observation
        }
        let times = result.list("Timestamps").map { try? Instant(rfc3339: $0.text) }
        let values = result.list("Values").map { ShownBytes.line($0.text, limit: 40) }
        guard times.count == values.count else { return observation }
        let points = zip(times, values).compactMap { at, value in at.map { MetricSeries.Point(at: $0, value: value) } }
        series.judge(points, &observation, at: now)
        return observation
    }
}
