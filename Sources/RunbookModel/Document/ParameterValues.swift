extension Runbook {
    /// The values that a run takes: those that are given, and the runbook's own for the others.
    ///
    /// - Throws: what is missing, not known, or not of its form. No value stands in it, since a value may be a secret.
    public func values(given: [String: String], patterns: PatternJudge) throws(StepRefusal) -> [String: String] {
        if let unknown = given.keys.sorted().first(where: { name in !parameters.contains { $0.name == name } }) {
            throw StepRefusal("the runbook `\(id)` has no parameter `\(unknown)`")
        }
        var values: [String: String] = [:]
        for parameter in parameters {
            guard let value = given[parameter.name] ?? parameter.byDefault else {
                throw StepRefusal("the parameter `\(parameter.name)` (\(parameter.title)) must be given")
            }
            guard parameter.takes(value, patterns: patterns) else {
                throw StepRefusal("the parameter `\(parameter.name)` is no \(parameter.kind.wanted)")
            }
            values[parameter.name] = value
        }
        return values
    }
}

extension Runbook.Parameter {
    /// Whether a value is of the parameter's kind and matches its pattern.
    public func takes(_ value: String, patterns: PatternJudge) -> Bool {
        kind.takes(value) && (pattern.map { patterns.matches($0, value) } ?? true)
    }
}

extension Runbook.Parameter.Kind {
    /// Of one line, without control characters, at most 1,000 characters, and of the kind's own form:
    ///
    /// - integer: decimal digits, perhaps with a minus sign.
    /// - host: a name or an address, `www.example.jp`, `192.0.2.10` or `2001:db8::1`; no port, no sign in front.
    /// - url: `http://` or `https://` and something behind it, in ASCII without spaces.
    /// - path: absolute, without `..` as a part.
    public func takes(_ value: String) -> Bool {
        guard !value.isEmpty, value.unicodeScalars.count <= 1_000, value.unicodeScalars.allSatisfy(Self.isShown) else {
            return false
        }
        switch self {
        case .text: return true
        case .integer:
            let digits = value.hasPrefix("-") ? value.dropFirst() : value[...]
            return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int(value) != nil
        case .host:
            // A hyphen in front would be an option to a program that is given the name.
            return !value.hasPrefix("-") && value.utf8.count <= 253 && value.utf8.allSatisfy(Self.isOfHost)
        case .url:
            guard let scheme = ["https://", "http://"].first(where: value.hasPrefix) else { return false }
            let rest = value.dropFirst(scheme.count)
            return !rest.isEmpty && !rest.hasPrefix("/") && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        case .path:
            return value.hasPrefix("/") && !value.split(separator: "/").contains("..")
        }
    }

    /// How a message asks for one.
    var wanted: String {
        switch self {
        case .text: "text of one line that its pattern allows"
        case .integer: "whole number that its pattern allows"
        case .host: "name or address of a machine that its pattern allows"
        case .url: "address that begins with http:// or https:// and that its pattern allows"
        case .path: "absolute path that its pattern allows"
        }
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029: false
        default: true
        }
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"): true
        default: false
        }
    }
}
