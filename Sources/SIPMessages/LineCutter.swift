/// Cuts what arrives in pieces into lines.
public struct LineCutter: Sendable {
    /// The longest line. What is longer comes from nobody of ours.
    public static let limit = 1 << 20

    private var rest: [UInt8] = []

    public init() {}

    /// The lines that are complete now, without their ends; nil when one is too long.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> [[UInt8]]? {
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(rest)
                rest.removeAll(keepingCapacity: true)
            } else {
                rest.append(byte)
                if rest.count > Self.limit { return nil }
            }
        }
        return lines
    }
}
