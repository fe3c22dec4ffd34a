public import ServiceHours

extension RunBoard {
    /// Why an input leads to nothing, for the person who asked; nil where nobody asked.
    public func refusal(of input: RunInput, at now: Instant) -> Words? {
        switch input {
        case .approved(let id, _):
            guard let run = runs[id] else { return Self.unknown(id) }
            return switch run.phase {
            case .awaitingApproval: Words("承認の期限が過ぎています。", "The time to agree is over.")
            case .checking, .judging, .waiting, .guarding, .refusing, .reading, .sending, .cleared, .acting, .rereading,
                .ended:
                Words("実行\(id)は承認を待っていません。", "Run \(id) waits for no agreement.")
            }
        case .cancelled(let id):
            guard let run = runs[id] else { return Self.unknown(id) }
            return run.isEnded
                ? Words("実行\(id)はすでに終わっています。", "Run \(id) has ended already.")
                : Words(
                    "実行\(id)はすでに処置を送っているため、取り消せません。結果の確認まで進みます。",
                    "Run \(id) has acted; that cannot be taken back, and it goes on to its proof.")
        case .ticketNoted(let step, _, _):
            guard let run = runs[step.run] else { return Self.unknown(step.run) }
            return run.tickets[step.place] == nil
                ? Words("実行\(step.run)に\(step.place)番目の処置はありません。", "Run \(step.run) has no action \(step.place).")
                : Words("受付番号はすでに記録されています。", "The vendor's number is noted already.")
        case .allStopped: return Words("すでに停止しています。", "All actions are stopped already.")
        case .allReleased: return Words("停止していません。", "Nobody has stopped all actions.")
        case .runOrdered, .checkEnded, .standingRead, .actionEnded, .reported, .woke: return nil
        }
    }

    private static func unknown(_ id: RunID) -> Words {
        Words("実行\(id)はありません。", "There is no run \(id).")
    }
}
