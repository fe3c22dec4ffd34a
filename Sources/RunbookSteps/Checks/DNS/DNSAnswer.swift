/// What kdig prints with `+noall +header +answer`:
///
///     ;; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 4711
///     www.example.jp.     	300	IN	A	192.0.2.10
struct DNSAnswer {
    /// The response code (RFC 1035, 4.1.1).
    let code: String
    private let records: [(type: String, value: String)]

    /// Nil when there is no header: then nobody has answered.
    init?(_ text: String) {
        var code: String?
        var records: [(String, String)] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix(";; ->>HEADER<<-") {
                code = line.split(separator: ";").first { $0.contains("status: ") }?.split(separator: " ").last
                    .map(String.init)
            } else if !line.hasPrefix(";") {
                let parts = line.split(maxSplits: 4) { $0 == " " || $0 == "\t" }
                if parts.count == 5, parts[2] == "IN" { records.append((String(parts[3]), String(parts[4]))) }
            }
        }
        guard let code else { return nil }
        self.code = code
        self.records = records
    }

    func values(of type: String) -> [String] {
        // What stands within quotation marks keeps its spaces.
        records.filter { $0.type == type }.map {
            type == "TXT" ? $0.value : $0.value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        }.sorted()
    }
}

/// A name that may be looked up: labels of letters, digits, hyphens and, as in `_dmarc.example.jp`, underscores
/// (RFC 8552), of 1 to 63 bytes, of 253 together.
enum DNSName {
    static func isOne(_ text: String) -> Bool {
        // A hyphen in front would be an option to the program that is given the name.
        guard !text.hasPrefix("-"), (1...253).contains(text.utf8.count) else { return false }
        let labels = (text.hasSuffix(".") ? text.dropLast() : text[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { (1...63).contains($0.utf8.count) && $0.utf8.allSatisfy(isOfLabel) }
    }

    private static func isOfLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
