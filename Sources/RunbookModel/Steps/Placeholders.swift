/// Parameters in a text, written `{name}`. A brace that is meant as such is doubled.
public enum Placeholders {
    /// A part of a text.
    public enum Part: Hashable, Sendable {
        case text(String)
        case parameter(String)
    }

    /// Nil for a brace that neither opens a name nor is doubled.
    public static func parts(of text: String) -> [Part]? {
        var parts: [Part] = []
        var plain = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                plain.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { return nil }
                let name = String(rest[..<end])
                guard isName(name) else { return nil }
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                parts.append(.parameter(name))
                rest = rest[rest.index(after: end)...]
            case "}": return nil
            default: plain.append(character)
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        return parts
    }

    /// The text with every parameter's value in its place; nil when one has none.
    public static func fill(_ text: String, _ values: [String: String]) -> String? {
        guard let parts = parts(of: text) else { return nil }
        var filled = ""
        for part in parts {
            switch part {
            case .text(let text): filled += text
            case .parameter(let name):
                guard let value = values[name] else { return nil }
                filled += value
            }
        }
        return filled
    }

    /// A letter, then letters, digits and `_`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
