public import CallTree
internal import JSONText

/// NightCall's own plain form, for senders whose body can be chosen freely: one object, or an array of objects, with
///
///     dedupKey   what makes two alerts the same trouble
///     status     "firing" or "resolved"
///     summary    one sentence for the person who is called
///     name       optional: the name of the rule
///     severity   optional: in any common spelling
///     startedAt  optional: RFC 3339
///     labels     optional: an object of texts
///
/// A firing alert without a dedup key gets one made of its name and labels, or of its summary. A recovery without a key
/// is rejected: it must never end a trouble that it does not mean.
public enum JSONAlert: AlertSource {
    public static let kind = "json"

    public static func read(_ body: [UInt8], source: SourceID) -> Result<ReadAlerts, UnreadableBody> {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(body)
        } catch {
            return .failure(.notJSON(error))
        }
        let elements: [JSONNode]
        switch document.value {
        case .object: elements = [document.value]
        case .array(let values): elements = values
        case .null, .bool, .number, .string:
            return .failure(.otherShape(wanted: "an object or an array of objects"))
        }
        var collector = AlertCollector(source: source)
        for (index, element) in elements.enumerated() {
            guard let object = element.object else {
                collector.reject(.notAnObject, at: index)
                continue
            }
            readAlert(AlertFields(object: object, index: index), into: &collector)
        }
        return .success(collector.result(repairs: document.repairs))
    }

    private static func readAlert(_ fields: AlertFields, into collector: inout AlertCollector) {
        let identity = fields.identity(
            given: "dedupKey", made: madeKey(fields), mayRecover: false, unidentified: "unidentified",
            hasOtherSign: false, &collector)
        guard let identity else { return }
        var draft = AlertDraft(index: fields.index, dedupKey: identity.key, status: identity.status)
        draft.severityRaw = fields.text("severity")
        draft.name = fields.text("name") ?? ""
        draft.summary = fields.text("summary") ?? draft.name
        draft.startedAt = fields.instant("startedAt", &collector)
        draft.labels = fields.labels(&collector)
        collector.add(draft)
    }

    private static func madeKey(_ fields: AlertFields) -> String? {
        let parts = [fields.text("name"), fields.keyOfLabels].compactMap(\.self)
        return parts.isEmpty ? fields.text("summary") : parts.joined(separator: " ")
    }
}
