public import CallTree
public import ServiceHours

/// The words of the domain for people. The spelling of the glossary stands beside the Japanese where it is a term that
/// scripts and the terms of service use.
extension Outcome {
    public func words(_ language: Language) -> String {
        switch self {
        case .acknowledged: language.says("受領", "acknowledged")
        case .passed: language.says("次の人へ（2番）", "passed on (pressed 2)")
        case .noInput: language.says("キー入力なし", "no key pressed")
        case .voicemail: language.says("留守番電話", "voicemail")
        case .hungUp: language.says("相手が切断", "hung up")
        case .noAnswer: language.says("応答なし", "no answer")
        case .busy: language.says("話し中", "busy")
        case .rejected: language.says("着信拒否", "rejected")
        case .unreachableNumber: language.says("番号不通", "unreachable number")
        case .lineFailure: language.says("回線障害", "line failure")
        }
    }

    /// With the spelling of the glossary.
    public func term(_ language: Language) -> String {
        language.says("\(words(language))（\(rawValue)）", rawValue)
    }
}

extension End {
    public func words(_ language: Language) -> String {
        switch self {
        case .acknowledged: language.says("受領済み", "acknowledged")
        case .recovered: language.says("復旧", "recovered")
        case .exhausted: language.says("受領者なし", "nobody received it")
        case .undeliverable: language.says("不達", "undeliverable")
        case .handedOver: language.says("引き継ぎ", "handed over")
        case .cancelled: language.says("取り消し", "cancelled")
        case .notCalled: language.says("架電なし", "not called")
        }
    }

    /// With the spelling of the glossary.
    public func term(_ language: Language) -> String {
        language.says("\(words(language))（\(rawValue)）", rawValue)
    }
}

extension Answerer {
    public func words(_ language: Language) -> String {
        switch self {
        case .person: language.says("人", "a person")
        case .machine: language.says("機械", "a machine")
        case .unknown: language.says("人か機械か不明", "person or machine unknown")
        }
    }
}

extension Announcement.Standing {
    public func words(_ language: Language) -> String {
        switch self {
        case .firing: language.says("発生中", "firing")
        case .recovered: language.says("復旧済み", "recovered")
        case .acknowledged: language.says("受領済み", "acknowledged")
        case .cancelled: language.says("取り消し済み", "cancelled")
        }
    }

    /// The spelling in JSON.
    var term: String {
        switch self {
        case .firing: "firing"
        case .recovered: "recovered"
        case .acknowledged: "acknowledged"
        case .cancelled: "cancelled"
        }
    }
}

extension WaitReason {
    public func words(_ language: Language) -> String {
        switch self {
        case .numberInUse: language.says("この番号は別の呼び出し中", "another call holds the number")
        case .numberPausing(let until):
            language.says(
                "同じ番号への間隔を置き \(until.clock) まで", "the pause between two calls to the number runs until \(until.clock)")
        case .lineBusy: language.says("回線がすべて使用中", "every slot of the line is in use")
        case .clockDistrusted: language.says("時計が信頼できない", "the clock cannot be right")
        case .restartingOften: language.says("エンジンの再起動が続いている", "the engine keeps starting again")
        }
    }
}

extension LineState {
    public func words(_ language: Language) -> String {
        switch self {
        case .up: language.says("復帰", "up")
        case .down: language.says("停止", "down")
        }
    }
}

extension Mail.Kind {
    public func words(_ language: Language) -> String {
        switch self {
        case .alertOutsideWindow: language.says("対応時間外のアラート", "alert outside the window")
        case .exhausted: language.says("受領者なし", "nobody received it")
        case .undeliverable: language.says("不達", "undeliverable")
        case .handedOver: language.says("引き継ぎ", "handed over")
        case .notCalled: language.says("架電なし", "not called")
        case .cancelled: language.says("取り消し", "cancelled")
        }
    }

    /// The spelling in JSON.
    var term: String {
        switch self {
        case .alertOutsideWindow: "alert-outside-window"
        case .exhausted: "exhausted"
        case .undeliverable: "undeliverable"
        case .handedOver: "handed-over"
        case .notCalled: "not-called"
        case .cancelled: "cancelled"
        }
    }
}

extension EventSubject {
    func words(_ language: Language) -> String {
        switch self {
        case .incident(let id): language.says("インシデント \(id)", "incident \(id)")
        case .escalation(let id): language.says("エスカレーション \(id)", "escalation \(id)")
        case .mail(let id): language.says("メール \(id)", "mail \(id)")
        case .alarm(let id): language.says("警報 \(id)", "alarm \(id)")
        case .run(let number): language.says("実行 \(number)", "run \(number)")
        case .site: language.says("サイト全体", "the site")
        }
    }
}

extension Alarm {
    public func words(_ language: Language) -> String {
        switch self {
        case .linesFailing(let attempt):
            language.says("呼び出し \(attempt) の全経路が1分間つながらない", "every route of attempt \(attempt) has failed for a minute")
        case .undeliverable(let escalation):
            language.says("エスカレーション \(escalation) はどの電話にもつながらなかった", "no call of escalation \(escalation) got through")
        case .capReached(let contract):
            language.says(
                "契約 \(contract.text.shown()) は1時間の開始上限に達した",
                "contract \(contract.text.shown()) has started its escalations of this hour")
        case .callsPerDayReached(let contract, let contact):
            language.says(
                "契約 \(contract.text.shown()) の連絡先 \(contact.text.shown()) は1日の呼び出し上限に達し、次からは除く",
                "contact \(contact.text.shown()) of contract \(contract.text.shown()) has got the calls of this day and is left out"
            )
        case .calendarUnreadable(let contract):
            language.says(
                "契約 \(contract.text.shown()) の暦が読めず、対応時間内とみなした",
                "the calendar of contract \(contract.text.shown()) cannot be evaluated; the window counts as open")
        case .clockDistrusted:
            language.says(
                "時計が正しいはずがなく、誰も呼ばない。正しければこの警報を解除してください",
                "the clock cannot be right; nobody is called. Clear this alarm if it is right")
        case .endNotReported(let id):
            language.says("回線が呼 \(id) の終了を報告しない", "the line did not report the end of call \(id)")
        case .contractGone(let contract):
            language.says(
                "未終了のインシデントがある契約 \(contract.text.shown()) が設定から消えた",
                "contract \(contract.text.shown()) has open incidents and has left the site folder")
        case .restartingOften:
            language.says("1分間に5回起動した。受け付けるが、誰も呼ばない", "five starts within a minute; alerts are taken, nobody is called")
        case .journalBroken(let row):
            language.says("記録の連鎖が \(row) 行で壊れている", "the journal's chain is broken at row \(row)")
        case .setAside(let subject):
            language.says(
                "\(subject.words(language))の記録が読めず、除外した。他は続ける",
                "the events of \(subject.words(language)) cannot be read: it is set aside, the others run")
        case .lineOut(let line):
            language.says(
                "回線 \(line.text.shown()) の発信が続けて失敗している。他の経路がある契約では使わず、時々試す",
                "calls over line \(line.text.shown()) fail one after another; it is passed over where there is another route, and tested now and then"
            )
        case .lineSilent(let line):
            language.says(
                "回線 \(line.text.shown()) は発信を受け付けるが、呼び出し音が鳴らない。他の経路がある契約では使わず、時々試す",
                "line \(line.text.shown()) takes calls, and nothing rings; it is passed over where there is another route, and tested now and then"
            )
        case .notArmed:
            language.says(
                "今夜の待機に支障がある。点検の結果を確かめてください",
                "tonight is not armed; see what the check before the night found")
        case .callbackForged(let line):
            language.says(
                "回線 \(line.text.shown()) を騙る通知が届き、拒否した。公開 URL と秘密を確かめてください",
                "callbacks for line \(line.text.shown()) that its provider did not sign were refused; check publicURL and the secret"
            )
        case .mailRefused(let mail):
            language.says(
                "メール \(mail) の宛先の一部がメールサーバーに拒否された", "the mail server refuses an address of mail \(mail) for good")
        case .mailFailing:
            language.says("10分間、メールサーバーがメールを受け取らない", "for ten minutes the mail server has taken no mail")
        case .runNeedsPerson(let run):
            language.says(
                "実行 \(run) は人の対応が必要な状態で終わった。報告書を確かめてください",
                "run \(run) has ended and a person has to go on; read its report")
        case .manyTargetsAbnormal(let contract):
            language.says(
                "契約 \(contract.text.shown()) の多数の対象が同時に異常となった。処置はどれにも行っていない。共通の原因を確かめてください",
                "many targets of contract \(contract.text.shown()) are abnormal at once; nothing was done to any. Look for one cause"
            )
        case .journalRestored:
            language.says(
                "記録をバックアップから復元した。復元前のインシデントは誰も呼ばない。別に残した記録を確かめてください",
                "the journal was restored from a backup; nobody is called for what is older. Look into the journal laid aside"
            )
        }
    }

    /// The spelling in JSON.
    public var term: String {
        switch self {
        case .linesFailing: "lines-failing"
        case .undeliverable: "undeliverable"
        case .capReached: "cap-reached"
        case .callsPerDayReached: "calls-per-day-reached"
        case .calendarUnreadable: "calendar-unreadable"
        case .clockDistrusted: "clock-distrusted"
        case .endNotReported: "end-not-reported"
        case .contractGone: "contract-gone"
        case .restartingOften: "restarting-often"
        case .journalBroken: "journal-broken"
        case .setAside: "set-aside"
        case .lineOut: "line-out"
        case .lineSilent: "line-silent"
        case .notArmed: "not-armed"
        case .callbackForged: "callback-forged"
        case .mailRefused: "mail-refused"
        case .mailFailing: "mail-failing"
        case .journalRestored: "journal-restored"
        case .runNeedsPerson: "run-needs-person"
        case .manyTargetsAbnormal: "many-targets-abnormal"
        }
    }
}

extension CalledContact {
    /// `佐藤（sato）`.
    public func words(_ language: Language) -> String {
        let name = name.isEmpty ? id.text.shown(limit: 60) : name.shown(limit: 60)
        return language.says("\(name)（\(id.text.shown(limit: 60))）", "\(name) (\(id.text.shown(limit: 60)))")
    }
}

extension IncidentReport.Acknowledger {
    public func words(_ language: Language) -> String {
        switch self {
        case .contact(let contact): contact.words(language)
        case .operatorNamed(let name):
            language.says("監視員 \(name.shown(limit: 60))", "operator \(name.shown(limit: 60))")
        }
    }
}
