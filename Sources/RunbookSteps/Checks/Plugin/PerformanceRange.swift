/// A range of a monitoring plugin: values that raise an alert.
///
/// `[@]start:end`, both ends included; `10` alerts outside 0 to 10, `10:` below 10, `~:10` above 10, `@10:20` within
/// (Monitoring Plugins Development Guidelines, "Threshold and Ranges").
struct PerformanceRange: Hashable, Sendable {
    /// As the plugin wrote it.
    let text: String
    private let start: Double
    private let end: Double
    private let alertsWithin: Bool

    /// Nil for anything else.
    init?(_ text: Substring) {
        var rest = text
        alertsWithin = rest.first == "@"
        if alertsWithin { rest.removeFirst() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1:
            guard let end = PerformanceNumber.value(parts[0]), end >= 0 else { return nil }
            (self.start, self.end) = (0, end)
        case 2:
            guard let start = Self.bound(parts[0], ["~": -.infinity, "": 0]),
                let end = Self.bound(parts[1], ["": .infinity]), start <= end
            else { return nil }
            (self.start, self.end) = (start, end)
        default: return nil
        }
        self.text = String(text)
    }

    private static func bound(_ text: Substring, _ words: [Substring: Double]) -> Double? {
        words[text] ?? PerformanceNumber.value(text)
    }

    func alerts(on value: Double) -> Bool {
        (start...max(start, end)).contains(value) == alertsWithin
    }
}

/// Numbers as plugins write them: a point as the decimal sign, whatever the language of the machine.
enum PerformanceNumber {
    /// The number at the beginning: a sign, digits with one point, and a power of ten; nil when there is none.
    static func prefix(of text: Substring) -> Substring? {
        var end = text.startIndex
        var hasDigit = false
        var hasPoint = false
        if let sign = text.first, sign == "-" || sign == "+" { end = text.index(after: end) }
        while end < text.endIndex {
            let character = text[end]
            if isDigit(character) {
                hasDigit = true
            } else if character == ".", !hasPoint {
                hasPoint = true
            } else {
                break
            }
            end = text.index(after: end)
        }
        guard hasDigit else { return nil }
        return text[..<(powerEnd(text, from: end) ?? end)]
    }

    /// The value of a text that is a number and nothing else; nil for others and for what is no finite number.
    static func value(_ text: Substring) -> Double? {
        guard let number = prefix(of: text), number.endIndex == text.endIndex else { return nil }
        return Double(number.first == "+" ? number.dropFirst() : number).flatMap { $0.isFinite ? $0 : nil }
    }

    /// Where a power of ten such as `e-05` ends; nil when there is none.
    private static func powerEnd(_ text: Substring, from start: Substring.Index) -> Substring.Index? {
        var rest = text[start...]
        guard let mark = rest.popFirst(), mark == "e" || mark == "E" else { return nil }
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        let digits = rest.prefix(while: isDigit)
        return digits.isEmpty ? nil : digits.endIndex
    }

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character) && character.utf8.count == 1
    }
}
