import Documents
import ServiceHours

/// Reads what a step of some kind is given, by the keys that the kind understands.
struct StepReader {
    /// The names of all parameters that are written, also of those with a mistake.
    let parameters: [String]
    /// Those that could be read.
    let known: [Runbook.Parameter]
    let log: ProblemLog

    /// - Parameter group: `with` or `expect`.
    func values(_ field: Field?, _ keys: [StepKey], of kind: String, group: String, at place: Place) -> [String:
        StepValue]
    {
        var values: [String: StepValue] = [:]
        if let field, field.entries() == nil { return values }
        let entries = field?.entries() ?? []
        for entry in entries {
            guard let key = keys.first(where: { $0.name == entry.name }) else {
                log.error(
                    entry.place, "`\(kind)` knows no \(Quoted(entry.name)) under `\(group)`",
                    mend: Suggestion.mending(entry.name, among: keys.map(\.name)))
                continue
            }
            if values[key.name] != nil { continue }
            let described = Field(
                node: entry.field.node, name: key.name, example: "\(key.name): \(key.example)", log: log)
            values[key.name] = value(described, key.form)
        }
        for key in keys where key.byDefault == nil && !entries.contains(where: { $0.name == key.name }) {
            log.error(
                field?.place ?? place, "`\(kind)` needs `\(key.name)` under `\(group)`",
                mend: "write `\(key.name): \(key.example)`")
        }
        return values
    }

    private func value(_ field: Field, _ form: StepKey.Form) -> StepValue? {
        if field.node.isEmpty {
            field.error("\(field.label) has no value")
            return nil
        }
        // A parameter stands for the whole value; what it holds is judged when the run is given it.
        if form != .pairs, let text = placeholder(field, form) { return .text(text) }
        switch form {
        case .text: return text(field).map(StepValue.text)
        case .integer(let range): return field.integer(in: range).map(StepValue.integer)
        case .decimal: return decimal(field).map(StepValue.decimal)
        case .span(let range): return field.span(in: range).map(StepValue.span)
        case .flag: return field.flag().map(StepValue.flag)
        case .choice(let words):
            guard let word = field.scalar(wanted: "one word") else { return nil }
            guard words.contains(word) else {
                field.error("\(field.label) cannot be \(Quoted(word))", mend: Suggestion.mending(word, among: words))
                return nil
            }
            return .text(word)
        case .texts:
            guard let items = field.items() else { return nil }
            let texts = items.compactMap(text)
            return texts.count == items.count ? .texts(texts) : nil
        case .pairs:
            guard let entries = field.entries() else { return nil }
            let pairs = entries.compactMap { entry in
                text(entry.field).map { StepValue.Pair(name: entry.name, value: $0) }
            }
            return pairs.count == entries.count ? .pairs(pairs) : nil
        }
    }

    /// A text whose braces are in order, and whose parameters are there.
    private func text(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard let parts = Placeholders.parts(of: text) else {
            field.error(
                "\(field.label) has a brace that opens no parameter",
                mend: "write `{name}`, or double a brace that is meant as one")
            return nil
        }
        for case .parameter(let name) in parts where !isKnown(name, field) { return nil }
        return text
    }

    private func isKnown(_ name: String, _ field: Field) -> Bool {
        if parameters.contains(name) { return true }
        let mending =
            Suggestion.nearest(to: name, among: parameters).map { "did you mean `{\($0)}`?" }
            ?? "declare it: `parameters: {\(name): {title: …, type: text}}`"
        field.error("there is no parameter \(Quoted(name))", mend: mending)
        return false
    }

    /// A text that is one parameter and nothing else.
    private func placeholder(_ field: Field, _ form: StepKey.Form) -> String? {
        guard case .scalar(let text, _) = field.node.content,
            let parts = Placeholders.parts(of: text), parts.count == 1, case .parameter(let name)? = parts.first
        else { return nil }
        guard isKnown(name, field) else { return text }
        if case .integer = form, let parameter = known.first(where: { $0.name == name }), parameter.kind != .integer {
            field.error(
                "\(field.label) is a whole number, but the parameter `\(name)` is of the type \(parameter.kind.rawValue)",
                mend: "write `type: integer` where it is declared")
        }
        return text
    }

    private func decimal(_ field: Field) -> Double? {
        guard let text = field.plainScalar(wanted: "a number") else { return nil }
        guard let number = Double(text), number.isFinite else {
            field.error("\(field.label) is no number")
            return nil
        }
        return number
    }
}
