internal import CallTree
internal import RunbookModel
internal import ServiceHours

/// An input, and who is told what became of it.
typealias AskedInput = (input: NightInput, answer: @Sendable (NightSubmission) -> Void)

/// What comes in, for either part of the step.
enum NightInput: Sendable {
    case call(Input)
    case run(RunInput)
}

/// What became of it.
enum NightSubmission: Sendable {
    case call(Reply)
    case run(RunReply)
    case unwritable, stopped

    var ofCall: Submission {
        switch self {
        case .call(let reply): .taken(reply)
        case .run(let reply): preconditionFailure("an input about calls was answered \(reply)")
        case .unwritable: .unwritable
        case .stopped: .stopped
        }
    }

    var ofRun: RunSubmission {
        switch self {
        case .run(let reply): .taken(reply)
        case .call(let reply): preconditionFailure("an input about runs was answered \(reply)")
        case .unwritable: .unwritable
        case .stopped: .stopped
        }
    }
}

/// The journal cannot be written. Reports about calls under way are held, to be appended first when it can again; it is
/// tried once a second.
struct JournalTrouble {
    private static let pause = Span.seconds(1)

    let since: Instant
    /// By the monotonic clock: a wall clock set back must not put it off.
    private(set) var retryAt = Span.zero
    private var held: [AskedInput] = []

    init(since: Instant) {
        self.since = since
    }

    /// An append has failed, the first or another one.
    mutating func failed(uptime: Span) {
        retryAt = uptime + Self.pause
    }

    /// Keeps what must not be lost, and gives what is refused.
    mutating func hold(_ inputs: [AskedInput]) -> [AskedInput] {
        held += inputs.filter(\.input.isSaidOnce)
        return inputs.filter { !$0.input.isSaidOnce }
    }

    mutating func takeHeld() -> [AskedInput] {
        defer { held = [] }
        return held
    }
}

extension NightInput {
    /// Said once, and nobody repeats it. All else is asked again by whoever was refused.
    var isSaidOnce: Bool {
        switch self {
        case .call(let input): input.isSaidOnce
        case .run(let input):
            switch input {
            case .checkEnded, .standingRead, .actionEnded, .reported: true
            case .runOrdered, .approved, .cancelled, .ticketNoted, .allStopped, .allReleased, .woke: false
            }
        }
    }

    var isBodyOfAlerts: Bool {
        switch self {
        case .call(let input): input.isBodyOfAlerts
        case .run: false
        }
    }
}

extension Input {
    /// A report that is made once and that nobody repeats. All else is asked again by whoever was refused.
    var isSaidOnce: Bool {
        switch self {
        case .callReported, .keyPressed, .mailDelivered, .lineReported, .troubleFound, .troubleOver: true
        case .alertsReceived, .operatorAsked, .readinessChecked, .woke, .clockStepped, .clockJudged: false
        }
    }

    var isBodyOfAlerts: Bool {
        if case .alertsReceived = self { true } else { false }
    }
}
