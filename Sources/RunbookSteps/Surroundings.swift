public import RunbookModel
public import ServiceHours
public import WebTransfer

/// What a step works with, beside what the runbook gives it.
public struct Surroundings: Sendable {
    public let transfers: TransferEngine
    /// The one clock: steps ask no other.
    public let now: @Sendable () -> Instant
    /// For this look or this action, connecting included.
    public let timeout: Span
    /// The secret of the contract that goes by this name; nil when there is none.
    public let secret: @Sendable (String) -> String?
    /// What of this machine the contract lets steps start and reach.
    public let allowed: Allowed
    /// SHA-256 in hexadecimal.
    public let digest: @Sendable ([UInt8]) -> String

    public init(
        transfers: TransferEngine, now: @escaping @Sendable () -> Instant, timeout: Span,
        secret: @escaping @Sendable (String) -> String?, allowed: Allowed,
        digest: @escaping @Sendable ([UInt8]) -> String
    ) {
        self.transfers = transfers
        self.now = now
        self.timeout = timeout
        self.secret = secret
        self.allowed = allowed
        self.digest = digest
    }
}
