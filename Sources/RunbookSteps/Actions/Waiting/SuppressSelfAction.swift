internal import RunbookModel
internal import ServiceHours

/// Says for how long alerts of the target are expected because of what the run does: they join the run and call nobody.
struct SuppressSelfAction: ActionStep {
    static let kind = ActionKind(
        "suppress.self", Words("自らの処置による通知の抑止", "Expected alerts of our own doing"), effect: .inward,
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
        Standing(.open, Words("抑止していません。", "Nothing is expected yet."), source: "NightCall", surroundings)
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        let until = surroundings.now() + span
        return ActionResult(
            .done,
            Words(
                "\(until.japanTime.dateAndClock)までの通知を自らの処置によるものとして扱います（\(text)）。",
                "Until \(until.japanTime.dateAndClock) alerts are expected as our own doing: \(text)."),
            source: "NightCall",
            surroundings, [Evidence.Detail("until", until.rfc3339)])
    }
}
