internal import CallTree
internal import ServiceHours

/// The sentences of one message.
struct PartText {
    private let announcement: Announcement
    private let who: String
    private let what: String
    private let since: Instant?
    private let others: Int

    init(_ announcement: Announcement, who: String, what: String, since: Instant?, others: Int) {
        self.announcement = announcement
        self.who = who
        self.what = what
        self.since = since
        self.others = others
    }

    /// None is empty.
    func parts(finding: String, _ language: Language) -> [String] {
        let sentences =
            switch language {
            case .japanese: japanese(finding)
            case .english: english(finding)
            }
        return sentences.filter { !$0.isEmpty }
    }

    private func japanese(_ finding: String) -> [String] {
        let greeting = "監視センターのナイトコールです。\(who)様の監視についてお知らせします。"
        let more = others > 0 ? "ほかに\(others)件あります。" : ""
        let subject = what.isEmpty ? "アラート" : "「\(what)」"
        switch announcement.standing {
        case .firing:
            let time = since.map { "\(SpokenText.time($0, .japanese))から、" } ?? ""
            return [
                greeting, "\(time)\(subject)が発生しています。", more, finding,
                SpokenText.keys(announcement.proof, digit: announcement.digit, .japanese),
            ]
        case .recovered: return [greeting, "\(subject)は復旧しました。", more, finding, "対応は不要です。"]
        case .acknowledged: return [greeting, "\(subject)は、すでに別の方が受領しました。", more, "対応は不要です。"]
        case .cancelled: return [greeting, "\(subject)の連絡は取り消されました。", more, "対応は不要です。"]
        }
    }

    private func english(_ finding: String) -> [String] {
        let greeting = "This is NightCall with a notice for \(who)."
        let more = others > 0 ? "There are \(others) more." : ""
        let subject = what.isEmpty ? "An alert" : "\"\(what)\""
        switch announcement.standing {
        case .firing:
            let time = since.map { " since \(SpokenText.time($0, .english))" } ?? ""
            return [
                greeting, "\(subject) is firing\(time).", more, finding,
                SpokenText.keys(announcement.proof, digit: announcement.digit, .english),
            ]
        case .recovered: return [greeting, "\(subject) has recovered.", more, finding, "Nothing is to be done."]
        case .acknowledged: return [greeting, "\(subject) was already taken.", more, "Nothing is to be done."]
        case .cancelled: return [greeting, "\(subject) was cancelled.", more, "Nothing is to be done."]
        }
    }
}

/// Sentences that are the same whatever has failed.
extension SpokenText {
    /// What to press. A digit alone is misheard (`1を` as `一応`); `1番を` is not.
    static func keys(_ proof: CallPolicy.Proof, digit: UInt8, _ language: Language) -> String {
        let taking: UInt8? =
            switch proof {
            case .answer: nil
            case .key: 1
            case .randomDigit: digit
            }
        switch (taking, language) {
        case (nil, .japanese): return "次の担当者に回すかたは、2番を押してください。"
        case (nil, .english): return "To pass it on, press 2."
        case (let key?, .japanese): return "確認したかたは、\(key)番を、次の担当者に回すかたは、2番を押してください。"
        case (let key?, .english): return "To acknowledge, press \(key). To pass it on, press 2."
        }
    }

    /// The answer to a key that means nothing.
    static func help(_ language: Language) -> String {
        switch language {
        case .japanese: "その番号は使われていません。3番で、これまでに電話したかたを、こめじるしで、お知らせをもう一度、お聞きになれます。"
        case .english: "That key means nothing here. Press 3 to hear who was called, or star to hear the notice again."
        }
    }

    /// The answer to key 3.
    static func called(_ names: [String], _ language: Language) -> String {
        let names = names.map { speakable($0, limit: customerLimit) }.filter { !$0.isEmpty }
        switch language {
        case .japanese:
            return names.isEmpty
                ? "この件では、まだほかの方に電話していません。"
                : "この件では、これまでに、\(names.map { $0 + "さん" }.joined(separator: "、"))に電話しました。"
        case .english:
            return names.isEmpty
                ? "Nobody else was called about this yet."
                : "Called about this so far: \(names.joined(separator: ", "))."
        }
    }

    /// Said while the engine does not answer.
    static func oneMoment(_ language: Language) -> String {
        switch language {
        case .japanese: "少々お待ちください。"
        case .english: "One moment, please."
        }
    }

    /// Said when the notice itself cannot be spoken.
    static func general(_ language: Language) -> String {
        switch language {
        case .japanese: "監視センターのナイトコールです。監視システムが、障害をお知らせしています。"
        case .english: "This is NightCall. The monitoring system has raised an alert."
        }
    }

    /// As `general`, when all is over.
    static func settled(_ language: Language) -> String {
        switch language {
        case .japanese: "監視センターのナイトコールです。お知らせしようとした件は、すでに解決しています。対応は不要です。"
        case .english: "This is NightCall. What this call was about is settled. Nothing is to be done."
        }
    }

    static func time(_ instant: Instant, _ language: Language) -> String {
        let time = instant.japanTime
        let (_, month, day) = time.date.parts
        switch language {
        case .japanese: return "\(month)月\(day)日\(time.hour)時\(time.minute)分"
        case .english: return "\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute) on \(month)/\(day)"
        }
    }
}
