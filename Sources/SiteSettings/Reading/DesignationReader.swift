import CallTree
import Documents

/// Reads which alerts a contract has designated (R3).
struct DesignationReader {
    /// The sources of the contract; nil when it has none and any will do.
    let sourceIDs: [String]?

    func rules(_ section: Section) -> [Designation] {
        let field = section["designated"]
        let items = field?.items() ?? []
        // A list that could not be read is an error already.
        let isNone = field == nil ? !section.has("designated") : field.map { $0.isEmptyList } ?? false
        if isNone {
            section.log.warning(
                section.place(of: "designated"), "no alert is designated: nobody is called",
                mend: "write rules such as `designated: [{severity: critical}]`")
        }
        if sourceIDs != nil, !section.has("sources") {
            section.log.warning(
                section.place, "there is no source: no alert can come in",
                mend: "write `sources: [{id: prom, kind: alertmanager, token: \"${env:NAME}\"}]`")
        }
        return items.compactMap(rule)
    }

    /// One rule, wherever it stands.
    func rule(_ item: Field) -> Designation? {
        guard let section = item.section(ContractKeys.designation) else { return nil }
        guard ContractKeys.designation.names.contains(where: section.has) else {
            if case .mapping(let entries) = item.node.content, entries.isEmpty {
                item.error(
                    "an empty rule would designate every alert", mend: "write at least one field, like `{source: prom}`"
                )
            }
            return nil
        }
        return Designation(
            source: section["source"].flatMap(source), labels: labels(section["labels"]),
            name: section["name"]?.pattern(), severity: section["severity"]?.pattern(), text: section["text"]?.pattern()
        )
    }

    private func source(_ field: Field) -> SourceID? {
        guard let text = field.text() else { return nil }
        if let sourceIDs, !sourceIDs.contains(text) {
            field.error("the contract has no source \(Quoted(text))", mend: Suggestion.mending(text, among: sourceIDs))
            return nil
        }
        return SourceID(text)
    }

    private func labels(_ field: Field?) -> [(name: String, pattern: TextPattern)] {
        guard let field, let entries = field.entries() else { return [] }
        if entries.isEmpty { field.error("`labels` is empty") }
        return entries.compactMap { entry in
            entry.field.pattern().map { (name: entry.name, pattern: $0) }
        }
    }
}

extension Field {
    var isEmptyList: Bool {
        guard case .list(let nodes) = node.content else { return false }
        return nodes.isEmpty
    }
}
