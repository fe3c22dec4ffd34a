public import CallTree
public import ServiceHours

/// What a call tells of one incident.
public struct SpokenIncident: Hashable, Sendable {
    /// What failed, in the sender's words.
    public let summary: String
    public let since: Instant

    public init(summary: String, since: Instant) {
        self.summary = summary
        self.since = since
    }
}

/// The words of a call (R3: the notice, no questions and no work; R12: Japanese, English selectable).
///
/// A telephone has no second line to read again: sentences are short, the first tells who calls, the last what to press.
/// Texts from outside are made fit to be spoken and cut, so that nothing spoken at once is longer than `limit`.
public enum SpokenText {
    /// In characters; about a minute of Japanese.
    public static let limit = 300
    static let customerLimit = 40
    static let summaryLimit = 100

    /// The message of a call.
    ///
    /// - Parameters:
    ///   - customer: as it is spoken, in kana where the contract gives it.
    ///   - incidents: those that the call announces, the one to be told first; the others are counted.
    ///   - finding: what a runbook beside the calls has found and done; empty when none runs. It is cut first.
    public static func message(
        _ announcement: Announcement, customer: String, incidents: [SpokenIncident], finding: String = "",
        language: Language
    ) -> String {
        let who = speakable(customer, limit: customerLimit)
        let first = incidents.first
        let what = speakable(first?.summary ?? "", limit: summaryLimit)
        let others = max(announcement.incidents.count, incidents.count) - 1
        let since = first.map { spokenTime($0.since, language) }
        func text(_ finding: String) -> String {
            switch language {
            case .japanese:
                japanese(announcement, who: who, what: what, since: since, others: others, finding)
            case .english:
                english(announcement, who: who, what: what, since: since, others: others, finding)
            }
        }
        let bare = text("")
        // Half a sentence of a finding says less than none. In English a space follows it.
        let room = limit - bare.count - omission.count - 1
        let told = room >= shortestFinding ? speakable(finding, limit: room) : ""
        return String(text(told).prefix(limit))
    }

    private static let shortestFinding = 20
    private static let omission = "、以下略"

    /// What is said before hanging up.
    public static func goodbye(_ outcome: Outcome, language: Language) -> String {
        switch (outcome, language) {
        case (.acknowledged, .japanese): "確認を受け付けました。ありがとうございました。失礼いたします。"
        case (.acknowledged, .english): "Your acknowledgement is recorded. Thank you. Goodbye."
        case (.passed, .japanese): "承知しました。次の担当者に連絡します。失礼いたします。"
        case (.passed, .english): "Understood. We will call the next contact. Goodbye."
        case (.noInput, .japanese), (.voicemail, .japanese), (.hungUp, .japanese), (.noAnswer, .japanese),
            (.busy, .japanese), (.rejected, .japanese), (.unreachableNumber, .japanese), (.lineFailure, .japanese):
            "入力を確認できませんでした。次の担当者に連絡します。失礼いたします。"
        case (.noInput, .english), (.voicemail, .english), (.hungUp, .english), (.noAnswer, .english),
            (.busy, .english), (.rejected, .english), (.unreachableNumber, .english), (.lineFailure, .english):
            "No key was pressed. We will call the next contact. Goodbye."
        }
    }

    private static func japanese(
        _ announcement: Announcement, who: String, what: String, since: String?, others: Int,
        _ finding: String
    ) -> String {
        let greeting = "監視センターのナイトコールです。\(who)様の監視についてお知らせします。"
        let more = others > 0 ? "ほかに\(others)件あります。" : ""
        let subject = what.isEmpty ? "アラート" : "「\(what)」"
        switch announcement.standing {
        case .firing:
            let time = since.map { "\($0)から、" } ?? ""
            return greeting + "\(time)\(subject)が発生しています。" + more + finding + japaneseKeys(announcement)
        case .recovered: return greeting + "\(subject)は復旧しました。" + more + finding + "対応は不要です。"
        case .acknowledged: return greeting + "\(subject)は、すでに別の方が受領しました。" + more + "対応は不要です。"
        case .cancelled: return greeting + "\(subject)の連絡は取り消されました。" + more + "対応は不要です。"
        }
    }

    private static func japaneseKeys(_ announcement: Announcement) -> String {
        switch announcement.proof {
        case .answer: "次の担当者に回す方は2を押してください。"
        case .key: "確認した方は1を、次の担当者に回す方は2を押してください。"
        case .randomDigit: "確認した方は\(announcement.digit)を、次の担当者に回す方は2を押してください。"
        }
    }

    private static func english(
        _ announcement: Announcement, who: String, what: String, since: String?, others: Int,
        _ finding: String
    ) -> String {
        let finding = finding.isEmpty ? "" : finding + " "
        let greeting = "This is NightCall with a notice for \(who). "
        let more = others > 0 ? "There are \(others) more. " : ""
        let subject = what.isEmpty ? "An alert" : "\"\(what)\""
        switch announcement.standing {
        case .firing:
            let time = since.map { " since \($0)" } ?? ""
            return greeting + "\(subject) is firing\(time). " + more + finding + englishKeys(announcement)
        case .recovered: return greeting + "\(subject) has recovered. " + more + finding + "Nothing is to be done."
        case .acknowledged: return greeting + "\(subject) was already taken. " + more + "Nothing is to be done."
        case .cancelled: return greeting + "\(subject) was cancelled. " + more + "Nothing is to be done."
        }
    }

    private static func englishKeys(_ announcement: Announcement) -> String {
        switch announcement.proof {
        case .answer: "To pass it on, press 2."
        case .key: "To acknowledge, press 1. To pass it on, press 2."
        case .randomDigit: "To acknowledge, press \(announcement.digit). To pass it on, press 2."
        }
    }

    private static func spokenTime(_ instant: Instant, _ language: Language) -> String {
        let time = instant.japanTime
        let (_, month, day) = time.date.parts
        switch language {
        case .japanese: return "\(month)月\(day)日\(time.hour)時\(time.minute)分"
        case .english: return "\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute) on \(month)/\(day)"
        }
    }

    /// One line without controls and without what would end a quotation, cut at whole characters.
    static func speakable(_ text: String, limit: Int) -> String {
        var spoken = ""
        var lastWasSpace = true
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return spoken + omission }
            let isSpace = scalar.properties.isWhitespace || isUnspeakable(scalar)
            if isSpace, lastWasSpace { continue }
            lastWasSpace = isSpace
            count += 1
            spoken.unicodeScalars.append(isSpace ? " " : scalar)
        }
        return spoken.last == " " ? String(spoken.dropLast()) : spoken
    }

    private static func isUnspeakable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: "「」\"<>".unicodeScalars.contains(scalar)
        }
    }
}
