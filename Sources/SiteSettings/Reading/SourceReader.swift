import CallTree
import Documents

/// Reads the monitoring systems of a contract.
struct SourceReader {
    /// The kinds that there are; nil when any will do.
    let kinds: [String]?
    let secrets: SecretStore

    /// The sources that could be read, and the ids of all of them, so that one bad token does not make its rules wrong too.
    func sources(_ field: Field?) -> (values: [ContractSource], ids: [String]) {
        var names = UniqueNames(of: "source")
        var ids: [String] = []
        let values = (field?.items() ?? []).compactMap { item -> ContractSource? in
            guard let section = item.section(ContractKeys.source) else { return nil }
            let idField = section["id"]
            let id = idField?.identifier()
            if let id { ids.append(id) }
            let isUnique = id.flatMap { id in idField.map { names.insert(id, $0) } } ?? false
            let kind = section["kind"].flatMap(kind)
            let token = token(section)
            guard let id, isUnique, let kind, let token else { return nil }
            return ContractSource(id: SourceID(id), kind: kind, token: token)
        }
        return (values, ids)
    }

    private func kind(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard let kinds, !kinds.contains(text) else { return text }
        field.error(
            "this version has no kind of source \(Quoted(text))", mend: Suggestion.mending(text, among: kinds))
        return nil
    }

    private func token(_ section: Section) -> Secret? {
        if secrets.purpose == .drill, !section.has("token") { return .unresolved }
        return section["token"].flatMap(secrets.token)
    }
}
