/// The result of drills and of runs in the form that continuous-integration servers read: the JUnit XML of Ant's `junitreport`,
/// as Jenkins and GitLab document it.
public struct JUnitSuite: Hashable, Sendable {
    public let name: String
    public let cases: [JUnitCase]

    public init(name: String, cases: [JUnitCase]) {
        self.name = name
        self.cases = cases
    }

    public var xml: String {
        var markup = MarkupText(.xml)
        let totals: KeyValuePairs<StaticString, String> = [
            "name": name,
            "tests": String(cases.count),
            "failures": String(cases.count { $0.result.isFailure }),
            "errors": String(cases.count { $0.result.isError }),
            "time": JUnitCase.seconds(cases.reduce(0) { $0 + $1.seconds }),
        ]
        markup.element("testsuites", totals) { markup in
            markup.write("\n")
            markup.element("testsuite", totals) { markup in
                markup.write("\n")
                for one in cases { one.write(to: &markup, suite: name) }
            }
            markup.write("\n")
        }
        markup.write("\n")
        return markup.text
    }
}

/// One scenario, or one check, of a suite.
public struct JUnitCase: Hashable, Sendable {
    public let name: String
    /// How long it took; written with milliseconds.
    public let seconds: Double
    public let result: Result
    /// The transcript.
    public let output: String

    /// What became of it; the first line of a text is the message.
    public enum Result: Hashable, Sendable {
        case passed
        /// What was expected and did not happen.
        case failed(String)
        /// Why nothing can be said.
        case error(String)
        case skipped(String)

        var isFailure: Bool { if case .failed = self { true } else { false } }
        var isError: Bool { if case .error = self { true } else { false } }
    }

    public init(name: String, seconds: Double, result: Result = .passed, output: String = "") {
        self.name = name
        self.seconds = seconds
        self.result = result
        self.output = output
    }

    fileprivate func write(to markup: inout MarkupText, suite: String) {
        markup.element("testcase", ["classname": suite, "name": name, "time": Self.seconds(seconds)]) { markup in
            func message(_ text: String) -> String { text.split(separator: "\n").first.map(String.init) ?? text }
            switch result {
            case .passed: break
            case .failed(let why):
                markup.element("failure", ["message": message(why), "type": "expectation"], text: why)
            case .error(let why): markup.element("error", ["message": message(why), "type": "unknown"], text: why)
            case .skipped(let why): markup.empty("skipped", ["message": message(why)])
            }
            if !output.isEmpty { markup.element("system-out", text: output) }
        }
        markup.write("\n")
    }

    /// Seconds with three decimals; 0 for what is no number or does not fit.
    fileprivate static func seconds(_ seconds: Double) -> String {
        guard let milliseconds = Int(exactly: (seconds * 1_000).rounded()), milliseconds > 0 else { return "0.000" }
        let fraction = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
