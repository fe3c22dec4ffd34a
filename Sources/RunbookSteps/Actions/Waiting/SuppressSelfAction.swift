internal import RunbookModel
internal import ServiceHours

/// Announces for how long alerts of the target may be of the run's own doing, also after its proof: they join the run, and
/// nobody is called for them unless they still fire at the end of that time.
struct SuppressSelfAction: ActionStep {
    static let kind = ActionKind(
        "suppress.self", Words("自らの処置による通知の予告", "Expected alerts of our own doing"), effect: .inward,
        with: [
            .required("span", .span(.seconds(10) ... .hours(2)), "15m", "how long from now on"),
            .required("text", .text, "ウェブサーバーの再起動による通知", "what is expected, for the report"),
        ], announces: "span")

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
                "\(until.japanTime.dateAndClock)までの対象のアラートは自らの処置によるものとみなします（\(text)）。続く場合は電話をかけます。",
                "Until \(until.japanTime.dateAndClock) alerts of the target are taken to be of our own doing: \(text). Those that still fire then are called."
            ),
            source: "NightCall",
            surroundings, [Evidence.Detail("until", until.rfc3339)])
    }
}
