internal import JSONText
internal import RunbookModel
internal import ServiceHours

/// A metric of Azure Monitor: the newest values are held against a comparison. Points without a value are usual, and no
/// value is no health (https://learn.microsoft.com/en-us/rest/api/monitor/metrics/list).
struct AzureMetricCheck: CheckStep {
    static let kind = CheckKind(
        "azure.metric", Words("Azure Monitorの値", "Metric of Azure Monitor"), signal: .monitoring,
        with: [
            .azureAccount, .azureMachine,
            .required("metric", .text, "Percentage CPU", "the name of the metric"),
            .optional(
                "statistic", .choice(["average", "maximum", "minimum", "total", "count"]), default: "average",
                "maximum", "what of the samples of a period is taken"),
            .optional(
                "period", .choice(["PT1M", "PT5M", "PT15M", "PT30M", "PT1H"]), default: "PT5M", "PT1M",
                "the span of one value, as Azure writes it"),
        ],
        expect: MetricSeries.expect,
        values: MetricSeries.values + [CheckKind.Value("gaps", "how many points had no value")])

    private let account: String
    private let machine: AzureMachineID
    private let metric: String
    private let statistic: String
    private let period: (written: String, span: Span)
    private let series: MetricSeries

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
        guard let metric = with.text("metric"), !metric.isEmpty, !metric.contains(",") else {
            throw StepRefusal("`metric` is no name of one metric")
        }
        self.metric = metric
        statistic = with.text("statistic") ?? "average"
        let spans = [
            "PT1M": Span.minutes(1), "PT5M": .minutes(5), "PT15M": .minutes(15), "PT30M": .minutes(30),
            "PT1H": .hours(1),
        ]
        let written = with.text("period") ?? "PT5M"
        period = (written, spans[written] ?? .minutes(5))
        series = try MetricSeries(expect, of: metric, period: period.span)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let now = surroundings.now()
        let call = ARMCall.get(
            machine.path + "/providers/Microsoft.Insights/metrics", AzureVersion.metrics,
            [
                ("metricnames", metric), ("timespan", "\((now - series.lookBack).rfc3339)/\(now.rfc3339)"),
                ("interval", period.written), ("aggregation", statistic),
            ])
        do throws(CloudTrouble) {
            let answer = try await ARMClient(of: account, surroundings).ask(call)
            return observation(answer, call.source, at: now)
        } catch {
            return .untold(error, by: ARMClient.cloud, source: call.source)
        }
    }

    private func observation(_ answer: ARMAnswer, _ source: String, at now: Instant) -> Observation {
        var observation = Observation(
            .unknown, Words("", ""), source: source, requestID: answer.requestID, received: answer.received)
        let found = answer.body?.object?["value"]?.array?.first?.object
        // An answer with status 200 may hold a fault of one metric.
        if let code = found?["errorCode"]?.string, code != "Success" {
            let said = ShownBytes.line(code, limit: 100)
            observation.sentence = Words("Azure Monitorが値を返しません（\(said)）。", "Azure Monitor gives no value: \(said).")
            observation.mayPass = true
            return observation
        }
        let data = found?["timeseries"]?.array?.first?.object?["data"]?.array ?? []
        let points = data.compactMap { node -> MetricSeries.Point? in
            guard let object = node.object, let at = object["timeStamp"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
                let value = object[statistic]?.scalarText
            else { return nil }
            return MetricSeries.Point(at: at, value: ShownBytes.line(value, limit: 40))
        }
        series.judge(points, &observation, at: now)
        observation.readings.append(Reading("gaps", "\(data.count - points.count)"))
        return observation
    }
}
