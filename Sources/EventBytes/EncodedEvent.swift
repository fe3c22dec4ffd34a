/// An event as the journal keeps it: a kind for ever its own, the version of the payload's form, the payload without
/// names and numbers of people, and those beside it.
public struct EncodedEvent: Hashable, Sendable {
    public let kind: UInt16
    public let version: UInt8
    public let payload: [UInt8]
    public let texts: [[UInt8]]

    public init(kind: UInt16, version: UInt8, payload: [UInt8], texts: [[UInt8]]) {
        self.kind = kind
        self.version = version
        self.payload = payload
        self.texts = texts
    }
}

/// Why bytes are not an event that this version knows.
public enum EventCodingError: Error, Hashable, Sendable {
    /// The bytes end in the middle of a value.
    case truncated
    /// A value that no version has written at this place.
    case unknown(field: String, value: Int)
    /// An event kind of a later version.
    case unknownKind(UInt16, version: UInt8)
    /// There is more than the event.
    case trailing
}
