internal import RunbookModel
internal import ServiceHours

/// The newest values of a metric, held against a comparison: what clouds' monitoring has in common.
struct MetricSeries: Sendable {
    struct Point: Sendable {
        /// The beginning of its period.
        let at: Instant
        let value: String
    }

    static let expect: [StepKey] = [
        .required("value", .text, "< 90", "a comparison that every value must meet"),
        .optional(
            "inARow", .integer(1...10), default: "2", "2",
            "so many of the newest values must miss it to be abnormal; fewer are a warning"),
    ]

    static let values = [
        CheckKind.Value("value", "the newest"),
        CheckKind.Value("missed", "how many of the newest in a row miss it"),
    ]

    private let metric: String
    private let period: Span
    private let comparison: Comparison
    private let written: String
    private let inARow: Int

    init(_ expect: StepArguments, of metric: String, period: Span) throws(StepRefusal) {
        guard let written = expect.text("value"), let comparison = Comparison(written: written) else {
            throw StepRefusal("`value` is no comparison; write it like `< 90`")
        }
        self.metric = metric
        self.period = period
        self.comparison = comparison
        self.written = written
        inARow = expect.integer("inARow") ?? 2
    }

    /// The span that holds enough values, and a few more: the newest minutes are usually empty.
    var lookBack: Span { Span(microseconds: period.microseconds * Int64(inARow + 4)) }

    /// A value that is older tells nothing of now.
    private var freshness: Span { Span(microseconds: period.microseconds * 3) }

    func judge(_ found: [Point], _ observation: inout Observation, at now: Instant) {
        // What is told twice is one value.
        var seen: Set<Instant> = []
        let points = found.filter { Double($0.value)?.isFinite ?? false }.sorted { $0.at > $1.at }
            .filter { seen.insert($0.at).inserted }
        observation.verdict = .unknown
        observation.mayPass = true
        guard let newest = points.first else {
            observation.sentence = Words("値がないため、判定できません。", "There is no value: nothing can be said.")
            return
        }
        observation.sourceTime = newest.at
        let missed = points.prefix { !comparison.holds(for: $0.value) }.count
        observation.readings = [
            Reading("value", newest.value, threshold: written),
            Reading("missed", "\(missed)", threshold: "< \(inARow)"),
        ]
        observation.details += points.prefix(10).map { Evidence.Detail($0.at.rfc3339, $0.value) }
        let age = now.since(newest.at)
        guard age <= freshness else {
            observation.sentence = Words(
                "最新の値が\(age.roughly.japanese)前のもので古いため、判定できません。",
                "The newest value is \(age.roughly.english) old: nothing can be said.")
            return
        }
        observation.mayPass = missed > 0
        if missed == 0 {
            observation.verdict = .normal
            observation.sentence = Words(
                "\(metric)は\(newest.value)で、基準（\(written)）を満たします。",
                "\(metric) is \(newest.value), as it should be (\(written)).")
        } else {
            observation.verdict = missed >= inARow ? .abnormal : .warning
            observation.sentence = Words(
                "\(metric)は\(newest.value)で、基準（\(written)）を\(missed)回続けて外れています。",
                "\(metric) is \(newest.value), not \(written), \(missed) times in a row.")
        }
    }
}
