public import CallTree
internal import JSONText

/// The webhook of Prometheus Alertmanager, payload version 4 (prometheus/alertmanager `template.Data` and
/// `notify/webhook`): a group of alerts, each with a status of its own.
///
/// The status of the group is not looked at: it stays firing while any alert of the group fires. Unknown fields and
/// other versions are no hindrance as long as `alerts` is an array; version 3 differs only in what is not read here.
///
/// The dedup key is the fingerprint. Alertmanager sends one since 0.20; without it the key is made of the labels, of
/// which the fingerprint is a hash, too.
public enum Alertmanager: AlertSource {
    public static let kind = "alertmanager"

    public static func read(_ body: [UInt8], source: SourceID) -> Result<ReadAlerts, UnreadableBody> {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(body)
        } catch {
            return .failure(.notJSON(error))
        }
        guard let group = document.value.object, let elements = elements(of: group) else {
            return .failure(.otherShape(wanted: "an object with an array \"alerts\""))
        }
        // Made once and cut: a group can have as many members as alerts, and a key half as long as the body.
        let unidentified = AlertText.dedupKey("unidentified " + (group["groupKey"]?.nonEmptyText ?? ""))
        var collector = AlertCollector(source: source)
        for (index, element) in elements.enumerated() {
            guard let object = element.object else {
                collector.reject(.notAnObject, at: index)
                continue
            }
            readAlert(AlertFields(object: object, index: index), unidentified: unidentified, into: &collector)
        }
        return .success(collector.result(truncated: truncated(group), repairs: document.repairs))
    }

    /// Those of every `alerts`, should the name stand there more than once. What is no array then counts as one element,
    /// so that it is named. Nil when none is an array.
    private static func elements(of group: JSONObject) -> [JSONNode]? {
        let values = group.values(named: "alerts")
        guard values.contains(where: { $0.array != nil }) else { return nil }
        return values.flatMap { $0.array ?? [$0] }
    }

    private static func readAlert(
        _ fields: AlertFields, unidentified: String, into collector: inout AlertCollector
    ) {
        let annotations = fields.object["annotations"]?.object
        let labels = fields.allLabels
        // The labels identify an alert in Alertmanager, so a recovery may go by them.
        let identity = fields.identity(
            given: "fingerprint", made: fields.keyOfLabels, mayRecover: true, unidentified: unidentified,
            hasOtherSign: annotations?.members.isEmpty == false, &collector)
        guard let identity else { return }
        var draft = AlertDraft(index: fields.index, dedupKey: identity.key, status: identity.status)
        draft.severityRaw = labels["severity"]?.nonEmptyText
        draft.name = labels["alertname"]?.nonEmptyText ?? ""
        draft.summary = summary(annotations: annotations, labels: labels, name: draft.name)
        draft.startedAt = fields.instant("startsAt", &collector)
        draft.endedAt = identity.status == .resolved ? fields.instant("endsAt", &collector) : nil
        draft.labels = fields.labels(&collector)
        collector.add(draft)
    }

    /// Empty when the alert has nothing to say: a fingerprint is nothing to read out on the telephone.
    private static func summary(annotations: JSONObject?, labels: JSONObject, name: String) -> String {
        for field in ["summary", "description", "message"] {
            if let text = annotations?[field]?.nonEmptyText { return text }
        }
        return [name, labels["instance"]?.nonEmptyText ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `truncatedAlerts` counts what `max_alerts` in the sender's settings cut off. It is only told, never computed
    /// with, so a number beyond a million is a million.
    private static func truncated(_ group: JSONObject) -> Int {
        guard let text = group["truncatedAlerts"]?.scalarText, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return 0 }
        return text.isEmpty ? 0 : min(Int(text) ?? .max, 1_000_000)
    }
}
