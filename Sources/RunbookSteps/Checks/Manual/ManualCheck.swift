internal import RunbookModel
internal import ServiceHours

/// A question that an operator answers. Nobody's answer is no health.
struct ManualCheck: CheckStep {
    static let kind = CheckKind(
        "manual", Words("担当者による確認", "Answer of an operator"), signal: .person,
        with: [
            .required("question", .text, "管理画面にログインできますか。", "what the operator is asked"),
            .optional("choices", .texts, default: "[はい, いいえ]", "[はい, いいえ, 不明]", "the answers to choose from"),
        ],
        expect: [
            .optional("normal", .texts, default: "[はい]", "[はい]", "the answers that are normal"),
            .optional("unknown", .texts, default: "[不明]", "[不明]", "the answers that leave it open"),
        ],
        values: [CheckKind.Value("answer", "what was answered")])

    private let question: Question
    private let normal: [String]
    private let unknown: [String]

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let text = with.text("question"), !text.isEmpty else { throw StepRefusal("`question` is missing") }
        let choices = with.texts("choices")
        question = Question(text: text, choices: choices.isEmpty ? ["はい", "いいえ"] : choices)
        let normal = expect.texts("normal")
        self.normal = normal.isEmpty ? ["はい"] : normal
        let unknown = expect.texts("unknown")
        self.unknown = unknown.isEmpty ? ["不明"] : unknown
        guard self.normal.contains(where: question.choices.contains) else {
            throw StepRefusal("none of the answers that are normal can be chosen")
        }
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        guard let answer = await surroundings.ask(question) else {
            return Observation(
                .unknown, Words("担当者の回答がありません。", "Nobody has answered."), source: question.text)
        }
        let text = ShownBytes.line(answer.text)
        let by = ShownBytes.line(answer.by, limit: 100)
        return Observation(
            verdict(of: answer.text), Words("\(by)の回答は「\(text)」です。", "\(by) answered: \(text)."),
            source: question.text,
            readings: [Reading("answer", text, threshold: normal.joined(separator: ", "))], sourceTime: answer.at,
            received: Array(answer.text.utf8.prefix(4_096)), details: [Evidence.Detail("by", by)])
    }

    /// An answer that nobody could choose says nothing, as little as one that leaves it open.
    private func verdict(of answer: String) -> Verdict {
        if normal.contains(answer) { return .normal }
        return question.choices.contains(answer) && !unknown.contains(answer) ? .abnormal : .unknown
    }
}
