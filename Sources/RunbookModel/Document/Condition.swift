/// One condition of a row of the decision table.
public enum Condition: Hashable, Sendable {
    /// The check's verdict is one of these.
    case verdict(CheckID, Set<Verdict>)
    /// At least one check has one of these verdicts.
    case any(Set<Verdict>)
    /// Every check has one of these verdicts.
    case all(Set<Verdict>)
    /// A value that the check read compares so. A value that was not read matches nothing.
    case value(ValueName, Comparison)
}

/// A value of a check, written `check.value`.
public struct ValueName: Hashable, Sendable, CustomStringConvertible {
    public let check: CheckID
    public let name: String

    public init(check: CheckID, name: String) {
        self.check = check
        self.name = name
    }

    public var description: String { "\(check).\(name)" }
}

public enum Comparison: Hashable, Sendable {
    case less(Double), atMost(Double), greater(Double), atLeast(Double)
    case equal(StepText), unequal(StepText)

    /// A number or a word, as it was written. `200` and `200.0` are the same number.
    public struct StepText: Hashable, Sendable {
        public let text: String
        public let number: Double?

        public init(_ text: String) {
            self.number = Double(text).flatMap { $0.isFinite ? $0 : nil }
            self.text = number == nil ? text : ""
        }
    }

    /// Whether a value that was read fulfils it.
    public func holds(for value: String) -> Bool {
        let read = StepText(value)
        switch self {
        case .equal(let wanted): return read == wanted
        case .unequal(let wanted): return read != wanted
        case .less(let bound): return read.number.map { $0 < bound } ?? false
        case .atMost(let bound): return read.number.map { $0 <= bound } ?? false
        case .greater(let bound): return read.number.map { $0 > bound } ?? false
        case .atLeast(let bound): return read.number.map { $0 >= bound } ?? false
        }
    }

    /// Reads `>= 90`, `< 5`, `= 200`, `!= 200` and, without a sign, a value to be met exactly; nil for a comparison of
    /// sizes with what is no number, and for two signs in a row.
    public init?(written text: String) {
        let signs = [">=", "<=", "!=", "=", ">", "<"]
        let trimmed = Self.trim(text[...])
        guard let sign = signs.first(where: { trimmed.hasPrefix($0) }) else {
            self = .equal(StepText(String(trimmed)))
            return
        }
        let rest = String(Self.trim(trimmed.dropFirst(sign.count)))
        // A second sign is a slip, as in `== 200` and `=> 90`, and never the beginning of a word that was read.
        if rest.isEmpty || rest.first.map("<>=!".contains) ?? false { return nil }
        let wanted = StepText(rest)
        switch (sign, wanted.number) {
        case ("=", _): self = .equal(wanted)
        case ("!=", _): self = .unequal(wanted)
        case ("<", let number?): self = .less(number)
        case ("<=", let number?): self = .atMost(number)
        case (">", let number?): self = .greater(number)
        case (">=", let number?): self = .atLeast(number)
        default: return nil
        }
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// What the checks of one round found: what the decision table looks at.
public struct Findings: Hashable, Sendable {
    public var verdicts: [CheckID: Verdict]
    public var values: [ValueName: String]

    public init(verdicts: [CheckID: Verdict] = [:], values: [ValueName: String] = [:]) {
        self.verdicts = verdicts
        self.values = values
    }
}

extension Runbook {
    /// The first row that matches, with its number from 1; nil when none does, which `runbook lint` finds beforehand.
    public func decide(_ findings: Findings) -> (number: Int, rule: Rule)? {
        for (place, rule) in rules.enumerated() where rule.conditions.allSatisfy({ holds($0, findings) }) {
            return (place + 1, rule)
        }
        return nil
    }

    /// A check of which nothing was found is unknown.
    private func holds(_ condition: Condition, _ findings: Findings) -> Bool {
        func verdict(_ id: CheckID) -> Verdict { findings.verdicts[id] ?? .unknown }
        return switch condition {
        case .verdict(let id, let wanted): wanted.contains(verdict(id))
        case .any(let wanted): checks.contains { wanted.contains(verdict($0.id)) }
        case .all(let wanted): checks.allSatisfy { wanted.contains(verdict($0.id)) }
        case .value(let name, let comparison): findings.values[name].map { comparison.holds(for: $0) } ?? false
        }
    }
}
