/// Reads how simulated people answer: a word, a list of words, and for chance a mapping of words to weights.
enum AnswerReader {
    /// One answer for each call; a single answer may stand without a list.
    static func answers(_ field: Field) -> [SimulatedAnswer]? {
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

    private static func answer(_ field: Field) -> SimulatedAnswer? {
        guard case .mapping = field.node.content else {
            return field.choice(of: SimulatedReaction.self).map(SimulatedAnswer.always)
        }
        return chances(field).map(SimulatedAnswer.drawn)
    }

    private static func chances(_ field: Field) -> [SimulatedChance]? {
        guard let entries = field.entries() else { return nil }
        let chances = entries.compactMap { chance($0, in: field) }
        guard chances.count == entries.count else { return nil }
        let sum = chances.reduce(0) { $0 + $1.weight }
        guard abs(sum - 1) < 0.000_001 else {
            field.error("the chances do not add up to 1", mend: "write them like `{acknowledge: 0.4, no-answer: 0.6}`")
            return nil
        }
        return chances
    }

    private static func chance(
        _ entry: (name: String, place: Place, field: Field), in field: Field
    ) -> SimulatedChance? {
        let words = SimulatedReaction.allCases.map(\.rawValue)
        guard let reaction = SimulatedReaction(rawValue: entry.name) else {
            field.log.error(
                entry.place, "\(Quoted(entry.name)) is no answer", mend: Suggestion.mending(entry.name, among: words))
            return nil
        }
        guard let text = entry.field.scalar(wanted: "a chance"), let weight = Double(text), weight > 0, weight <= 1
        else {
            entry.field.error(
                "`\(entry.name)` has no chance above 0 and up to 1", mend: "write it like `\(entry.name): 0.4`")
            return nil
        }
        return SimulatedChance(reaction: reaction, weight: weight)
    }
}
