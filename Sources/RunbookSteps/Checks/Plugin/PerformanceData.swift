/// What a monitoring plugin measured: `'label'=value[UOM];[warn];[crit];[min];[max]`, items separated by spaces
/// (Monitoring Plugins Development Guidelines, "Performance data").
///
/// Quotes are needed only around labels with spaces, and a quote within them is doubled. The value `U` could not be
/// determined. An item that cannot be read is left out and counted; it spoils none of the others.
struct PerformanceData: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        let label: String
        /// The number as it was written; nil when the plugin could not determine it.
        let value: String?
        /// `s`, `ms`, `us`, `%`, `B`, `KB`, `MB`, `TB`, `c` or whatever the plugin writes; empty for none.
        let unit: String
        let warning: PerformanceRange?
        let critical: PerformanceRange?
        let least: String?
        let most: String?
    }

    private(set) var items: [Item] = []
    /// How many items could not be read.
    private(set) var unreadable = 0

    /// How many items are read; what comes beyond counts as unreadable. No plugin of a person's making has more.
    static let most = 500

    init(_ text: some StringProtocol) {
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.isEmpty { return }
            if items.count < Self.most, let item = Self.item(&rest) {
                items.append(item)
            } else {
                unreadable += 1
                if unreadable > Self.most { return }
                rest = rest.drop { !$0.isWhitespace }
            }
        }
    }

    /// Takes one item from the beginning; nil leaves the rest anywhere within it.
    private static func item(_ rest: inout Substring) -> Item? {
        guard let label = rest.first == "'" ? quotedLabel(&rest) : plainLabel(&rest), !label.isEmpty, rest.first == "="
        else { return nil }
        rest.removeFirst()
        let fields = rest.prefix { !$0.isWhitespace }
        rest = rest[fields.endIndex...]
        let parts = fields.split(separator: ";", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 6, parts.count < 6 || parts[5].isEmpty else { return nil }
        func part(_ place: Int) -> Substring? { parts.count > place && !parts[place].isEmpty ? parts[place] : nil }
        func number(_ place: Int) -> String? {
            part(place).flatMap { PerformanceNumber.value($0) == nil ? nil : String($0) }
        }
        let (value, unit) = measured(first)
        guard let unit else { return nil }
        // A limit that is none, as `80%`, does not spoil the value.
        return Item(
            label: label, value: value, unit: unit, warning: part(1).flatMap(PerformanceRange.init),
            critical: part(2).flatMap(PerformanceRange.init), least: number(3), most: number(4))
    }

    /// The number and its unit; the unit is nil when there is neither a number nor `U`.
    private static func measured(_ text: Substring) -> (value: String?, unit: String?) {
        if text == "U" { return (nil, "") }
        guard let number = PerformanceNumber.prefix(of: text), PerformanceNumber.value(number) != nil else {
            return (nil, nil)
        }
        let unit = text[number.endIndex...]
        // A unit is letters or one sign; digits in it would be a second number, as in `1,5`.
        let isUnit = unit.count <= 16 && unit.allSatisfy { $0.isLetter || "%/°µ".contains($0) }
        return (String(number), isUnit ? String(unit) : nil)
    }

    private static func quotedLabel(_ rest: inout Substring) -> String? {
        rest.removeFirst()
        var label = ""
        while let character = rest.popFirst() {
            if character != "'" {
                label.append(character)
            } else if rest.first == "'" {
                label.append("'")
                rest.removeFirst()
            } else {
                return label
            }
        }
        return nil
    }

    private static func plainLabel(_ rest: inout Substring) -> String? {
        let label = rest.prefix { $0 != "=" && $0 != "'" && !$0.isWhitespace }
        rest = rest[label.endIndex...]
        return String(label)
    }
}
