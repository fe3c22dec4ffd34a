internal import Glibc

/// The value of one record, compared as its kind is compared and not by its letters.
struct DNSRecord {
    private let type: String
    private let value: String

    init(_ type: String, _ value: String) {
        self.type = type
        self.value = value
    }

    /// Whether it is what a runbook asks for.
    func isMet(by wanted: String) -> Bool {
        switch type {
        case "TXT": value == wanted || Self.text(value) == Array(wanted.utf8)
        case "AAAA": Self.address(value).map { $0 == Self.address(wanted) } ?? false
        case "MX": Self.plain(value) == Self.plain(wanted) || Self.server(value) == Self.plain(wanted)
        default: Self.plain(value) == Self.plain(wanted)
        }
    }

    /// Names of the DNS know no case (RFC 4343), and the point at their end is often left out.
    private static func plain(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }

    /// Behind the preference of a mail server stands its name (RFC 1035, 3.3.9).
    private static func server(_ value: String) -> String? {
        let parts = value.split(separator: " ")
        return parts.count == 2 ? plain(String(parts[1])) : nil
    }

    /// One address may be written in many ways (RFC 5952).
    private static func address(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    /// A text in one or more parts within quotation marks, which count as one (RFC 7208, 3.3). Within them `\"` and `\\`
    /// stand for themselves and `\128` for a byte (RFC 1035, 5.1).
    private static func text(_ value: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var isWithin = false
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): isWithin.toggle()
            case UInt8(ascii: "\\"):
                let digits = rest.prefix(3)
                if digits.count == 3, let number = UInt8(String(decoding: digits, as: UTF8.self)) {
                    bytes.append(number)
                    rest = rest.dropFirst(3)
                } else if let next = rest.popFirst() {
                    bytes.append(next)
                }
            default: if isWithin { bytes.append(byte) }
            }
        }
        return bytes
    }
}
