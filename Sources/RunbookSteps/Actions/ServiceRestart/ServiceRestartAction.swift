internal import RunbookModel
internal import ServiceHours

/// Restarts a service of systemd, on this machine or over SSH.
struct ServiceRestartAction: ActionStep {
    static let kind = ActionKind(
        "service.restart", Words("サービスの再起動", "Restart of a service"), effect: .disruptive,
        with: [
            .required("unit", .text, "nginx", "the unit, with or without `.service`"),
            .optional(
                "goal", .choice(["restarted", "running"]), default: "restarted", "running",
                "running: a unit that is active already is left alone"),
        ] + StepKey.ssh(isOptional: true))

    static let systemctl = "/usr/bin/systemctl"

    private let unit: String
    private let onlyIfDown: Bool
    private let connection: SSHConnection?
    private let program: String

    init(with: StepArguments) throws(StepRefusal) {
        try self.init(with: with, systemctl: Self.systemctl)
    }

    /// - Parameter systemctl: the program that speaks with the system, here or over there.
    init(with: StepArguments, systemctl: String) throws(StepRefusal) {
        unit = try PlainNames.name("unit", with.text("unit") ?? "")
        onlyIfDown = with.text("goal") == "running"
        connection = with.text("host") == nil ? nil : try SSHConnection(with: with)
        program = systemctl
    }

    private var restart: [String] { [program, "restart", unit] }
    private var show: [String] {
        [program, "show", "--property=LoadState,ActiveState,SubState,FragmentPath,InvocationID", unit]
    }

    func standing(_ surroundings: Surroundings) async -> Standing {
        let end = await run(show, surroundings)
        guard case .ended(0, let run) = end else {
            let words =
                end.trouble(surroundings.timeout) ?? Words("サービスの状態を読めません。", "How the service stands cannot be read.")
            return Standing(.unknown, words, source: source(show), surroundings, received: end.received, end.details)
        }
        let state = UnitState(run.text)
        let (goal, sentence) = judge(state)
        return Standing(
            goal, sentence, identity: state.fragmentPath, source: source(show), surroundings, received: run.received,
            run.details)
    }

    private func judge(_ state: UnitState) -> (Standing.Goal, Words) {
        let shown = "\(state.active)（\(state.sub)）"
        guard state.load == "loaded" else {
            return (
                .unknown, Words("\(unit)というサービスがありません（\(state.load)）。", "There is no service \(unit): \(state.load).")
            )
        }
        switch state.active {
        case "active" where onlyIfDown:
            return (.reached, Words("\(unit)は既に動作しています。", "\(unit) is running already."))
        case "active", "inactive", "failed":
            return (.open, Words("\(unit)の状態は\(shown)です。", "\(unit) is \(state.active) (\(state.sub))."))
        // Somebody else, or systemd itself, is at work on it.
        default:
            return (
                .unknown,
                Words(
                    "\(unit)は状態を変えている途中です（\(shown)）。", "\(unit) is changing by itself: \(state.active) (\(state.sub)).")
            )
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        guard surroundings.allowed.commands.contains(restart) else {
            return ActionResult(.notDone, AllowedWords.refusal(restart), source: source(restart), surroundings)
        }
        let end = await run(restart, surroundings)
        let (course, sentence) = judge(end, surroundings.timeout)
        return ActionResult(
            course, sentence, source: source(restart), surroundings, received: end.received, end.details)
    }

    private func judge(_ end: End, _ limit: Span) -> (ActionResult.Course, Words) {
        switch end {
        case .ended(0, _): return (.done, Words("\(unit)の再起動を指示し、受け付けられました。", "\(unit) was told to restart, and has."))
        // 4: insufficient privilege; 5: no such unit (systemctl(1), "Exit status", after LSB). Then nothing was begun.
        case .ended(let code, let run) where code == 4 || code == 5:
            let said = ShownBytes.line(run.errors, limit: 200)
            return (.notDone, Words("\(unit)の再起動を断られました（\(said)）。", "The restart of \(unit) was refused: \(said)."))
        case .ended(let code, let run):
            let said = ShownBytes.line(run.errors, limit: 200)
            return (
                .unclear,
                Words(
                    "\(unit)の再起動が終了コード\(code)で終わりました（\(said)）。", "The restart of \(unit) ended with \(code): \(said).")
            )
        case .notSent: return (.notDone, end.trouble(limit) ?? Words("送れませんでした。", "It was not sent."))
        case .unclear: return (.unclear, end.trouble(limit) ?? Words("結果が分かりません。", "How it ended is not known."))
        }
    }

    // MARK: Here or there

    /// How a command has ended, wherever it ran.
    private enum End {
        case ended(Int, ProgramRun)
        case notSent(Words, ProgramRun?)
        case unclear(Words, ProgramRun?)

        var run: ProgramRun? {
            switch self {
            case .ended(_, let run): run
            case .notSent(_, let run), .unclear(_, let run): run
            }
        }
        var received: [UInt8] { run?.received ?? [] }
        var details: [Evidence.Detail] { run?.details ?? [] }

        func trouble(_ limit: Span) -> Words? {
            switch self {
            case .ended: nil
            case .notSent(let words, _), .unclear(let words, _): words
            }
        }
    }

    private func run(_ words: [String], _ surroundings: Surroundings) async -> End {
        guard let connection else {
            let run = await Program(words, limit: surroundings.timeout).run(surroundings.now)
            if let code = run.exitCode { return .ended(code, run) }
            let why =
                run.end.failure(of: "systemctl", limit: surroundings.timeout)
                ?? Words("結果が分かりません。", "How it ended is not known.")
            if case .notStarted = run.end { return .notSent(why, run) }
            return .unclear(why, run)
        }
        let remote = await connection.run(words, surroundings)
        switch remote.course {
        case .ended(let code):
            guard let run = remote.run else { return .unclear(Words("結果が分かりません。", "How it ended is not known."), nil) }
            return .ended(code, run)
        case .notSent(let trouble):
            return .notSent(trouble.words(connection.host, limit: surroundings.timeout), remote.run)
        case .unclear(let trouble):
            return .unclear(trouble.words(connection.host, limit: surroundings.timeout), remote.run)
        }
    }

    private func source(_ words: [String]) -> String {
        connection?.source(words) ?? ShownBytes.line(words.joined(separator: " "), limit: 500)
    }
}

/// What `systemctl show` prints: one `Name=value` a line (systemctl(1)).
struct UnitState {
    var load = "unknown"
    var active = "unknown"
    var sub = "unknown"
    var fragmentPath: String?

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            guard let sign = line.firstIndex(of: "=") else { continue }
            let value = ShownBytes.line(String(line[line.index(after: sign)...]))
            switch line[..<sign] {
            case "LoadState": load = value
            case "ActiveState": active = value
            case "SubState": sub = value
            case "FragmentPath": fragmentPath = value.isEmpty ? nil : value
            default: break
            }
        }
    }
}
