public import RunbookModel
public import ServiceHours

/// The report of a run: thirteen parts, made from the journal alone.
public struct RunReport: Sendable {
    public let story: RunStory
    let catalogue: StepCatalogue
    /// What was done and asked before it; as long as nobody says more, it alone.
    public var history: RunHistory

    /// - Parameter events: of one run, in their order. Nil when they tell of none.
    public init?(_ events: [RecordedRunEvent], catalogue: StepCatalogue) {
        guard let story = RunStory(events, catalogue: catalogue) else { return nil }
        self.story = story
        self.catalogue = catalogue
        history = RunHistory(of: story.run)
    }

    var run: Run { story.run }
    var order: RunOrder { story.run.order }

    /// The number by which people cite it.
    public var number: String { "R-\(run.id)" }

    func kind(_ language: Language) -> String {
        let what =
            switch order.extent {
            case .check where story.isOfBackups, .recover where story.isOfBackups:
                language.says("バックアップ", "Backup")
            case .check: language.says("正常性確認", "Health check")
            case .recover: language.says("一次復旧", "First-line recovery")
            case .plan: language.says("計画", "Plan")
            }
        return what + (story.end == nil ? language.says("（速報）", " (first report)") : language.says("（最終）", " (final)"))
    }

    public func subject(_ language: Language) -> String {
        let (customer, target) = (order.terms.customer.shown(limit: 80), order.target.title.shown(limit: 80))
        return "[NightCall] \(number) \(kind(language)) \(customer) \(target): \(conclusionWord(language))"
    }

    /// Never a bare word of health: what was not seen is no health, and recovered is what was proven.
    func conclusionWord(_ language: Language) -> String {
        switch story.end {
        case .recovered where story.isOfBackups: return language.says("完了を確認", "done, and proven")
        case .recovered: return language.says("復旧を確認", "recovered")
        case .notRecovered where story.isOfBackups: return language.says("完了を確認できず", "not proven to be done")
        case .notRecovered: return language.says("復旧せず", "not recovered")
        case .refused: return language.says("処置を見送り", "action refused")
        case .handedOver: return language.says("担当者へ引き継ぎ", "handed over")
        case .cancelled: return language.says("取り消し", "cancelled")
        case .planned: return language.says("計画のみ", "planned only")
        case .reported, nil:
            if story.end == nil && story.run.rule == nil { return language.says("確認中", "being checked") }
            return run.conclusion.word(language)
        }
    }

    /// A line of a list.
    public func line(_ language: Language) -> String {
        "\(number)  \(run.began.words(language))  \(order.contract)  \(order.target.title.shown(limit: 60))  "
            + "\(order.runbook.id)  \(conclusionWord(language))"
    }

    /// All parts, in their order.
    public func parts(_ language: Language) -> [RunReportPart] {
        [
            header(language), conclusion(language), targets(language), checks(language), timeline(language),
            decision(language), actions(language), recheck(language), vendor(language), impact(language),
            limits(language), ledger(language), annex(language),
        ]
    }
}

extension Runbook.Conclusion {
    public func word(_ language: Language) -> String {
        switch self {
        case .normal: language.says("正常", "normal")
        case .warning: language.says("注意", "warning")
        case .abnormal: language.says("異常", "abnormal")
        case .unknown: language.says("判定不能", "cannot be told")
        }
    }
}

extension Verdict {
    public func word(_ language: Language) -> String {
        switch self {
        case .normal: language.says("正常", "normal")
        case .warning: language.says("注意", "warning")
        case .abnormal: language.says("異常", "abnormal")
        case .unknown: language.says("不明", "unknown")
        case .skipped: language.says("省略", "skipped")
        }
    }

    /// What needs the reader first comes first.
    static let inReports: [Verdict] = [.abnormal, .unknown, .warning, .skipped, .normal]
}

extension Words {
    public func said(_ language: Language) -> String { language.says(japanese, english) }
}

extension ActionResult.Course {
    func word(_ language: Language) -> String {
        switch self {
        case .done: language.says("実施", "done")
        case .notDone: language.says("未実施", "not done")
        case .unclear: language.says("結果不明", "outcome unknown")
        case .needless: language.says("不要", "not needed")
        }
    }
}
