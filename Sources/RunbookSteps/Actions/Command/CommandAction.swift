internal import RunbookModel
internal import ServiceHours

/// A command on this machine, word for word as the contract lists it; no shell reads it.
struct CommandAction: ActionStep {
    static let kind = ActionKind(
        "command", Words("コマンドの実行", "Command"), effect: .disruptive,
        with: [
            .required("command", .texts, "[/usr/local/bin/restart-shop]", "the command, word for word"),
            .optional(
                "goal", .texts, default: "none", "[/usr/bin/test, -e, /run/shop.pid]",
                "a command that ends with 0 when nothing needs to be done"),
        ])

    private let command: [String]
    private let goal: [String]

    init(with: StepArguments) throws(StepRefusal) {
        command = with.texts("command")
        goal = with.texts("goal")
        if command.isEmpty { throw StepRefusal("`command` is empty") }
    }

    private var source: String { ShownBytes.line(command.joined(separator: " "), limit: 500) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        guard !goal.isEmpty else {
            return Standing(
                .open, Words("この処置に事前の状態確認はありません。", "This action looks at nothing beforehand."), source: source,
                surroundings)
        }
        guard surroundings.allowed.commands.contains(goal) else {
            return Standing(.unknown, AllowedWords.refusal(goal), source: source, surroundings)
        }
        let run = await Program(goal, limit: surroundings.timeout).run(surroundings.now)
        let words = ShownBytes.line(goal.joined(separator: " "), limit: 500)
        guard let code = run.exitCode else {
            let failure = run.end.failure(of: "goal", limit: surroundings.timeout) ?? AllowedWords.refusal(goal)
            return Standing(.unknown, failure, source: words, surroundings, received: run.received, run.details)
        }
        return Standing(
            code == 0 ? .reached : .open,
            code == 0
                ? Words("目的の状態に既になっています。", "What it is for is there already.")
                : Words("目的の状態にまだなっていません（終了コード\(code)）。", "What it is for is not there yet: code \(code)."),
            source: words,
            surroundings, received: run.received, run.details)
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        guard surroundings.allowed.commands.contains(command) else {
            return ActionResult(.notDone, AllowedWords.refusal(command), source: source, surroundings)
        }
        let run = await Program(command, limit: surroundings.timeout).run(surroundings.now)
        let (course, sentence) = Self.course(of: run, limit: surroundings.timeout)
        return ActionResult(
            course, sentence, source: source, surroundings, received: run.received, run.details)
    }

    /// A command that has ended with another code than 0 may have done half of it.
    private static func course(of run: ProgramRun, limit: Span) -> (ActionResult.Course, Words) {
        switch run.end {
        case .exited(0): (.done, Words("コマンドが終了コード0で終わりました。", "The command ended with code 0."))
        case .exited(let code):
            (
                .unclear,
                Words("コマンドが終了コード\(code)で終わりました。", "The command ended with code \(code); it may have done a part.")
            )
        case .notStarted(let refusal):
            (.notDone, Words("起動できませんでした（\(refusal.words.japanese)）。", "It was not started: \(refusal.words.english)."))
        case .signaled, .timedOut, .cancelled, .lost:
            (
                .unclear,
                run.end.failure(of: "command", limit: limit) ?? Words("結果が分かりません。", "How it ended is not known.")
            )
        }
    }
}
