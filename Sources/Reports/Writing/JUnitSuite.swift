/// The result of drills in the form that continuous-integration servers read: the JUnit XML of Ant's `junitreport`,
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
            "failures": String(cases.count { $0.failure != nil }),
            "errors": "0",
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

/// One scenario of a suite.
public struct JUnitCase: Hashable, Sendable {
    public let name: String
    /// How long it took; written with milliseconds.
    public let seconds: Double
    /// What was expected and did not happen; nil when the scenario passed. Its first line is the message.
    public let failure: String?
    /// The transcript.
    public let output: String

    public init(name: String, seconds: Double, failure: String? = nil, output: String = "") {
        self.name = name
        self.seconds = seconds
        self.failure = failure
        self.output = output
    }

    fileprivate func write(to markup: inout MarkupText, suite: String) {
        markup.element("testcase", ["classname": suite, "name": name, "time": Self.seconds(seconds)]) { markup in
            if let failure {
                let message = failure.split(separator: "\n").first.map(String.init) ?? failure
                markup.element("failure", ["message": message, "type": "expectation"], text: failure)
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
