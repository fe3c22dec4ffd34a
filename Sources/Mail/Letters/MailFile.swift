internal import Foundation
public import ServiceHours

/// One mail as bytes that any mail program and any server takes (RFC 5322, with RFC 2047 for the subject).
///
///     let mail = MailFile(
///         name: "mail-4", at: owedAt, sender: "nightcall@example.jp", recipients: ["desk@acme.example.jp"],
///         subject: text.subject, body: text.body)
public struct MailFile: Hashable, Sendable {
    /// Unique together with `at`, and a part of a file's name; both make the message id, which is the same whenever the
    /// mail is written or sent again, so that a second copy can be recognised as one.
    public let name: String
    public let at: Instant
    public let sender: String
    public let recipients: [String]
    public let subject: String
    public let body: String

    /// - Parameters:
    ///   - subject: one line; what would end it is written as a blank.
    ///   - body: lines with line feeds between them.
    public init(name: String, at: Instant, sender: String, recipients: [String], subject: String, body: String) {
        self.name = name
        self.at = at
        self.sender = sender
        self.recipients = recipients
        self.subject = subject
        self.body = body
    }

    /// How the body's bytes are written.
    public enum Encoding: Sendable {
        /// As they are, where lines are short enough: for people who open the file.
        case plain
        /// In letters of ASCII, where there is anything else. Who sends other bytes must have been offered 8BITMIME and
        /// say `BODY=8BITMIME` (RFC 6152, 3), and libcurl 7.88 does not.
        case ascii
    }

    /// Where the site names no sender: an address that nobody can answer to (RFC 2606).
    public static let noSender = "nightcall@nightcall.invalid"

    public var messageID: String { "<\(name).\(at.microseconds)@nightcall.invalid>" }

    public func bytes(_ encoding: Encoding) -> [UInt8] {
        var lines = [
            "Message-ID: \(messageID)",
            "Date: \(Self.date(at))",
            "From: NightCall <\(Self.address(sender))>",
            "To: \(recipients.isEmpty ? "undisclosed-recipients:;" : recipients.map(Self.address).joined(separator: ",\r\n "))",
            "Subject: \(EncodedWords.text(subject))",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
        ]
        let body = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if isPlain(body, encoding) {
            lines += ["Content-Transfer-Encoding: \(encoding == .ascii ? "7bit" : "8bit")", ""] + body
        } else {
            lines += ["Content-Transfer-Encoding: base64", ""]
            // A line feed of a text is CR LF on the way (RFC 2045, 6.8).
            let text = Data(body.joined(separator: "\r\n").utf8)
            lines.append(text.base64EncodedString(options: [.lineLength76Characters]))
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private func isPlain(_ body: [String], _ encoding: Encoding) -> Bool {
        body.allSatisfy { line in
            line.utf8.count <= Self.longestLine
                && line.utf8.allSatisfy { byte in
                    let isSeen = byte >= 0x20 && byte != 0x7F || byte == 0x09
                    return isSeen && (encoding == .plain || byte < 0x80)
                }
        }
    }

    /// RFC 5322, 2.1.1, without the line end.
    private static let longestLine = 998

    /// An address can open no header of its own.
    private static func address(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F && !",<>".unicodeScalars.contains($0) })
    }

    /// `Sun, 22 Nov 2026 22:15:03 +0900` (RFC 5322, 3.3).
    static func date(_ instant: Instant) -> String {
        let time = instant.japanTime
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, day) = time.date.parts
        return "\(time.date.weekday.mailName), \(day) \(months[(month - 1) % 12]) \(year) \(time.clock) +0900"
    }
}

extension Weekday {
    fileprivate var mailName: String {
        switch self {
        case .sunday: "Sun"
        case .monday: "Mon"
        case .tuesday: "Tue"
        case .wednesday: "Wed"
        case .thursday: "Thu"
        case .friday: "Fri"
        case .saturday: "Sat"
        }
    }
}
