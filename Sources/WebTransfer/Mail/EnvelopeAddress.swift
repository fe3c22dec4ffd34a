/// An address as it stands on the envelope of a mail (RFC 5321, 4.1.2), in the plain form that all servers take: no
/// quotes, no comments, ASCII only. What is read here cannot end a command and begin another.
public struct EnvelopeAddress: Hashable, Sendable {
    public let text: String

    /// - Throws: `TransferError.invalid` when it is not one.
    public init(_ text: String) throws(TransferError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isLocalPart(parts[0]), HostName.isValid(parts[1]), text.utf8.count <= 254 else {
            throw .invalid("not a mail address, or one with characters that mail servers do not all take")
        }
        self.text = text
    }

    /// Words of RFC 5322, 3.2.3, with dots between them.
    private static func isLocalPart(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 64 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy { HostName.isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
        }
    }
}

extension EnvelopeAddress: CustomStringConvertible {
    public var description: String { text }
}

/// Names of hosts as the domain name system and mail servers take them.
enum HostName {
    static func isValid(_ text: some StringProtocol) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
