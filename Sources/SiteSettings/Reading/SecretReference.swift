/// How settings name a secret: `${env:NAME}` or `${file:PATH}`.
enum SecretReference: Hashable {
    /// A name as shells take it: letters, digits and `_` of ASCII, with no digit in front.
    case environment(String)
    /// Relative to the site folder unless it begins with `/`.
    case file(String)

    /// Nil for everything else, such as the secret itself, or two references in a row.
    init?(_ text: String) {
        guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
        let parts = text.dropFirst(2).dropLast().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = parts.first, let name = parts.last.map(String.init), !name.isEmpty else {
            return nil
        }
        switch kind {
        case "env":
            guard Self.isVariable(name) else { return nil }
            self = .environment(name)
        case "file":
            guard !name.contains("${") else { return nil }
            self = .file(name)
        default: return nil
        }
    }

    private static func isVariable(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain && name.first?.isNumber == false
    }
}
