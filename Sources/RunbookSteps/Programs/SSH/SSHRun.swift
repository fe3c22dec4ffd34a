internal import RunbookModel
internal import ServiceHours

/// What became of a command over SSH.
struct SSHRun: Hashable, Sendable {
    enum Course: Hashable, Sendable {
        /// The command has ended with this code.
        case ended(Int)
        /// The other side was never reached, or did not let us in: the command was surely not sent.
        case notSent(SSHTrouble)
        /// The command was sent, or may have been; how it ended is not known.
        case unclear(SSHTrouble)
    }

    let course: Course
    /// Nil when ssh was not even started.
    let run: ProgramRun?
    /// What ssh itself said, for the evidence.
    let said: String

    init(_ course: Course) {
        (self.course, run, said) = (course, nil, "")
    }

    /// - Parameter log: what ssh itself has written.
    init(_ run: ProgramRun, log: String) {
        self.run = run
        // After the other side has let us in, the lines tell only how many bytes went to and fro.
        let wasLetIn = log.contains("Authenticated to ")
        said = ShownBytes.line(String(log.split(separator: "\n").last { !$0.hasPrefix("Bytes per second") } ?? ""))
        switch run.end {
        // ssh ends with the command's code, or with 255 when it has failed itself (ssh(1), "EXIT STATUS").
        case .exited(255):
            if wasLetIn {
                course = .unclear(.cutOff)
            } else {
                // Without a word from ssh nothing proves that it got nowhere.
                course = log.isEmpty ? .unclear(.cutOff) : .notSent(SSHTrouble(log: log))
            }
        case .exited(let code): course = .ended(code)
        case .notStarted: course = .notSent(.program(run.end))
        case .timedOut, .cancelled, .signaled, .lost: course = .unclear(.program(run.end))
        }
    }

    var received: [UInt8] { run?.received ?? [] }

    var details: [Evidence.Detail] {
        let own = run?.details ?? []
        return said.isEmpty ? own : own + [Evidence.Detail("ssh", said)]
    }
}

/// Why a command over SSH did not come back with its code.
enum SSHTrouble: Hashable, Sendable {
    /// The contract has no secret of this name.
    case noIdentity(String)
    /// The secret of this name holds no path that ssh can take.
    case badIdentity(String)
    /// No temporary file can be made.
    case noLog
    case hostKeyChanged, hostKeyUnknown
    /// None of our ways of proving who we are is accepted.
    case keyRefused
    case connectionRefused, notReached, nameNotFound
    /// ssh ended with 255 though it was connected: the connection was cut, a signal ended the command, or 255 was the
    /// command's own code.
    case cutOff
    /// ssh itself came to no end of its own.
    case program(ProgramEnd)
    /// In ssh's words.
    case other(String)

    /// - Parameter log: of an ssh that was not let in.
    init(log: String) {
        let known: [(String, SSHTrouble)] = [
            ("REMOTE HOST IDENTIFICATION HAS CHANGED", .hostKeyChanged), ("host key is known for", .hostKeyUnknown),
            ("Permission denied", .keyRefused), ("Connection refused", .connectionRefused),
            ("Could not resolve hostname", .nameNotFound), ("timed out", .notReached),
            ("No route to host", .notReached),
            ("Network is unreachable", .notReached),
        ]
        self =
            known.first { log.contains($0.0) }?.1
            ?? .other(ShownBytes.line(log.split(separator: "\n").last.map(String.init) ?? ""))
    }

    /// Whether trying again soon may end otherwise.
    var mayPass: Bool {
        switch self {
        case .connectionRefused, .notReached, .cutOff, .other, .noLog: true
        case .program(let end): end.mayPass
        case .noIdentity, .badIdentity, .hostKeyChanged, .hostKeyUnknown, .keyRefused, .nameNotFound: false
        }
    }

    func words(_ host: String, limit: Span) -> Words {
        switch self {
        case .noIdentity(let name):
            Words(
                "秘密「\(name)」が契約にないため、\(host)へ接続しませんでした。",
                "\(host) was not contacted: the contract has no secret \(name)")
        case .badIdentity(let name):
            Words(
                "秘密「\(name)」が鍵のパスではないため、\(host)へ接続しませんでした。",
                "\(host) was not contacted: the secret \(name) is not a path that ssh can take")
        case .noLog:
            Words("一時ファイルを作れないため、\(host)へ接続しませんでした。", "\(host) was not contacted: no temporary file could be made")
        case .hostKeyChanged:
            Words(
                "\(host)のホスト鍵が登録と違うため、接続しませんでした。",
                "\(host) shows another host key than the known one, so nothing was asked")
        case .hostKeyUnknown:
            Words(
                "\(host)のホスト鍵が登録されていないため、接続しませんでした。", "\(host) shows a host key that is not known, so nothing was asked"
            )
        case .keyRefused: Words("\(host)が鍵を受け付けません。", "\(host) does not accept our key")
        case .connectionRefused: Words("\(host)がSSH接続を拒否しました。", "\(host) refuses the SSH connection")
        case .notReached: Words("\(host)にSSHで届きません。", "\(host) cannot be reached by SSH")
        case .nameNotFound: Words("\(host)の名前を引けません。", "the name \(host) has no address")
        case .cutOff:
            Words(
                "\(host)でのコマンドがどのように終了したか分かりません（切断、シグナル、またはコード255）。",
                "how the command on \(host) ended is not known: cut off, ended by a signal, or with code 255")
        case .program(let end):
            end.failure(of: "ssh", limit: limit) ?? Words("sshの結果が分かりません。", "what ssh did is not known")
        case .other(let text): Words("\(host)にSSHで接続できません（\(text)）。", "\(host) cannot be asked by SSH: \(text)")
        }
    }
}
