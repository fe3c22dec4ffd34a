import Documents
import DrillSimulator

/// Reads how simulated people answer: a word, a list of words, and for chance a mapping of words to weights, of which
/// only the proportions count.
enum AnswerReader {
    /// One answer for each call; a single answer may stand without a list.
    static func answers(_ field: Field) -> [Scenario.Answer]? {
        guard case .list = field.node.content else { return answer(field).map { [$0] } }
        guard let items = field.items() else { return nil }
        guard !items.isEmpty else {
            field.error(
                "\(field.label) has no answers", mend: "write at least one, like `\(field.name): [acknowledge]`")
            return nil
        }
        let answers = items.compactMap(answer)
        return answers.count == items.count ? answers : nil
    }

    private static func answer(_ field: Field) -> Scenario.Answer? {
        guard case .mapping = field.node.content else {
            return field.choice(of: Scenario.Reaction.self).map(Scenario.Answer.always)
        }
        return chances(field).map(Scenario.Answer.drawn)
    }

    private static func chances(_ field: Field) -> [Scenario.Chance]? {
        guard let entries = field.entries() else { return nil }
        let chances = entries.compactMap { chance($0, in: field) }
        guard chances.count == entries.count else { return nil }
        guard !chances.isEmpty else {
            field.error("there is nothing to choose from", mend: "write it like `{acknowledge: 0.4, no-answer: 0.6}`")
            return nil
        }
        return chances
    }

    private static func chance(
        _ entry: (name: String, place: Place, field: Field), in field: Field
    ) -> Scenario.Chance? {
        let words = Scenario.Reaction.allCases.map(\.rawValue)
        guard let reaction = Scenario.Reaction(rawValue: entry.name) else {
            field.log.error(
                entry.place, "\(Quoted(entry.name)) is no answer", mend: Suggestion.mending(entry.name, among: words))
            return nil
        }
        guard let text = entry.field.plainScalar(wanted: "a chance") else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
            let weight = Double(text), weight > 0, weight <= 1_000_000
        else {
            entry.field.error(
                "`\(entry.name)` has no weight above 0 and up to 1,000,000", mend: "write it like `\(entry.name): 0.4`")
            return nil
        }
        return Scenario.Chance(reaction: reaction, weight: weight)
    }
}
