import Documents
public import ServiceHours

/// What one step is given in one run: the runbook's values with this run's parameters in their places, in their forms.
///
///     let arguments = try StepArguments(check.with, keys: kind.with, parameters: ["url": "https://www.example.jp/"])
///     let address = arguments.text("url")
public struct StepArguments: Hashable, Sendable {
    private let values: [String: StepValue]

    /// - Throws: when a parameter is missing, or what it holds is not of the form that the step wants.
    public init(_ written: [String: StepValue], keys: [StepKey], parameters: [String: String]) throws(StepRefusal) {
        var values: [String: StepValue] = [:]
        for key in keys {
            guard let value = written[key.name] else { continue }
            values[key.name] = try Self.fill(value, key, parameters)
        }
        self.values = values
    }

    public func text(_ name: String) -> String? {
        if case .text(let text) = values[name] { text } else { nil }
    }

    public func integer(_ name: String) -> Int? {
        if case .integer(let number) = values[name] { number } else { nil }
    }

    public func decimal(_ name: String) -> Double? {
        if case .decimal(let number) = values[name] { number } else { nil }
    }

    public func span(_ name: String) -> Span? {
        if case .span(let span) = values[name] { span } else { nil }
    }

    public func flag(_ name: String) -> Bool? {
        if case .flag(let flag) = values[name] { flag } else { nil }
    }

    /// Empty when nothing is written.
    public func texts(_ name: String) -> [String] {
        if case .texts(let texts) = values[name] { texts } else { [] }
    }

    /// Empty when nothing is written; in the order of the file.
    public func pairs(_ name: String) -> [StepValue.Pair] {
        if case .pairs(let pairs) = values[name] { pairs } else { [] }
    }

    private static func fill(
        _ value: StepValue, _ key: StepKey, _ parameters: [String: String]
    ) throws(StepRefusal) -> StepValue {
        switch value {
        case .text(let text): return try formed(filled(text, key, parameters), key)
        case .texts(let texts):
            var all: [String] = []
            for text in texts { all.append(try filled(text, key, parameters)) }
            return .texts(all)
        case .pairs(let pairs):
            var all: [StepValue.Pair] = []
            for pair in pairs {
                all.append(StepValue.Pair(name: pair.name, value: try filled(pair.value, key, parameters)))
            }
            return .pairs(all)
        case .integer, .decimal, .span, .flag: return value
        }
    }

    private static func filled(
        _ text: String, _ key: StepKey, _ parameters: [String: String]
    ) throws(StepRefusal) -> String {
        guard let filled = Placeholders.fill(text, parameters) else {
            throw StepRefusal("`\(key.name)` needs a parameter that this run was not given")
        }
        return filled
    }

    /// A parameter stood for the whole value: what it holds must be of the form that the key has.
    private static func formed(_ text: String, _ key: StepKey) throws(StepRefusal) -> StepValue {
        var formed: StepValue?
        switch key.form {
        case .text: formed = .text(text)
        case .choice(let words): if words.contains(text) { formed = .text(text) }
        case .integer(let range): if let number = Int(text), range.contains(number) { formed = .integer(number) }
        case .decimal: if let number = Double(text), number.isFinite { formed = .decimal(number) }
        case .span(let range): if let span = Span(settings: text), range.contains(span) { formed = .span(span) }
        case .flag: formed = ["true": .flag(true), "false": .flag(false)][text]
        case .texts: formed = .texts([text])
        case .pairs: break
        }
        guard let formed else { throw StepRefusal("`\(key.name)` cannot be what its parameter holds") }
        return formed
    }
}

/// Why a step cannot be made with what it is given. It holds no value, since a value may be a secret.
public struct StepRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
