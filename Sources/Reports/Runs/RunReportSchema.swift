public import JSONText
import RunbookModel

extension RunReport {
    /// The JSON Schema (2020-12) of the report's JSON. Every member is always there, and there are no others; what is not
    /// known is `null`.
    public static let schema: JSONValue = .object(
        [
            JSONMember("$schema", "https://json-schema.org/draft/2020-12/schema"),
            JSONMember("title", "NightCall report of a run, version 1"),
        ] + Form.object(RunReportSchema.root).members)
}

/// The forms of values that the schema is made of.
private enum Form {
    static let text: JSONValue = ["type": "string"]
    static let flag: JSONValue = ["type": "boolean"]
    static let number: JSONValue = ["type": "number"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    static let place: JSONValue = ["type": "integer", "minimum": 1]
    /// RFC 3339, in Japan time. A source may tell a time that has no four-digit year.
    static let instant: JSONValue = ["type": "string", "pattern": .string(date + "T" + clock)]
    private static let date = "^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}"
    private static let clock = #"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?\+09:00$"#

    static func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> JSONValue {
        words(Word.allCases.map(\.rawValue))
    }

    static func words(_ words: [String]) -> JSONValue { ["enum": .array(words.map { .string($0) })] }

    static func orNull(_ form: JSONValue) -> JSONValue { ["anyOf": [form, ["type": "null"]]] }

    static func list(_ form: JSONValue) -> JSONValue { ["type": "array", "items": form] }

    static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        [
            "type": "object",
            "required": .array(members.map { .string($0.key) }),
            "additionalProperties": false,
            "properties": .object(members.map { JSONMember($0.key, $0.value) }),
        ]
    }
}

extension JSONValue {
    /// Of an object; of anything else none.
    fileprivate var members: [JSONMember] {
        if case .object(let members) = self { members } else { [] }
    }
}

/// The parts of the report, one after the other.
private enum RunReportSchema {
    static let root: KeyValuePairs<String, JSONValue> = [
        "report": Form.text,
        "run": Form.place,
        "contract": Form.text,
        "customer": Form.text,
        "extent": Form.word(RunOrder.Extent.self),
        "asker": Form.object([
            "kind": Form.words(["customer", "operator", "alert", "watch"]), "name": Form.orNull(Form.text),
            "incident": Form.orNull(["type": "integer"]),
        ]),
        "target": Form.object([
            "id": Form.text, "kind": Form.text, "title": Form.text, "group": Form.orNull(Form.text),
        ]),
        "runbook": Form.object(["id": Form.text, "title": Form.text, "edition": Form.text]),
        "window": Form.orNull(Form.text),
        "began": Form.instant,
        "ended": Form.orNull(Form.instant),
        "end": Form.orNull(Form.word(RunEnd.self)),
        "conclusion": Form.word(Runbook.Conclusion.self),
        "row": Form.count,
        "sentence": Form.orNull(Form.text),
        "response": Form.orNull(Form.text),
        "rounds": Form.list(round),
        "guards": Form.list(
            Form.object(["guard": Form.word(GuardKind.self), "passes": Form.flag, "reason": Form.text])),
        "actions": Form.list(action),
        "goodRounds": Form.count,
        "impact": Form.orNull(
            Form.object([
                "lastGoodBefore": Form.orNull(Form.instant), "firstBad": Form.instant, "lastBad": Form.instant,
                "firstGood": Form.orNull(Form.instant), "secondGood": Form.orNull(Form.instant),
            ])),
        "ledger": Form.object([
            "requests": Form.count,
            "earlier": Form.list(Form.object(["run": Form.place, "at": Form.instant, "title": Form.text])),
        ]),
        "events": Form.list(
            Form.object(["sequence": Form.place, "at": Form.instant, "text": Form.orNull(Form.text)])),
    ]

    private static let round = Form.object([
        "round": Form.place, "purpose": Form.words(["deciding", "proving"]), "began": Form.instant,
        "ended": Form.orNull(Form.instant), "checks": Form.list(check),
    ])

    private static let check = Form.object([
        "check": Form.text,
        "title": Form.text,
        "use": Form.text,
        "verdict": Form.word(Verdict.self),
        "sentence": Form.text,
        "sentenceEnglish": Form.text,
        "readings": Form.list(
            Form.object(["name": Form.text, "value": Form.text, "threshold": Form.orNull(Form.text)])),
        "source": Form.text,
        "sourceTime": Form.orNull(Form.instant),
        "readAt": Form.instant,
        "ageSeconds": Form.orNull(Form.number),
        "latencyMilliseconds": Form.number,
        "attempts": Form.count,
        "requestID": Form.orNull(Form.text),
        "digest": Form.orNull(Form.text),
        "excerpt": Form.text,
        "details": Form.list(Form.object(["name": Form.text, "value": Form.text])),
    ])

    private static let action = Form.object([
        "action": Form.text,
        "title": Form.text,
        "use": Form.text,
        "intendedAt": Form.orNull(Form.instant),
        "endedAt": Form.orNull(Form.instant),
        "course": Form.orNull(Form.word(ActionResult.Course.self)),
        "unclear": Form.flag,
        "sentence": Form.orNull(Form.text),
        "standing": Form.orNull(Form.word(Standing.Goal.self)),
        "refusedBy": Form.list(Form.word(GuardKind.self)),
        "ticket": Form.orNull(Form.text),
    ])
}
