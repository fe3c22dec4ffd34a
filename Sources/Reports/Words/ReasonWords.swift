public import CallTree
public import ServiceHours

extension EndReason {
    /// The reason as half a sentence; `turn` names the contact of an attempt.
    public func words(_ language: Language, turn: (AttemptID) -> String?) -> String {
        switch self {
        case .contact(let attempt):
            turn(attempt).map { language.says("\($0)が電話で受領", "\($0) took it on the telephone") }
                ?? language.says("呼び出し \(attempt) で受領", "taken in attempt \(attempt)")
        case .operatorAsked(let name, let reason):
            language.says("監視員 \(name.shown(limit: 60))", "operator \(name.shown(limit: 60))")
                + (reason.isEmpty ? "" : language.says("「\(reason.shown())」", ": \(reason.shown())"))
        case .alertRecovered: language.says("アラートが復旧した", "the alert recovered")
        case .roundsMade: language.says("全巡を終えて誰も受領しなかった", "all rounds were made and nobody received it")
        case .noCallGotThrough: language.says("どの電話にもつながらなかった", "no call got through to any telephone")
        case .cap: language.says("1時間の開始上限に達していた", "the contract had started its escalations of this hour")
        case .callsPerDay:
            language.says("全連絡先が1日の呼び出し上限に達していた", "every contact's number had got its calls of this day")
        case .windowClosed: language.says("対応時間が終わった", "the service window closed")
        case .recordOnly: language.says("対応時間外は記録のみの契約", "outside the window the contract has alerts recorded only")
        case .stale: language.says("開始までに長く続報がなかった", "nothing was heard of it for too long before the opening")
        case .neverOpen: language.says("対応時間が二度と始まらない", "the contract's window never opens again")
        case .contractGone: language.says("契約が設定から消えた", "the contract has left the site folder")
        case .journalRestored:
            language.says("記録をバックアップから復元した", "the journal was restored from a backup")
        }
    }

    /// The spelling in JSON.
    var term: String {
        switch self {
        case .contact: "contact"
        case .operatorAsked: "operator"
        case .alertRecovered: "alert-recovered"
        case .roundsMade: "rounds-made"
        case .noCallGotThrough: "no-call-got-through"
        case .cap: "cap"
        case .callsPerDay: "calls-per-day"
        case .windowClosed: "window-closed"
        case .recordOnly: "record-only"
        case .stale: "stale"
        case .neverOpen: "never-open"
        case .contractGone: "contract-gone"
        case .journalRestored: "journal-restored"
        }
    }
}

extension Course {
    func words(_ language: Language) -> String {
        switch self {
        case .call: language.says("対応時間内のため呼び出す", "the window is open: to be called")
        case .waits(let until):
            language.says(
                "対応時間外のため \(until.words(language)) の開始時に呼び出す",
                "the window is closed: to be called at its opening, \(until.words(language))")
        case .record: language.says("呼び出さず、記録のみ", "not to be called, only recorded")
        case .gathers(let until):
            language.says(
                "直前の呼び出しの後のため \(until.clock) までまとめてから呼び出す",
                "the contract was called just before: gathered with others until \(until.clock)")
        }
    }
}

extension ReopenReason {
    func words(_ language: Language) -> String {
        switch self {
        case .firedAgain: language.says("復旧後すぐに再び発生したため再開", "reopened: it fired again soon after the recovery")
        case .lineReturned: language.says("回線が戻ったため再開", "reopened: a line has returned")
        }
    }

    /// The spelling in JSON.
    var term: String {
        switch self {
        case .firedAgain: "fired-again"
        case .lineReturned: "line-returned"
        }
    }
}

extension CallReason.Kind {
    func words(_ language: Language) -> String {
        switch self {
        case .due: return Course.call.words(language)
        case .gathers(let until): return Course.gathers(until: until).words(language)
        case .waits(let until): return Course.waits(until: until).words(language)
        case .deferred(let until):
            return language.says(
                "対応時間の開始が \(until.words(language)) に変わった", "the opening moved to \(until.words(language))")
        case .recorded: return Course.record.words(language)
        case .reopened(let reason): return reason.words(language)
        case .treeStarted(let id, let incidents):
            let together =
                incidents.count > 1
                ? language.says(
                    "（\(numberedIncidents(incidents, language)) をまとめて）",
                    " for \(numberedIncidents(incidents, language)) together") : ""
            return language.says("エスカレーション \(id) を開始\(together)", "escalation \(id) began\(together)")
        case .joined(let id, let attempts):
            return language.says(
                "進行中のエスカレーション \(id) に合流（\(attempts)回の呼び出しの後）",
                "joined escalation \(id), which was running, after \(counted(attempts, "attempt"))")
        case .resumed(let id):
            return language.says(
                "エスカレーション \(id) を最後の呼び出しの次から続行", "escalation \(id) went on after the last attempt made")
        case .leftOver(let id, let until):
            return language.says(
                "エスカレーション \(id) の終了後に残り、\(until.clock) までまとめて次の呼び出しを待つ",
                "left over when escalation \(id) ended: gathered until \(until.clock) for the next one")
        case .notCalled(let end, let reason):
            return language.says(
                "\(end.words(language)): \(reason.words(language) { _ in nil })",
                "\(end.words(language)): \(reason.words(language) { _ in nil })")
        }
    }

    /// The spelling in JSON.
    var term: String {
        switch self {
        case .due: "due"
        case .gathers: "gathers"
        case .waits: "waits-for-opening"
        case .deferred: "deferred"
        case .recorded: "recorded"
        case .reopened: "reopened"
        case .treeStarted: "tree-started"
        case .joined: "joined"
        case .resumed: "resumed"
        case .leftOver: "left-over"
        case .notCalled: "not-called"
        }
    }
}

extension Gap {
    func words(_ language: Language) -> String {
        switch self {
        case .opening: language.says("開始の記録がない", "the event that opened the incident is missing")
        case .escalationStart(let id):
            language.says("エスカレーション \(id) の開始の記録がない", "the event that began escalation \(id) is missing")
        case .attemptEnd(let id): language.says("呼び出し \(id) の終了の記録がない", "the end of attempt \(id) is missing")
        case .dialRequest(let id): language.says("呼 \(id) の発信の記録がない", "the dial request of call \(id) is missing")
        case .mail(let id): language.says("メール \(id) の内容の記録がない", "what mail \(id) said is missing")
        case .unreadableRow(let row): language.says("記録の \(row) 行が読めない", "row \(row) of the journal cannot be read")
        }
    }
}

extension TreeCheck.Rule {
    func words(_ language: Language) -> String {
        switch self {
        case .order: language.says("連絡先を順番どおりに呼び、飛ばさない", "contacts are called in order, none left out")
        case .attemptLimit: language.says("呼び出しは連絡先数×巡数まで", "at most contacts × rounds attempts")
        case .closing: language.says("対応時間の終了以降に発信しない", "no dial request at or after the closing")
        case .rings: language.says("呼び出し音は契約の回数まで", "no more rings than the contract says")
        case .number: language.says("同じ番号へは同時に一回、間隔を置いて", "one call to a number at a time, with its pause")
        case .proof: language.says("受領は契約の確認方法を満たしたときだけ", "received only with the proof that is asked for")
        case .over: language.says("終わった後は誰も呼ばない", "nobody is called once it is over")
        case .ends: language.says("呼び出しもインシデントも一度だけ名前のある終わり方をする", "attempts and incidents end once, by name")
        }
    }
}
