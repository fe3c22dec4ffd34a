internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// What a Prometheus server answers to an instant query: every sample is held against one comparison. No sample at all is
/// no health.
struct PrometheusQueryCheck: CheckStep {
    static let kind = CheckKind(
        "prometheus.query", Words("監視システムの値", "Value of the monitoring system"), signal: .monitoring,
        with: [
            .required("url", .text, "http://prometheus.example.jp:9090/", "the address of the server"),
            .required("query", .text, "up{job=\"web\"}", "an expression of PromQL"),
            .optional("user", .text, default: "none", "watch", "who logs in; without it `secret` is a bearer token"),
            .optional("secret", .text, default: "none", "prometheus-token", "name of the secret to log in with"),
        ],
        expect: [
            .required("value", .text, "< 90", "a comparison that every sample must meet"),
            .optional("samples", .integer(1...10_000), default: "1", "1", "so many samples at least"),
            .optional(
                "freshness", .span(.seconds(1) ... .hours(168)), default: "5m", "5m",
                "older samples are unknown; instant queries look back for five minutes by themselves"),
        ],
        values: [
            CheckKind.Value("value", "the first sample that is not as wanted, or else the first"),
            CheckKind.Value("samples", "how many there are"),
        ])

    private let address: WebAddress
    private let query: String
    private let user: String?
    private let secret: String?
    private let comparison: Comparison
    private let written: String
    private let samples: Int
    private let freshness: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let query = with.text("query"), !query.isEmpty else { throw StepRefusal("`query` is missing") }
        guard let written = expect.text("value"), let comparison = Comparison(written: written) else {
            throw StepRefusal("`value` is no comparison; write it like `< 90`")
        }
        let base = with.text("url") ?? ""
        // https://prometheus.io/docs/prometheus/2.42/querying/api/#instant-queries
        address = try WebAddress(refusing: (base.hasSuffix("/") ? base : base + "/") + "api/v1/query")
        self.query = query
        self.comparison = comparison
        self.written = written
        user = with.text("user")
        secret = with.text("secret")
        samples = expect.integer("samples") ?? 1
        freshness = expect.span("freshness") ?? .minutes(5)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = "\(address) \(query)"
        var request = HTTPRequest(.post, address, form: ["query": query])
        if let missing = request.logIn(user: user, secret: secret, surroundings) {
            return Observation(.unknown, missing, source: source)
        }
        request.bodyLimitBytes = 4 << 20
        request.allow(surroundings.timeout)
        do throws(TransferError) {
            let response = try await surroundings.transfers.perform(request)
            return observation(response, source, at: surroundings.now())
        } catch {
            return .unseen(error, peer: "\(address)", source: source)
        }
    }

    private func observation(_ response: HTTPResponse, _ source: String, at now: Instant) -> Observation {
        var observation = Observation(
            .unknown, Words("監視システムの応答を読めません。", "What the monitoring system answers cannot be read."), source: source,
            received: response.body, mayPass: true)
        guard let found = PrometheusAnswer(response.body) else {
            observation.details = [Evidence.Detail("status", "\(response.status)")]
            return observation
        }
        switch found {
        case .fault(let text):
            observation.sentence = Words("監視システムが問い合わせを断りました（\(text)）。", "The query was refused: \(text).")
        case .samples(let values, let warnings):
            observation.details = warnings.prefix(5).map { Evidence.Detail("warning", $0) }
            judge(values, &observation, at: now)
            // Of a server that says that it has not seen everything a bad value is believed, and a good one is not.
            if let first = warnings.first, observation.verdict == .normal {
                observation.verdict = .unknown
                observation.mayPass = true
                observation.sentence = Words(
                    "監視システムが警告を付けて答えたため、正常とは判定できません（\(first)）。",
                    "The answer came with a warning, so that nothing can be said: \(first)")
            }
        }
        return observation
    }

    private func judge(_ values: [PrometheusAnswer.Sample], _ observation: inout Observation, at now: Instant) {
        observation.readings = [Reading("samples", String(values.count), threshold: ">= \(samples)")]
        observation.sourceTime = values.map(\.at).min()
        observation.mayPass = true
        guard values.count >= samples else {
            observation.sentence = Words(
                "値が\(values.count)件しかないため、判定できません（必要\(samples)件）。",
                "There are \(values.count) samples, of \(samples) needed: nothing can be said.")
            return
        }
        if let oldest = observation.sourceTime, now.since(oldest) > freshness {
            observation.sentence = Words(
                "値が\(now.since(oldest).shown.japanese)前のもので古いため、判定できません。",
                "The value is \(now.since(oldest).shown.english) old: nothing can be said.")
            return
        }
        if values.contains(where: { !$0.isNumber }) {
            observation.sentence = Words("値が数値ではないため、判定できません。", "A value is no number: nothing can be said.")
            return
        }
        let bad = values.first { !comparison.holds(for: $0.value) }
        let shown = bad ?? values[0]
        observation.readings.insert(Reading("value", shown.value, threshold: written), at: 0)
        observation.verdict = bad == nil ? .normal : .abnormal
        observation.mayPass = bad != nil
        observation.sentence =
            bad == nil
            ? Words(
                "監視の値は\(shown.value)で、基準（\(written)）を満たします。",
                "The value is \(shown.value), as it should be (\(written)).")
            : Words("監視の値が\(shown.value)で、基準（\(written)）を外れています。", "The value is \(shown.value), not \(written).")
    }
}

/// The answer of Prometheus' API to an instant query.
enum PrometheusAnswer {
    struct Sample {
        let at: Instant
        /// As it was written; infinite ones and those that are no number are no evidence.
        let value: String
        var isNumber: Bool { Double(value).map(\.isFinite) ?? false }
    }

    /// - Parameter warnings: what the server says of its own answer, for instance that a store did not answer.
    case samples([Sample], warnings: [String])
    /// In the server's words.
    case fault(String)

    /// Nil for what is no such answer.
    init?(_ body: [UInt8]) {
        guard let root = try? JSONDocument(body).value.object else { return nil }
        if root["status"]?.string == "error" {
            self = .fault(ShownBytes.line(root["error"]?.string ?? "", limit: 200))
            return
        }
        guard root["status"]?.string == "success", let data = root["data"]?.object, let result = data["result"] else {
            return nil
        }
        let warnings = (root["warnings"]?.array ?? []).map { ShownBytes.line($0.string ?? "", limit: 200) }
        switch data["resultType"]?.string {
        case "vector":
            guard let series = result.array else { return nil }
            var samples: [Sample] = []
            for one in series {
                guard let pair = one.object?["value"]?.array, let sample = Self.sample(pair) else { return nil }
                samples.append(sample)
            }
            self = .samples(samples, warnings: warnings)
        case "scalar":
            guard let pair = result.array, let sample = Self.sample(pair) else { return nil }
            self = .samples([sample], warnings: warnings)
        default: return nil
        }
    }

    private static func sample(_ pair: [JSONNode]) -> Sample? {
        guard pair.count == 2, case .number(let time) = pair[0], let seconds = Double(time), seconds.isFinite,
            abs(seconds) < 1e11, let value = pair[1].string
        else { return nil }
        return Sample(at: Instant(microseconds: Int64(seconds * 1_000_000)), value: value)
    }
}
