import CallTree
import Documents

/// Reads which numbers a site dials besides those that every site does.
enum NumbersReader {
    /// Nil after an error: contacts with numbers that were perhaps meant must not be wrong too.
    static func rule(_ field: Field?) -> DiallingRule? {
        guard let field else { return DiallingRule() }
        guard let section = field.section(SiteKeys.numbers) else { return nil }
        guard let list = section["allow"] else { return section.has("allow") ? nil : DiallingRule() }
        guard let items = list.items() else { return nil }
        var numbers: [PhoneNumber] = []
        for item in items {
            guard let number = item.phone() else { continue }
            if DiallingRule(permitting: numbers).refusal(of: number) == nil {
                item.warning("\(item.label) is dialled anyhow", mend: "remove it")
            }
            numbers.append(number)
        }
        return numbers.count == items.count ? DiallingRule(permitting: numbers) : nil
    }
}
