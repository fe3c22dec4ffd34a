/// When each step of a transfer was done, in microseconds since it began; 0 for a step that was not needed, as on a
/// connection that was still open.
public struct TransferTimings: Hashable, Sendable {
    /// The host's name had an address.
    public var nameMicroseconds = 0
    /// The connection was open.
    public var connectedMicroseconds = 0
    /// The connection was encrypted.
    public var encryptedMicroseconds = 0
    /// The first byte of the answer was here.
    public var firstByteMicroseconds = 0
    /// Everything was done.
    public var totalMicroseconds = 0
    /// How many connections were opened for it: 0 when one that was still open served.
    public var connectionsOpened = 0

    public init() {}
}
