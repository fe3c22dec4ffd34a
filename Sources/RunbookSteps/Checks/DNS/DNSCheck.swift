internal import RunbookModel
internal import ServiceHours

/// What a name server answers, by kdig of Knot DNS.
struct DNSCheck: CheckStep {
    static let kind = CheckKind(
        "dns", Words("名前解決", "Name look-up"), signal: .reachability,
        with: [
            .required("name", .text, "www.example.jp", "the name to look up"),
            .optional(
                "type", .choice(["A", "AAAA", "CNAME", "MX", "NS", "TXT", "SOA"]), default: "A", "MX",
                "the kind of record"),
            .optional("server", .text, default: "the machine's own", "192.0.2.53", "the name server to ask"),
            .optional("port", .integer(1...65_535), default: "53", "53", "its port"),
        ],
        expect: [
            .optional(
                "answers", .texts, default: "at least one", "[192.0.2.10]",
                "records that must all be there; of an MX the name of the server is enough"),
            .optional(
                "code", .choice(["NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED"]), default: "NOERROR", "NOERROR",
                "the response code (RFC 1035, 4.1.1)"),
        ],
        values: [
            CheckKind.Value("code", "the response code"), CheckKind.Value("answers", "the records, sorted"),
            CheckKind.Value("milliseconds", unit: "ms", "until the answer was there"),
        ])

    /// A program of our own choice, which no contract has to list.
    private static let program = "/usr/bin/kdig"

    private let name: String
    private let type: String
    private let server: String?
    private let port: Int
    private let answers: [String]
    private let code: String

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let name = with.text("name"), DNSName.isOne(name) else {
            throw StepRefusal("`name` is no name of the DNS; write it like www.example.jp")
        }
        server = with.text("server")
        if let server, !Runbook.Parameter.Kind.host.takes(server) {
            throw StepRefusal("`server` is no name and no address")
        }
        self.name = name
        type = with.text("type") ?? "A"
        port = with.integer("port") ?? 53
        answers = expect.texts("answers")
        code = expect.text("code") ?? "NOERROR"
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        // It asks by UDP and then by TCP: both must fit into the time.
        let seconds = max(1, min(surroundings.timeout.seconds / 3, 5))
        var words = [Self.program, "+noall", "+header", "+answer", "+nocrypto", "+timeout=\(seconds)", "+retry=0"]
        if let server { words += ["@\(server)", "-p", "\(port)"] }
        words += ["-q", name, "-t", type]
        let run = await Program(words, limit: surroundings.timeout).run(surroundings.now)
        let source = "dns \(name) \(type)" + (server.map { " @\($0):\(port)" } ?? "")
        guard run.exitCode == 0, let answer = DNSAnswer(run.text) else {
            return unanswered(run, source, surroundings.timeout)
        }
        let found = answer.values(of: type)
        let (verdict, sentence) = judge(answer.code, found)
        return Observation(
            verdict, sentence, source: source,
            readings: [
                Reading("code", answer.code, threshold: code),
                Reading(
                    "answers", ShownBytes.line(found.joined(separator: ", "), limit: 500),
                    threshold: answers.isEmpty ? nil : answers.joined(separator: ", ")),
                Reading("milliseconds", run.milliseconds),
            ], received: run.received, details: run.details, mayPass: verdict != .normal)
    }

    /// kdig ends with 1 whether it got no answer or could not even ask, and only its words tell the two apart.
    func unanswered(_ run: ProgramRun, _ source: String, _ limit: Span) -> Observation {
        let said = ShownBytes.line(run.errors, limit: 150)
        if run.exitCode == 1, run.errorText.contains("failed to query server") {
            return Observation(
                .abnormal, Words("ネームサーバーから応答がありません。", "No name server answers."), source: source,
                received: run.received, details: run.details, mayPass: true)
        }
        return Observation(
            .unknown,
            run.end.failure(of: "kdig", limit: limit)
                ?? Words("ネームサーバーに問い合わせできません（\(said)）。", "No name server can be asked: \(said)."), source: source,
            received: run.received, details: run.details, mayPass: true)
    }

    private func judge(_ code: String, _ found: [String]) -> (Verdict, Words) {
        if code != self.code {
            return (
                .abnormal, Words("\(name)の応答が\(code)です（期待は\(self.code)）。", "\(name) gives \(code), not \(self.code).")
            )
        }
        if let missing = answers.first(where: { wanted in !found.contains { DNSRecord(type, $0).isMet(by: wanted) } }) {
            let all = ShownBytes.line(found.joined(separator: ", "), limit: 200)
            return (
                .abnormal,
                Words(
                    "\(name)の\(type)に\(missing)がありません（応答：\(all)）。", "\(name) has no \(type) \(missing); it has \(all).")
            )
        }
        if code == "NOERROR", found.isEmpty {
            return (.abnormal, Words("\(name)に\(type)レコードがありません。", "\(name) has no \(type)."))
        }
        return (.normal, Words("\(name)の\(type)を正しく引けます。", "\(name) gives the right \(type)."))
    }
}
