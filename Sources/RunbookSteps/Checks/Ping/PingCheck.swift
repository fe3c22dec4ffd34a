internal import RunbookModel
internal import ServiceHours

/// Whether a host answers to ICMP echo requests, by the ping of iputils. Many networks let none through: a lost ping alone
/// is one kind of signal among others.
struct PingCheck: CheckStep {
    static let kind = CheckKind(
        "ping", Words("疎通（ping）", "Ping"), signal: .reachability,
        with: [
            .required("host", .text, "192.0.2.10", "a name or an address"),
            .optional(
                "count", .integer(1...20), default: "3", "3",
                "how many requests, one a second, or closer so that they fit into the time"),
        ],
        expect: [
            .optional("loss", .integer(0...99), default: "0", "0", "percent that may be lost; more is a warning"),
            .optional(
                "within", .span(.milliseconds(1) ... .seconds(30)), default: "any time", "200ms",
                "a slower answer, on average, is a warning"),
        ],
        values: [
            CheckKind.Value("loss", unit: "%", "how many were lost"),
            CheckKind.Value("milliseconds", unit: "ms", "on average"),
        ])

    /// A program of our own choice, which no contract has to list.
    private static let program = "/usr/bin/ping"

    private let host: String
    private let count: Int
    private let loss: Int
    private let within: Span?

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let host = with.text("host"), Runbook.Parameter.Kind.host.takes(host) else {
            throw StepRefusal("`host` is no name and no address")
        }
        self.host = host
        count = with.integer("count") ?? 3
        loss = expect.integer("loss") ?? 0
        within = expect.span("within")
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let run = await Program(
            [Self.program] + PingPace(count, within: surroundings.timeout).words + ["--", host],
            limit: surroundings.timeout
        ).run(surroundings.now)
        let source = "ping \(host)"
        // 0: at least one came back. 1: none did. 2: it could not even be asked (ping(8)).
        guard let code = run.exitCode, code == 0 || code == 1, let summary = PingSummary(run.text) else {
            let failure = run.end.failure(of: "ping", limit: surroundings.timeout)
            let said = ShownBytes.line(run.errors, limit: 150)
            return Observation(
                .unknown, failure ?? Words("pingを実行できません（\(said)）。", "ping cannot ask: \(said)."), source: source,
                received: run.received, details: run.details, mayPass: true)
        }
        let (verdict, sentence) = judge(summary)
        return Observation(
            verdict, sentence, source: source,
            readings: [Reading("loss", "\(summary.loss)", threshold: "<= \(loss)")]
                + (summary.average.map {
                    [Reading("milliseconds", "\($0)", threshold: within.map { $0.shown.english })]
                } ?? []),
            received: run.received, details: run.details, mayPass: verdict != .normal)
    }

    private func judge(_ summary: PingSummary) -> (Verdict, Words) {
        if summary.loss >= 100 {
            return (.abnormal, Words("\(host)から応答がありません。", "\(host) answers to no request."))
        }
        if summary.loss > Double(loss) {
            return (
                .warning,
                Words("\(host)への応答が\(summary.loss)%失われています。", "\(summary.loss) % of the answers of \(host) are lost.")
            )
        }
        if let within, let average = summary.average, average * 1_000 > Double(within.microseconds) {
            return (
                .warning, Words("\(host)の応答が平均\(average)ミリ秒かかっています。", "\(host) takes \(average) ms on average.")
            )
        }
        return (.normal, Words("\(host)が応答します。", "\(host) answers."))
    }
}
