import CallTree
import Foundation
import Reports
import ServiceHours

/// One mail as a file that any mail program opens (RFC 5322, with RFC 2047 for the subject).
struct MailFile {
    let id: MailID
    /// When the mail was decided; it makes the message id unique, and is the same whenever the mail is written again.
    let owedAt: Instant
    let sender: String
    let recipients: [String]
    let text: MailText

    var bytes: Data {
        var lines = [
            "Message-ID: <mail-\(id).\(owedAt.microseconds)@nightcall.invalid>",
            "Date: \(Self.date(owedAt))",
            "From: NightCall <\(Self.address(sender))>",
            "To: \(recipients.isEmpty ? "undisclosed-recipients:;" : recipients.map(Self.address).joined(separator: ",\r\n "))",
            "Subject: \(Self.encodedWords(text.subject))",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
        ]
        let body = text.body.split(separator: "\n", omittingEmptySubsequences: false)
        if body.allSatisfy({ $0.utf8.count <= Self.longestLine }) {
            lines += ["Content-Transfer-Encoding: 8bit", ""] + body.map(String.init)
        } else {
            lines += ["Content-Transfer-Encoding: base64", ""]
            lines.append(Data(text.body.utf8).base64EncodedString(options: .lineLength76Characters))
        }
        return Data((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// RFC 5322, 2.1.1, without the line end.
    private static let longestLine = 998

    /// Where the site names no sender: an address that nobody can answer to (RFC 2606).
    static let noSender = "nightcall@nightcall.invalid"

    /// An address can open no header of its own.
    private static func address(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F && !",<>".unicodeScalars.contains($0) })
    }

    /// Encoded words of at most 75 characters (RFC 2047, 2), each of whole characters.
    static func encodedWords(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) || text.utf8.count > 60 else { return text }
        var words: [String] = []
        var part = ""
        for scalar in text.unicodeScalars {
            if part.utf8.count + String(scalar).utf8.count > 42 {
                words.append(part)
                part = ""
            }
            part.unicodeScalars.append(scalar)
        }
        words.append(part)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
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
