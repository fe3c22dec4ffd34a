import CallTree
import Documents

/// Reads whom a contract calls (R4): one to three contacts, a fourth by agreement.
struct ContactReader {
    /// Which numbers may be dialled; nil where that cannot be judged.
    let dialling: DiallingRule?
    let log: ProblemLog

    func contacts(_ section: Section) -> [Contact] {
        let byAgreement = section["contactsByAgreement"]?.flag() ?? false
        guard let field = section["contacts"], let items = field.items() else { return [] }
        if items.isEmpty { field.error("there is no contact: nobody could be called") }
        let limit = byAgreement ? 4 : 3
        if items.count > limit {
            let mending =
                byAgreement
                ? "keep four at most"
                : items.count == 4
                    ? "keep three, or write `contactsByAgreement: true` where the contract agrees to a fourth"
                    : "keep three, or four with `contactsByAgreement: true`"
            items[limit].error("there are \(items.count) contacts, but the terms allow \(limit)", mend: mending)
        }
        var ids = UniqueNames(of: "contact")
        var phones: [PhoneNumber: String] = [:]
        return items.compactMap { contact($0, ids: &ids, phones: &phones) }
    }

    private func contact(_ item: Field, ids: inout UniqueNames, phones: inout [PhoneNumber: String]) -> Contact? {
        guard let section = item.section(ContractKeys.contact) else { return nil }
        let idField = section["id"]
        let id = idField?.identifier()
        let isUnique = id.flatMap { id in idField.map { ids.insert(id, $0) } } ?? false
        let name = section["name"]?.text()
        let kana = section["kana"]?.kana() ?? ""
        let phoneField = section["phone"]
        let phone = phoneField?.phone(dialledBy: dialling)
        if let id, isUnique, let phone, let phoneField {
            if let other = phones[phone] {
                phoneField.warning("this is the number of \(Quoted(other)) as well", mend: "check both numbers")
            } else {
                phones[phone] = id
            }
        }
        guard let id, isUnique, let name, let phone else { return nil }
        return Contact(id: ContactID(id), name: name, kana: kana, phone: phone)
    }
}
