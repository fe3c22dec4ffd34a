internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// How a machine stands from within, as its node_exporter tells: two scrapes, since the use of the CPU is a difference.
struct NodeExporterCheck: CheckStep {
    private static let percent = StepKey.Form.integer(1...100)
    static let kind = CheckKind(
        "node-exporter", Words("サーバー内部の状態", "Machine from within"), signal: .inside,
        with: [
            .required("url", .text, "http://192.0.2.10:9100/metrics", "the address of the exporter's metrics"),
            .optional("between", .span(.seconds(1) ... .minutes(1)), default: "5s", "5s", "from scrape to scrape"),
            .optional("mounts", .texts, default: "all real ones", "[/, /var]", "the mounts that are looked at"),
        ],
        expect: [
            .optional("cpu", percent, default: "95", "95", "use of the CPU in percent that is abnormal"),
            .optional("memory", percent, default: "95", "95", "use of memory that is abnormal"),
            .optional("disk", percent, default: "90", "90", "use of the fullest mount that is abnormal"),
            .optional("inodes", percent, default: "90", "90", "use of inodes that is abnormal"),
            .optional("warnCpu", percent, default: "80", "80", "use of the CPU that is a warning"),
            .optional("warnMemory", percent, default: "80", "80", "use of memory that is a warning"),
            .optional("warnDisk", percent, default: "80", "80", "use of the fullest mount that is a warning"),
            .optional("warnInodes", percent, default: "80", "80", "use of inodes that is a warning"),
        ],
        values: [
            CheckKind.Value("cpu", unit: "%", "use of the CPU between the scrapes"),
            CheckKind.Value("steal", unit: "%", "what other machines on the same host took"),
            CheckKind.Value("memory", unit: "%", "use of memory"),
            CheckKind.Value("disk", unit: "%", "use of the fullest mount"),
            CheckKind.Value("diskMount", "the fullest mount"),
            CheckKind.Value("inodes", unit: "%", "use of inodes"),
            CheckKind.Value("bootTime", unit: "s", "when the machine was started, in seconds since 1970"),
            CheckKind.Value("clockSkew", unit: "s", "its clock less ours"),
            CheckKind.Value("readOnly", "how many mounts can only be read"),
            CheckKind.Value("unreadable", "how many mounts the exporter could not look into"),
            CheckKind.Value("collectorsFailed", "how many collectors of the exporter failed"),
        ])

    private let address: WebAddress
    private let between: Span
    private let mounts: [String]
    private let bounds: [Bound]

    /// What is held against a figure.
    private struct Bound {
        let name: String
        let words: Words
        let abnormal: Double
        let warning: Double
        let figure: @Sendable (MachineFigures) -> Double?
    }

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        address = try WebAddress(refusing: with.text("url"))
        between = with.span("between") ?? .seconds(5)
        mounts = with.texts("mounts")
        func bound(
            _ name: String, _ words: Words, _ usual: Int, _ figure: @escaping @Sendable (MachineFigures) -> Double?
        ) -> Bound {
            let warning = "warn" + name.prefix(1).uppercased() + name.dropFirst()
            return Bound(
                name: name, words: words, abnormal: Double(expect.integer(name) ?? usual),
                warning: Double(expect.integer(warning) ?? 80), figure: figure)
        }
        bounds = [
            bound("cpu", Words("CPU", "CPU"), 95) { $0.cpu }, bound("memory", Words("メモリ", "memory"), 95) { $0.memory },
            bound("disk", Words("ディスク", "disk"), 90) { $0.disk?.percent },
            bound("inodes", Words("iノード", "inodes"), 90) { $0.inodes },
        ]
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = address.text
        let first: MetricsText
        switch await scrape(surroundings, source) {
        case .failure(let seen): return seen.observation
        case .success(let text): first = text.text
        }
        do { try await surroundings.sleep(between) } catch {
            return Observation(.unknown, Words("途中で打ち切られました。", "It was broken off."), source: source, mayPass: true)
        }
        switch await scrape(surroundings, source) {
        case .failure(let seen): return seen.observation
        case .success(let scraped):
            let now = Double(surroundings.now().microseconds) / 1_000_000
            let figures = MachineFigures(first, scraped.text, mounts: mounts, now: now)
            return observation(figures, scraped.body, source)
        }
    }

    private struct Unseen: Error {
        let observation: Observation
    }

    private func scrape(
        _ surroundings: Surroundings, _ source: String
    ) async -> Result<(text: MetricsText, body: [UInt8]), Unseen> {
        var request = HTTPRequest(.get, address)
        request.bodyLimitBytes = 8 << 20
        request.allow(surroundings.timeout)
        do throws(TransferError) {
            let response = try await surroundings.transfers.perform(request)
            let text = MetricsText(response.body, keeping: MachineFigures.names)
            if response.status == 200, !text.isEmpty { return .success((text, response.body)) }
            return .failure(
                Unseen(
                    observation: Observation(
                        .unknown,
                        Words(
                            "状態\(response.status)で、サーバーの計測値がありません。",
                            "Status \(response.status), and no figures of a machine."),
                        source: source, received: response.body, mayPass: true)))
        } catch {
            return .failure(Unseen(observation: .unseen(error, peer: "\(address)", source: source)))
        }
    }

    private func observation(_ figures: MachineFigures, _ body: [UInt8], _ source: String) -> Observation {
        var readings: [Reading] = []
        var worst: (verdict: Verdict, bound: Bound, value: Double)?
        var missing: [Bound] = []
        for bound in bounds {
            guard let value = bound.figure(figures) else {
                missing.append(bound)
                continue
            }
            readings.append(Reading(bound.name, Self.shown(value), threshold: "< \(Int(bound.abnormal))"))
            // Reached means at or above.
            let verdict: Verdict = value >= bound.abnormal ? .abnormal : value >= bound.warning ? .warning : .normal
            if verdict == .abnormal && worst?.verdict != .abnormal || verdict == .warning && worst == nil {
                worst = (verdict, bound, value)
            }
        }
        readings += others(figures)
        var observation = Observation(
            .normal, Words("CPU・メモリ・ディスクは基準内です。", "CPU, memory and disk are within their bounds."), source: source,
            readings: readings, received: body,
            details: figures.readOnly.prefix(10).map { Evidence.Detail("read-only", $0) }
                + figures.unreadable.prefix(10).map { Evidence.Detail("unreadable", $0) }
                + figures.failedCollectors.prefix(10).map { Evidence.Detail("collector failed", $0) })
        if let worst, worst.verdict == .abnormal {
            say(worst, &observation)
        } else if let first = missing.first {
            observation.verdict = .unknown
            observation.sentence = Words(
                "\(first.words.japanese)の計測値がないため、判定できません。",
                "There is no figure for \(first.words.english): nothing can be said.")
            observation.mayPass = true
        } else if let worst {
            say(worst, &observation)
        } else if let mount = figures.unreadable.first {
            observation.verdict = .warning
            observation.sentence = Words(
                "\(mount)の状態を読み取れません。ほかの値は基準内です。",
                "The exporter could not look into \(mount); all other figures are within their bounds.")
        } else if let mount = figures.readOnly.first {
            observation.verdict = .warning
            observation.sentence = Words(
                "\(mount)が読み取り専用です。ほかの値は基準内です。",
                "\(mount) can only be read; all other figures are within their bounds.")
        }
        return observation
    }

    private func say(_ worst: (verdict: Verdict, bound: Bound, value: Double), _ observation: inout Observation) {
        let bound = Int(worst.verdict == .abnormal ? worst.bound.abnormal : worst.bound.warning)
        observation.verdict = worst.verdict
        observation.sentence = Words(
            "\(worst.bound.words.japanese)の使用率が\(Self.shown(worst.value))%で、基準の\(bound)%に達しています。",
            "Use of \(worst.bound.words.english) is \(Self.shown(worst.value)) %, which reaches \(bound) %.")
    }

    private func others(_ figures: MachineFigures) -> [Reading] {
        let known: [(String, String?)] = [
            ("steal", figures.steal.map(Self.shown)), ("diskMount", figures.disk?.mount),
            ("bootTime", figures.bootTime.flatMap { Int64(exactly: $0.rounded()) }.map { String($0) }),
            ("clockSkew", figures.clockSkew.map(Self.shown)),
            ("readOnly", String(figures.readOnly.count)), ("unreadable", String(figures.unreadable.count)),
            ("collectorsFailed", String(figures.failedCollectors.count)),
        ]
        return known.compactMap { name, value in value.map { Reading(name, $0) } }
    }

    /// With one digit behind the point.
    private static func shown(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "∞" }
        let tenths = Int64((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
