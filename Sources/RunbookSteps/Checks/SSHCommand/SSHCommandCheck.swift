internal import RunbookModel

/// A command on another machine, by SSH, whose code and output are held against what they should be.
struct SSHCommandCheck: CheckStep {
    static let kind = CheckKind(
        "ssh.command", Words("SSHでのコマンド確認", "Command over SSH"), signal: .inside,
        with: StepKey.ssh(isOptional: false) + [
            .required(
                "command", .texts, "[systemctl, is-active, nginx]",
                "the command, word for word as the contract lists it; no shell reads it")
        ],
        expect: [
            .optional("exit", .integer(0...254), default: "0", "0", "the code that it ends with"),
            .optional("contains", .text, default: "anything", "active", "a text that its standard output contains"),
            .optional("absent", .text, default: "nothing", "error", "a text that its standard output must not contain"),
        ],
        values: [
            CheckKind.Value("exit", "the code of the command"),
            CheckKind.Value("milliseconds", unit: "ms", "from the start to the end, connecting included"),
        ])

    private let connection: SSHConnection
    private let command: [String]
    private let exit: Int
    private let contains: String?
    private let absent: String?

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        connection = try SSHConnection(with: with)
        command = with.texts("command")
        if command.isEmpty { throw StepRefusal("`command` is empty") }
        exit = expect.integer("exit") ?? 0
        contains = expect.text("contains")
        absent = expect.text("absent")
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = connection.source(command)
        guard surroundings.allowed.commands.contains(command) else {
            return Observation(.unknown, AllowedWords.refusal(command), source: source)
        }
        let remote = await connection.run(command, surroundings)
        switch remote.course {
        case .notSent(let trouble), .unclear(let trouble):
            return Observation(
                .unknown, trouble.words(connection.host, limit: surroundings.timeout), source: source,
                received: remote.received, details: remote.details, mayPass: trouble.mayPass)
        case .ended(let code):
            let (verdict, sentence) = judged(code, remote.run?.text ?? "", isCut: remote.run?.isCut ?? false)
            return Observation(
                verdict, sentence, source: source,
                readings: [
                    Reading("exit", String(code), threshold: String(exit)),
                    Reading("milliseconds", remote.run?.milliseconds ?? ""),
                ],
                received: remote.received, details: remote.details)
        }
    }

    private func judged(_ code: Int, _ text: String, isCut: Bool) -> (Verdict, Words) {
        let host = connection.host
        if code != exit {
            return (
                .abnormal,
                Words(
                    "\(host)でのコマンドがコード\(code)で終了しました（期待は\(exit)）。",
                    "the command on \(host) ended with \(code) instead of \(exit)")
            )
        }
        if let absent, text.contains(absent) {
            return (
                .abnormal,
                Words("\(host)の出力に「\(absent)」があります。", "the output on \(host) contains \(absent)")
            )
        }
        if let contains, !text.contains(contains), !isCut {
            return (
                .abnormal,
                Words("\(host)の出力に「\(contains)」がありません。", "the output on \(host) does not contain \(contains)")
            )
        }
        // What was cut off may hold the text that is asked for.
        if isCut, absent != nil || contains.map({ !text.contains($0) }) ?? false {
            return (
                .unknown,
                Words("\(host)の出力が長すぎるため、すべては読めませんでした。", "the output on \(host) is too long to be read to its end")
            )
        }
        return (
            .normal,
            Words("\(host)でのコマンドがコード\(code)で終了しました。", "the command on \(host) ended with \(code), as it should")
        )
    }
}
