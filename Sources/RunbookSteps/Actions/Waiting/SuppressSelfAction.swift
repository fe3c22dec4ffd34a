internal import RunbookModel
internal import ServiceHours

/// Notes in the report for how long alerts of the target may be of the run's own doing. They are called all the same.
struct SuppressSelfAction: ActionStep {
    static let kind = ActionKind(
        "suppress.self", Words("自らの処置による通知の予告", "Expected alerts of our own doing"), effect: .inward,
        with: [
            .required("span", .span(.seconds(10) ... .hours(2)), "15m", "how long from now on"),
            .required("text", .text, "ウェブサーバーの再起動による通知", "what is expected, for the report"),
        ])

    private let span: Span
    private let text: String

    init(with: StepArguments) throws(StepRefusal) {
        guard let span = with.span("span"), let text = with.text("text") else {
            throw StepRefusal("`span` or `text` is missing")
        }
        self.span = span
        self.text = text
    }

    func standing(_ surroundings: Surroundings) async -> Standing {
        Standing(.open, Words("予告していません。", "Nothing is expected yet."), source: "NightCall", surroundings)
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        let until = surroundings.now() + span
        return ActionResult(
            .done,
            Words(
                "\(until.japanTime.dateAndClock)までの通知は自らの処置による場合があります（\(text)）。電話での呼び出しは行います。",
                "Until \(until.japanTime.dateAndClock) alerts may be of our own doing: \(text). They are called all the same."
            ),
            source: "NightCall",
            surroundings, [Evidence.Detail("until", until.rfc3339)])
    }
}
