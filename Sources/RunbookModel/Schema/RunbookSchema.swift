import Documents

/// The JSON Schema (2020-12) of a runbook's file, for anybody's editor.
///
/// It is made of the same tables that the reader reads by: a key that is not in them is refused by both. The reader knows
/// more (references, cycles, what rows cover), and where the two differ the schema is the more lenient: what the reader
/// takes is never marked as wrong in an editor.
public enum RunbookSchema {
    /// The schema as a text, to be kept beside runbooks or named in their first line:
    /// `# yaml-language-server: $schema=runbook.schema.json`.
    public static func schema(of catalogue: StepCatalogue) -> String {
        let root = mapping(RunbookKeys.runbook) { key in
            switch key {
            case "version": ["const": 1]
            case "id": identifier
            case "for":
                list(of: ["enum": .list(TargetKind.allCases.map { .text($0.rawValue) })], atLeast: 1)
                    .with(.init("uniqueItems", true))
            case "parameters": parameters
            case "checks": list(of: step(checks(catalogue)) { checkForm($0, catalogue) }, atLeast: 1)
            case "decide": list(of: rule, atLeast: 1)
            case "responses": list(of: response(catalogue), atLeast: 1)
            case "verify": verify
            default: text
            }
        }
        let head: SchemaValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "NightCall runbook, version 1",
        ]
        guard case .object(let first) = head, case .object(let rest) = root else { return root.written() + "\n" }
        return SchemaValue.object(first + rest).written() + "\n"
    }

    // MARK: Parts of the file

    private static let parameters: SchemaValue = [
        "type": "object",
        "patternProperties": [
            "^[A-Za-z][A-Za-z0-9_]{0,63}$": mapping(RunbookKeys.parameter) { key in
                switch key {
                case "type": ["enum": .list(Runbook.Parameter.Kind.allCases.map { .text($0.rawValue) })]
                case "pattern": ["type": "string", "pattern": "^/.+/$"]
                default: text
                }
            }
        ],
        "additionalProperties": false,
    ]

    private static func checkForm(_ key: String, _ catalogue: StepCatalogue) -> SchemaValue {
        switch key {
        case "id":
            [
                "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", "not": ["enum": ["any", "all"]],
            ]
        case "use": ["enum": .list(catalogue.checks.map { .text($0.name) })]
        case "with", "expect": ["type": "object"]
        case "timeout", "spacing": span
        case "attempts": integer(1...10)
        case "after": list(of: identifier).with(.init("uniqueItems", true))
        default: text
        }
    }

    private static let rule = mapping(RunbookKeys.rule) { key in
        switch key {
        case "when":
            [
                "type": "object", "minProperties": 1,
                "patternProperties": ["^[^.]+$": verdicts, "^[^.]+\\..+$": scalar], "additionalProperties": false,
            ]
        case "then": identifier
        case "conclusion": ["enum": .list(Runbook.Conclusion.allCases.map { .text($0.rawValue) })]
        default: text
        }
    }

    private static let verdicts: SchemaValue = {
        let one: SchemaValue = ["enum": .list(Verdict.allCases.map { .text($0.rawValue) })]
        return ["anyOf": [one, list(of: one, atLeast: 1).with(.init("uniqueItems", true))]]
    }()

    private static func response(_ catalogue: StepCatalogue) -> SchemaValue {
        mapping(RunbookKeys.response) { key in
            switch key {
            case "id": identifier.with(.init("not", ["const": "report"]))
            case "actions":
                list(
                    of: step(catalogue.actions.map { ($0.name, $0.title.english, $0.with, nil) }, RunbookKeys.action) {
                        key in
                        switch key {
                        case "id": identifier
                        case "use": ["enum": .list(catalogue.actions.map { .text($0.name) })]
                        case "with": ["type": "object"]
                        case "timeout": span
                        default: text
                        }
                    }, atLeast: 1)
            case "guards": guards
            default: text
            }
        }
    }

    private static let guards = mapping(RunbookKeys.guards) { key in
        switch key {
        case "rounds": integer(1...10)
        case "signals": integer(1...4)
        case "budget":
            list(
                of: mapping(RunbookKeys.budget) { $0 == "times" ? integer(1...100) : span }, atLeast: 1)
        case "secondPerson": ["type": "boolean"]
        default: span
        }
    }

    private static let verify = mapping(RunbookKeys.verify) { key in
        switch key {
        case "checks": list(of: identifier, atLeast: 1).with(.init("uniqueItems", true))
        case "newer": list(of: text, atLeast: 1)
        case "rounds": integer(2...10)
        case "otherwise": identifier
        default: span
        }
    }

    // MARK: Kinds of steps

    private typealias Kind = (name: String, title: String, with: [StepKey], expect: [StepKey]?)

    private static func checks(_ catalogue: StepCatalogue) -> [Kind] {
        catalogue.checks.map { ($0.name, $0.title.english, $0.with, $0.expect) }
    }

    /// A step, whose `use` decides what may stand under `with` and `expect`.
    private static func step(
        _ kinds: [Kind], _ keys: SettingsKeys = RunbookKeys.check, form: (String) -> SchemaValue
    ) -> SchemaValue {
        let branches = kinds.map { kind -> SchemaValue in
            let groups = [("with", kind.with)] + (kind.expect.map { [("expect", $0)] } ?? [])
            let needed = groups.filter { $0.1.contains { $0.byDefault == nil } }.map { SchemaValue.text($0.0) }
            let then: SchemaValue = [
                "properties": .object(groups.map { .init($0.0, mapping($0.1)) }), "required": .list(needed),
            ]
            return ["if": ["properties": ["use": ["const": .text(kind.name)]]], "then": then]
        }
        return mapping(keys, form).with(.init("allOf", .list(branches)))
    }

    private static func mapping(_ keys: [StepKey]) -> SchemaValue {
        [
            "type": "object",
            "properties": .object(
                keys.map { key in
                    .init(key.name, stepForm(key.form).with(.init("description", .text(key.meaning))))
                }),
            "required": .list(keys.filter { $0.byDefault == nil }.map { .text($0.name) }),
            "additionalProperties": false,
        ]
    }

    private static func stepForm(_ form: StepKey.Form) -> SchemaValue {
        switch form {
        case .text: scalar
        case .integer(let range): orParameter(integer(range))
        case .decimal: orParameter(["type": "number"])
        case .span: ["anyOf": [span, parameter]]
        case .flag: orParameter(["type": "boolean"])
        case .choice(let words): orParameter(["enum": .list(words.map { .text($0) })])
        case .texts: orParameter(list(of: scalar))
        case .pairs: ["type": "object", "additionalProperties": scalar]
        }
    }

    private static func orParameter(_ form: SchemaValue) -> SchemaValue { ["anyOf": [form, parameter]] }

    // MARK: Small forms

    /// One parameter stands for the whole value.
    private static let parameter: SchemaValue = ["type": "string", "pattern": "^\\{[A-Za-z][A-Za-z0-9_]{0,63}\\}$"]
    private static let text: SchemaValue = [
        "type": ["string", "number", "boolean"], "minLength": 1, "maxLength": 1000,
    ]
    /// What YAML may take for a number is a text to the reader all the same.
    private static let scalar = text
    private static let identifier: SchemaValue = [
        "type": ["string", "integer"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
    ]
    private static let span: SchemaValue = ["type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h)$"]

    private static func integer(_ range: ClosedRange<Int>) -> SchemaValue {
        ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    }

    private static func list(of item: SchemaValue, atLeast count: Int = 0) -> SchemaValue {
        ["type": "array", "items": item, "minItems": .integer(count)]
    }

    /// The keys of one table of the reader, each with its form, its meaning and what is in force without it.
    private static func mapping(_ keys: SettingsKeys, _ form: (String) -> SchemaValue) -> SchemaValue {
        [
            "type": "object",
            "properties": .object(
                keys.keys.map { key in
                    let standing = key.byDefault.map { " (default: \($0))" } ?? ""
                    return .init(key.name, form(key.name).with(.init("description", .text(key.meaning + standing))))
                }),
            "required": .list(keys.keys.filter { $0.byDefault == nil }.map { .text($0.name) }),
            "additionalProperties": false,
        ]
    }
}
