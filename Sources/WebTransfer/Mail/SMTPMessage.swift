/// A message and its envelope.
///
/// A server that refuses one recipient refuses the message for all: whoever wants each to have his own fate submits it
/// once for each.
public struct SMTPMessage: Hashable, Sendable {
    /// Where failures are reported; nil for nowhere, as automatic answers must have it (RFC 3834, 3.3).
    public let sender: EnvelopeAddress?
    public let recipients: [EnvelopeAddress]
    /// RFC 5322: header, empty line and text, in lines of at most 998 bytes that end with CR LF. Dots at the beginning
    /// of lines need no care.
    public let bytes: [UInt8]

    /// - Throws: `TransferError.invalid` for a message that not all servers would understand alike.
    public init(from sender: EnvelopeAddress?, to recipients: [EnvelopeAddress], bytes: [UInt8]) throws(TransferError) {
        if recipients.isEmpty { throw .invalid("a mail has no recipient") }
        if let refusal = Self.refusal(of: bytes) { throw .invalid(refusal) }
        self.sender = sender
        self.recipients = recipients
        self.bytes = bytes
    }

    /// A lone CR or LF is a line end to some servers and none to others. With a dot behind it one of them would see the
    /// message end and a mail of an attacker's choosing begin: https://sec-consult.com/blog/detail/smtp-smuggling-spoofing-e-mails-worldwide/
    private static func refusal(of bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty else { return "a mail is empty" }
        let (carriageReturn, lineFeed, longest) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"), 998)
        var line = 1
        var length = 0
        var before: UInt8 = 0
        for byte in bytes {
            if (before == carriageReturn) != (byte == lineFeed) {
                return "line \(line) of a mail holds a CR or LF alone; lines end with both"
            }
            switch byte {
            case 0: return "line \(line) of a mail holds a zero byte"
            case lineFeed: (line, length) = (line + 1, 0)
            case carriageReturn: break
            default: length += 1
            }
            if length > longest { return "line \(line) of a mail is longer than \(longest) bytes" }
            before = byte
        }
        return before == lineFeed ? nil : "the last line of a mail does not end with CR LF"
    }
}

extension SMTPMessage: CustomStringConvertible, CustomReflectable {
    /// Without text and addresses, which are a customer's matter.
    public var description: String { "mail of \(bytes.count) bytes to \(recipients.count)" }
    public var customMirror: Mirror { Mirror(self, children: ["message": description]) }
}
