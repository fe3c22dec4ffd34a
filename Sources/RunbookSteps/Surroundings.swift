public import RunbookModel
public import ServiceHours
public import WebTransfer

/// What a step works with, beside what the runbook gives it.
public struct Surroundings: Sendable {
    public var transfers: TransferEngine
    /// The one clock: steps ask no other.
    public var now: @Sendable () -> Instant
    /// Returns when the span is over; throws as soon as the task is cancelled.
    public var sleep: @Sendable (Span) async throws -> Void
    /// For this look or this action, connecting included.
    public var timeout: Span
    /// The secret of the contract that goes by this name; nil when there is none.
    public var secret: @Sendable (String) -> String?
    /// The step's own name, by which the other side may know it again.
    public var reference = "nightcall"
    /// Takes a text out of everything that the step tells: a secret that it was given by the other side.
    public var conceal: @Sendable (String) -> Void = { _ in }
    /// The account of the contract at a cloud that goes by this name; nil when there is none.
    public var cloud: @Sendable (String) -> CloudAccount?
    /// What clouds have let us in with, for all steps of the site.
    public var sessions: CloudSessions
    /// What of this machine the contract lets steps start and reach.
    public var allowed: Allowed
    /// SHA-256 in hexadecimal.
    public var digest: @Sendable ([UInt8]) -> String
    /// The certificate and private key that a text holds as PEM; nil when it does not hold both.
    public var certificate: @Sendable (String) -> Certificate? = { _ in nil }
    /// The folder in which our own data grow.
    public var dataFolder: String
    /// Hands a notice over for delivery. Returns when it is out, or surely will not be.
    public var notify: @Sendable (Notice) async -> NoticeEnd
    /// Shows an operator the question and waits for the answer; nil when nobody can be asked, and when the task was
    /// cancelled.
    public var ask: @Sendable (Question) async -> ManualAnswer?

    public init(
        transfers: TransferEngine, clock: RoundClock, timeout: Span,
        secret: @escaping @Sendable (String) -> String? = { _ in nil },
        cloud: @escaping @Sendable (String) -> CloudAccount? = { _ in nil }, sessions: CloudSessions = CloudSessions(),
        allowed: Allowed = Allowed(),
        digest: @escaping @Sendable ([UInt8]) -> String, dataFolder: String = "/",
        notify: @escaping @Sendable (Notice) async -> NoticeEnd = { _ in .nobody },
        ask: @escaping @Sendable (Question) async -> ManualAnswer? = { _ in nil }
    ) {
        self.transfers = transfers
        now = clock.now
        sleep = clock.sleep
        self.timeout = timeout
        self.secret = secret
        self.cloud = cloud
        self.sessions = sessions
        self.allowed = allowed
        self.digest = digest
        self.dataFolder = dataFolder
        self.notify = notify
        self.ask = ask
    }
}

/// What an action tells somebody.
public struct Notice: Hashable, Sendable {
    public enum Recipient: Hashable, Sendable {
        /// The contract's addresses.
        case customer
        /// By the name that the contract gives the vendor.
        case vendor(String)
        case `operator`
    }

    public let recipient: Recipient
    /// The runbook's words, parameters in their places.
    public let text: String

    public init(to recipient: Recipient, text: String) {
        self.recipient = recipient
        self.text = text
    }
}

/// What became of a notice.
public enum NoticeEnd: Hashable, Sendable {
    /// It is written down for delivery, with the evidence of the run, under this name.
    case taken(String)
    /// It was surely not sent: this contract has nobody by that name to send it to, so that a person must do it.
    case nobody
    /// It may have been sent.
    case unclear(String)
}

/// What an operator is asked in a manual check.
public struct Question: Hashable, Sendable {
    public let text: String
    /// The answers to choose from; empty for words of one's own.
    public let choices: [String]

    public init(text: String, choices: [String]) {
        self.text = text
        self.choices = choices
    }
}

public struct ManualAnswer: Hashable, Sendable {
    public let text: String
    /// The operator's name.
    public let by: String
    public let at: Instant

    public init(text: String, by: String, at: Instant) {
        self.text = text
        self.by = by
        self.at = at
    }
}
