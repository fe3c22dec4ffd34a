internal import RunbookModel
internal import ServiceHours

/// What became of one program.
struct ProgramRun: Hashable, Sendable {
    let end: ProgramEnd
    /// The beginning of its standard output.
    let output: [UInt8]
    /// The beginning of its standard error.
    let errors: [UInt8]
    /// Whether there was more of either than was kept.
    let isCut: Bool
    /// From the start to the end of the program.
    let duration: Span

    /// The output as text; what is no UTF-8 is replaced.
    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// All that was received.
    var received: [UInt8] { output + errors }

    var exitCode: Int? { if case .exited(let code) = end { code } else { nil } }

    /// Whole milliseconds, as a value for a reading.
    var milliseconds: String { String(duration.microseconds / 1_000) }

    /// What every kind tells of a program that it started.
    var details: [Evidence.Detail] {
        var details = [Evidence.Detail("end", end.label), Evidence.Detail("milliseconds", milliseconds)]
        if isCut { details.append(Evidence.Detail("output", "cut")) }
        let said = ShownBytes.line(errors, limit: 500)
        if !said.isEmpty { details.append(Evidence.Detail("errors", said)) }
        return details
    }
}

extension ProgramEnd {
    /// For a detail of the evidence.
    var label: String {
        switch self {
        case .exited(let code): "exit \(code)"
        case .signaled(let number): "signal \(number)"
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .lost: "lost"
        case .notStarted(let refusal): "not started: \(refusal.words.english)"
        }
    }

    /// Whether trying again soon may end otherwise.
    var mayPass: Bool {
        switch self {
        case .timedOut, .cancelled, .notStarted(.noRoom): true
        case .exited, .signaled, .lost, .notStarted: false
        }
    }

    /// What is said of an end that tells nothing of what was asked; nil for an exit, which does.
    func failure(of name: String, limit: Span) -> Words? {
        switch self {
        case .exited: nil
        case .signaled(let number):
            Words("\(name)がシグナル\(number)で終了しました。", "\(name) was ended by signal \(number)")
        case .timedOut:
            Words(
                "\(name)が\(limit.shown.japanese)以内に終わらないため、打ち切りました。",
                "\(name) did not end within \(limit.shown.english) and was stopped")
        case .cancelled: Words("\(name)を途中で打ち切りました。", "\(name) was stopped because nobody waits for it any more")
        case .lost: Words("\(name)がどのように終了したか分かりません。", "how \(name) ended cannot be told")
        case .notStarted(let refusal):
            Words(
                "\(name)を起動できません（\(refusal.words.japanese)）。", "\(name) could not be started: \(refusal.words.english)")
        }
    }
}

extension ProgramEnd.Refusal {
    var words: Words {
        switch self {
        case .noPath: Words("絶対パスではない", "its name is not an absolute path")
        case .zeroByte: Words("引数にゼロバイトがある", "a word of it holds a zero byte")
        case .missing: Words("プログラムがない", "there is no such program")
        case .notExecutable: Words("実行できるファイルではない", "it is not an executable file that may be run")
        case .tooLong: Words("引数が長すぎる", "its words are too long")
        case .noRoom: Words("プロセスやファイルの空きがない", "the machine has no room for another process")
        case .other(let text): Words(text, text)
        }
    }
}
