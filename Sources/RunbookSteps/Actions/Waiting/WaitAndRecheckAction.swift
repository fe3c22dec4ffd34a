internal import RunbookModel
internal import ServiceHours

/// Waits, so that what heals by itself may do so; the proof looks then.
struct WaitAndRecheckAction: ActionStep {
    static let kind = ActionKind(
        "wait-and-recheck", Words("待機して再確認", "Wait, and check again"), effect: .none,
        with: [.required("span", .span(.seconds(1) ... .hours(2)), "10m", "how long")])

    private let span: Span

    init(with: StepArguments) throws(StepRefusal) {
        guard let span = with.span("span") else { throw StepRefusal("`span` is missing") }
        self.span = span
    }

    var ownTime: Span { span }

    func standing(_ surroundings: Surroundings) async -> Standing {
        Standing(.open, Words("待機します。", "It waits."), source: "wait", surroundings)
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        do { try await surroundings.sleep(span) } catch {
            return ActionResult(
                .notDone, Words("待機を打ち切りました。", "The wait was broken off."), source: "wait", surroundings)
        }
        return ActionResult(
            .done, Words("\(span.shown.japanese)待機しました。", "It waited for \(span.shown.english)."), source: "wait",
            surroundings)
    }
}
