internal import RunbookModel

/// Any executable that keeps the contract of monitoring plugins: its code is the verdict, its first line the reason.
struct PluginCheck: CheckStep {
    static let kind = CheckKind(
        "plugin", Words("監視プラグイン", "Monitoring plugin"), signal: .inside,
        with: [
            .required(
                "program", .text, "/usr/lib/nagios/plugins/check_load",
                "the plugin by its absolute path; the contract must list it"),
            .optional(
                "arguments", .texts, default: "[]", "[-w, \"5,4,3\", -c, \"10,8,6\"]", "its arguments, word for word"),
        ],
        values: [
            CheckKind.Value("exit", "the code of the plugin; beside it everything that it measures, by its label")
        ],
        readsMore: true)

    private let program: String
    private let arguments: [String]

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let program = with.text("program") else { throw StepRefusal("`program` is missing") }
        self.program = program
        arguments = with.texts("arguments")
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let words = [program] + arguments
        let source = ShownBytes.line(words.joined(separator: " "), limit: 500)
        guard surroundings.allowed.plugins.contains(program) else {
            return Observation(
                .unknown,
                Words(
                    "契約が許していないプラグインのため起動しませんでした（\(program)）。",
                    "\(program) was not started: the contract does not list it among its plugins"), source: source)
        }
        let run = await Program(words, limit: surroundings.timeout).run(surroundings.now)
        let name = program.split(separator: "/").last.map(String.init) ?? program
        guard let code = run.exitCode else {
            let failure = run.end.failure(of: name, limit: surroundings.timeout)
            return Observation(
                .unknown, failure ?? PluginVerdict.unknown.said(by: name, text: ""), source: source,
                received: run.received, details: run.details, mayPass: run.end.mayPass)
        }
        return observation(run, code, name, source)
    }

    private func observation(_ run: ProgramRun, _ code: Int, _ name: String, _ source: String) -> Observation {
        let output = PluginOutput(run.text)
        let text = ShownBytes.line(output.text)
        // A plugin prints a line, whatever it found: one that is silent is none, as /bin/true.
        let verdict = text.isEmpty && output.further.isEmpty ? PluginVerdict.silent(code) : PluginVerdict(code)
        var details = run.details
        let alerting = output.performance.items.filter(\.isAlerting).map(\.label)
        if !alerting.isEmpty {
            details.append(.init("beyond limits", ShownBytes.line(alerting.joined(separator: ", "), limit: 500)))
        }
        if output.performance.unreadable > 0 {
            details.append(.init("unreadable measurements", String(output.performance.unreadable)))
        }
        return Observation(
            verdict.verdict, verdict.said(by: name, text: text), source: source,
            readings: [Reading("exit", String(code))] + readings(output.performance), received: run.received,
            details: details)
    }

    /// Each label once: the first counts, and none takes the place of the plugin's code.
    private func readings(_ performance: PerformanceData) -> [Reading] {
        var known: Set<String> = ["exit"]
        return performance.items.compactMap { item in
            guard let value = item.value, known.insert(item.label).inserted else { return nil }
            let limits = [item.warning?.text ?? "", item.critical?.text ?? ""]
            let threshold = limits.allSatisfy(\.isEmpty) ? nil : limits.joined(separator: ";")
            return Reading(ShownBytes.line(item.label, limit: 100), value, threshold: threshold)
        }
    }
}

extension PerformanceData.Item {
    /// Whether the value lies where the plugin's own limits alert.
    var isAlerting: Bool {
        guard let value, let number = PerformanceNumber.value(value[...]) else { return false }
        return [warning, critical].contains { $0?.alerts(on: number) ?? false }
    }
}

/// What a plugin's code means. Everything but 0, 1 and 2 is unknown, 3 as well as what the guidelines do not know.
enum PluginVerdict: Hashable {
    case normal, warning, abnormal, unknown
    case other(Int)
    case silent(Int)

    init(_ code: Int) {
        switch code {
        case 0: self = .normal
        case 1: self = .warning
        case 2: self = .abnormal
        case 3: self = .unknown
        default: self = .other(code)
        }
    }

    var verdict: Verdict {
        switch self {
        case .normal: .normal
        case .warning: .warning
        case .abnormal: .abnormal
        case .unknown, .other, .silent: .unknown
        }
    }

    func said(by name: String, text: String) -> Words {
        let behind = text.isEmpty ? "" : "（\(text)）"
        return switch self {
        case .normal: Words("\(name)は正常と答えました\(behind)。", "\(name) says normal: \(text)")
        case .warning: Words("\(name)は警告を返しました\(behind)。", "\(name) says warning: \(text)")
        case .abnormal: Words("\(name)は異常を返しました\(behind)。", "\(name) says abnormal: \(text)")
        case .unknown: Words("\(name)は判定できませんでした\(behind)。", "\(name) could not tell: \(text)")
        case .other(let code):
            Words(
                "\(name)は規約にない終了コード\(code)を返しました\(behind)。",
                "\(name) ended with \(code), which means nothing for a plugin: \(text)")
        case .silent(let code):
            Words("\(name)は何も出力せず、コード\(code)で終了しました。", "\(name) ended with \(code) and did not say a word")
        }
    }
}
