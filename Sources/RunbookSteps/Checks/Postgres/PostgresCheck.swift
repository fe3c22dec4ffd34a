internal import RunbookModel
internal import ServiceHours

/// A question to PostgreSQL, by psql in a transaction that can only read.
///
/// Only reading is held three times: the question is one statement of a kind that reads (`ReadingStatement`), its
/// transaction is read-only, and the user whom the contract names should have no right to write. What a question may call,
/// as a function that reads a file of the server, is bounded by that user's rights alone.
struct PostgresCheck: CheckStep {
    static let kind = CheckKind(
        "postgres", Words("データベースへの問い合わせ", "Query of a database"), signal: .inside,
        with: [
            .required("host", .text, "192.0.2.20", "a name, an address, or the folder of the server's socket"),
            .optional("port", .integer(1...65_535), default: "5432", "5432", "the port"),
            .required("database", .text, "shop", "the database"),
            .required("user", .text, "watch", "who logs in"),
            .required("secret", .text, "shop-database", "name of the secret with the password"),
            .optional(
                "query", .text, default: "SELECT 1", "SELECT count(*) FROM orders",
                "one statement that reads; the first value of its answer counts"),
        ],
        expect: [
            .optional("value", .text, default: "anything", "> 0", "a comparison with the value, or the value itself"),
            .optional(
                "within", .span(.milliseconds(1) ... .minutes(5)), default: "the time of the check", "1s",
                "a slower answer is a warning"),
        ],
        values: [
            CheckKind.Value("value", "the first value of the answer"),
            CheckKind.Value("milliseconds", unit: "ms", "from the start of psql to its end"),
        ])

    /// A program of our own choice, which no contract has to list.
    private static let program = "/usr/bin/psql"

    private let host: String
    private let port: Int
    private let database: String
    private let user: String
    private let secret: String
    private let query: String
    private let comparison: Comparison?
    private let written: String?
    private let within: Span?

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let host = with.text("host"), let database = with.text("database"), let user = with.text("user"),
            let secret = with.text("secret")
        else { throw StepRefusal("`host`, `database`, `user` or `secret` is missing") }
        // A comma would name a second server, which would get the password as well.
        guard host.hasPrefix("/") && !host.contains(",") || Runbook.Parameter.Kind.host.takes(host) else {
            throw StepRefusal("`host` is no name, no address and no folder")
        }
        self.host = host
        self.database = database
        self.user = user
        self.secret = secret
        port = with.integer("port") ?? 5_432
        let query = with.text("query") ?? "SELECT 1"
        if let refusal = ReadingStatement.refusal(of: query) { throw StepRefusal("`query` \(refusal)") }
        self.query = query
        written = expect.text("value")
        comparison = written.flatMap { Comparison(written: $0) }
        if written != nil, comparison == nil { throw StepRefusal("`value` is no comparison; write it like `> 0`") }
        within = expect.span("within")
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = "postgres \(user)@\(host):\(port)/\(database) \(query)"
        guard let password = surroundings.secret(secret) else {
            return Observation(
                .unknown,
                Words("秘密「\(secret)」が契約にないため、接続しませんでした。", "Not asked: the contract has no secret \(secret)."),
                source: source)
        }
        let run = await program(password, surroundings.timeout).run(surroundings.now)
        guard run.exitCode == 0 else {
            let failure = run.end.failure(of: "psql", limit: surroundings.timeout)
            let said = ShownBytes.line(run.errors, limit: 200)
            // 2: the connection was refused or broke. 1 and 3: the question or psql itself is wrong (psql(1), "Exit Status").
            return Observation(
                run.exitCode == 2 ? .abnormal : .unknown,
                failure ?? Words("データベースに問い合わせできません（\(said)）。", "The database cannot be asked: \(said)."),
                source: source,
                received: run.received, details: run.details, mayPass: run.exitCode == 2)
        }
        return observation(run, source)
    }

    func program(_ password: String, _ limit: Span) -> Program {
        // Both end before psql is ended by force, so that it still says which of them it was. Whoever cannot connect is
        // abnormal, and whoever is ended by force unknown. Less than two seconds psql does not take.
        let milliseconds = max(1, Int(clamping: limit.microseconds / 1_000 / 4 * 3))
        return Program(
            [
                Self.program, "--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align",
                // A zero byte ends each value: none can hold one.
                "--field-separator-zero", "--record-separator-zero", "--set=ON_ERROR_STOP=1", "--command=\(query)",
            ],
            variables: [
                "PGHOST": host, "PGPORT": "\(port)", "PGDATABASE": database, "PGUSER": user, "PGPASSWORD": password,
                "PGAPPNAME": "nightcall", "PGCONNECT_TIMEOUT": "\(max(2, limit.seconds / 2))",
                "PGOPTIONS": "-c default_transaction_read_only=on -c statement_timeout=\(milliseconds)",
            ], limit: limit)
    }

    private func observation(_ run: ProgramRun, _ source: String) -> Observation {
        guard !run.output.isEmpty else {
            return Observation(
                .unknown,
                Words(
                    "データベースの答えに行がないため、判定できません。",
                    "The answer has no row: nothing can be said. Ask so that there is always one, as with count(*)."),
                source: source, details: run.details)
        }
        let value = ShownBytes.line(Array(run.output.prefix { $0 != 0 }), limit: 200)
        var observation = Observation(
            .normal, Words("データベースが応答しました（値は\(value)）。", "The database answered: \(value)."), source: source,
            readings: [
                Reading("value", value, threshold: written),
                Reading("milliseconds", run.milliseconds, threshold: within.map { $0.shown.english }),
            ], received: run.received, details: run.details)
        if let comparison, let written, !comparison.holds(for: value) {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "データベースの値が\(value)で、基準（\(written)）を外れています。", "The value is \(value), not \(written).")
        } else if let within, run.duration > within {
            observation.verdict = .warning
            observation.sentence = Words(
                "データベースの応答に\(run.milliseconds)ミリ秒かかりました。", "The database took \(run.milliseconds) ms to answer.")
        }
        return observation
    }
}
