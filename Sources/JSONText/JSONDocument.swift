/// A whole text of JSON that has been read.
public struct JSONDocument: Hashable, Sendable {
    public let value: JSONNode
    /// How many faults inside strings were mended: invalid UTF-8 (each byte became U+FFFD and two hexadecimal digits),
    /// lone surrogates (U+FFFD, `u` and four digits), and control characters that should have been escaped (kept).
    /// 0 means that the text is JSON to the letter.
    public let repairs: Int

    /// Reads the bytes of a text of JSON in UTF-8.
    ///
    /// What stands inside a string is mended where it is faulty, because a lost alert is worse than a garbled one.
    /// A fault in the structure, also a wrong escape (which leaves open where the string ends), is an error. A byte
    /// order mark at the front is passed over (RFC 8259, section 8.1). Time and memory grow with the length of the
    /// text, at most up to the limits.
    ///
    /// Throws: the first fault, with its place.
    public init(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        var reader = JSONReader(bytes, limits: limits)
        value = try reader.document()
        repairs = reader.repairs
    }
}

/// How much a text of JSON may ask for.
public struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects inside each other. The reader recurses, so this bounds its stack.
    public let depth: Int
    /// All values together, also those that hold others.
    public let values: Int
    public let bytes: Int

    /// The limits of the intake: 64 levels, 500,000 values (some 10,000 full alerts have 250,000), 4 MiB.
    public static let standard = JSONLimits(depth: 64, values: 500_000, bytes: 4 << 20)

    public init(depth: Int, values: Int, bytes: Int) {
        self.depth = depth
        self.values = values
        self.bytes = bytes
    }
}
