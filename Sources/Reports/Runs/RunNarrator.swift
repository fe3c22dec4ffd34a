import RunbookModel
import ServiceHours

/// Tells the events of a run as sentences.
struct RunNarrator {
    let story: RunStory
    let language: Language

    /// Nil for what says nothing to a reader.
    func sentence(_ event: RunEvent) -> String? {
        switch event {
        case .started(let id, let order):
            return language.says(
                "実行\(id)を受け付けました（\(order.runbook.title.shown())、対象 \(order.target.title.shown())）。",
                "Run \(id) was taken: \(order.runbook.title.shown()), target \(order.target.title.shown()).")
        case .roundBegan(let round, let purpose):
            return purpose == .deciding
                ? language.says("第\(round.number)回の確認を開始しました。", "Round \(round.number) began.")
                : language.says("第\(round.number)回の確認（処置後）を開始しました。", "Round \(round.number), a proof, began.")
        case .checkEnded(_, let check, let result):
            let title = story.run.order.runbook.checks.first { $0.id == check }?.title ?? check.text
            return "\(result.verdict.word(language))  \(title.shown())：\(result.sentence.said(language).shown())"
        case .roundEnded: return nil
        case .decided(_, let row):
            let rules = story.run.order.runbook.rules
            let sentence =
                row >= 1 && row <= rules.count ? rules[row - 1].sentence : language.says("当てはまる行なし", "no row matched")
            return language.says("判断：第\(row)行「\(sentence)」", "Decided: row \(row): \(sentence)")
        case .proved(_, let isGood):
            return isGood
                ? language.says("処置後の確認は正常でした。", "The proof's round was good.")
                : language.says("処置後の確認はまだ正常ではありません。", "The proof's round was not good.")
        case .proofFailed:
            return language.says("期限までに復旧を確認できませんでした。", "It was not proven to work within the time of the proof.")
        case .roundDue(_, let purpose, let at):
            return purpose == .deciding
                ? language.says("次の確認は\(at.clock)です。", "The next round is at \(at.clock).") : nil
        case .approvalAsked(_, let until):
            return language.says("二人目の承認を\(until.clock)まで待ちます。", "A second person is waited for until \(until.clock).")
        case .approved(_, let name, _): return language.says("\(name)が承認しました。", "\(name) has agreed.")
        case .guardsAsked(_, let answers):
            let refused = answers.filter { !$0.passes }
            if refused.isEmpty {
                return language.says("処置の条件（\(answers.count)項目）はすべて満たされています。", "All \(answers.count) guards pass.")
            }
            let names = refused.map { $0.kind.words(language) }.joined(separator: language.says("、", ", "))
            return language.says("処置の条件を満たしません：\(names)", "Refused by: \(names)")
        case .standingRead(_, let standing):
            return language.says("対象の状態：", "Standing: ") + standing.sentence.said(language).shown()
        case .actionIntended(let step): return language.says("処置「\(title(step))」を指示します。", "Action: \(title(step)).")
        case .actionEnded(let step, let result):
            return "\(title(step))：\(result.course.word(language))。\(result.sentence.said(language).shown())"
        case .actionUnclear(let step):
            return language.says(
                "処置「\(title(step))」の途中で当社側が再起動しました。再送せず、状態を読み直します。",
                "Our process was restarted during \(title(step)). It is not sent again; the standing is read anew.")
        case .ended(_, .recovered) where story.isOfBackups:
            return language.says("終了：完了を確認しました。", "Ended: done, and proven.")
        case .ended(_, let end): return language.says("終了：", "Ended: ") + end.words(language)
        case .ticketNoted(_, let ticket, let name):
            return language.says(
                "受付番号 \(ticket.shown(limit: 100))（\(name)が記録）", "Ticket \(ticket.shown(limit: 100)), noted by \(name).")
        case .alertJoined(_, let alert):
            return language.says(
                "アラート「\(alert.title)」は自らの処置によるものとみなし、電話をかけません。",
                "Alert \(alert.title) is taken to be of our own doing; nobody is called for it.")
        case .alertSettled(_, let key):
            return language.says(
                "自らの処置によるアラート（\(key.dedupKey.shown(limit: 100))）は復旧しました。",
                "The alert of our own doing (\(key.dedupKey.shown(limit: 100))) has recovered.")
        case .alertsReleased:
            return language.says(
                "自らの処置によるとみなしたアラートが続いているため、電話の対象に戻しました。",
                "The alerts taken to be of our own doing still fire; they go to the call tree now.")
        case .reported: return language.says("報告書を送りました。", "The report is out.")
        case .forgotten, .allStopped, .allReleased: return nil
        }
    }

    private func title(_ step: StepID) -> String { story.run.action(step)?.title.shown() ?? "\(step)" }
}

extension JoinedAlert {
    fileprivate var title: String { (summary.isEmpty ? name : summary).shown(limit: 100) }
}

extension RunEnd {
    func words(_ language: Language) -> String {
        switch self {
        case .reported: language.says("確認結果を報告しました。処置は行っていません。", "what was found was reported; nothing was done.")
        case .planned: language.says("計画のみで、何も変更していません。", "a plan; nothing was changed.")
        case .refused: language.says("条件を満たさず、何も変更していません。", "refused; nothing was changed.")
        case .recovered: language.says("復旧を確認しました。", "recovered, and proven.")
        case .notRecovered: language.says("期限までに復旧を確認できませんでした。", "not recovered within the time of the proof.")
        case .handedOver: language.says("担当者に引き継ぎました。", "handed over to the operator.")
        case .cancelled: language.says("取り消されました。", "cancelled.")
        }
    }
}

extension GuardKind {
    func words(_ language: Language) -> String {
        switch self {
        case .exclusion: language.says("対象外の作業でない", "exclusion")
        case .consent: language.says("お客様の同意", "consent")
        case .window: language.says("対応時間", "service window")
        case .clock: language.says("当社の時計", "clock")
        case .stopSwitch: language.says("全停止", "stop switch")
        case .maintenance: language.says("保守作業", "maintenance")
        case .confirmation: language.says("連続した確認", "confirmation")
        case .signals: language.says("複数の情報源", "kinds of signal")
        case .freshness: language.says("観測の新しさ", "freshness")
        case .targetBudget: language.says("対象ごとの回数", "target's budget")
        case .contractBudget: language.says("契約ごとの回数", "contract's budget")
        case .actionBudget: language.says("処置ごとの回数", "action's budget")
        case .wholeBudget: language.says("全体の回数", "whole budget")
        case .monthlyNumber: language.says("月の回数", "number a month")
        case .coolDown: language.says("前回の復旧からの間隔", "cool-down")
        case .commonCause: language.says("共通の原因でない", "common cause")
        case .lock: language.says("ほかの処置と重ならない", "lock")
        case .approval: language.says("二人目の承認", "second person")
        case .time: language.says("実行の期限", "time of the run")
        case .identity: language.says("対象の同一性", "identity")
        case .goal: language.says("処置の必要", "need")
        }
    }
}

extension Double {
    var shown: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
