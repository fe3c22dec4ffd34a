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
        let notice = SpokenNotice(customer: customer, incidents: incidents, finding: finding)
        return parts(announcement, notice, language).joined(separator: language == .japanese ? "" : " ")
    }

    /// The message in its parts, to be spoken one after the other: most of them are the same in many calls.
    public static func parts(_ announcement: Announcement, _ notice: SpokenNotice, _ language: Language) -> [String] {
        let others = max(announcement.incidents.count, notice.incidents.count) - 1
        let first = notice.incidents.first
        let text = PartText(
            announcement, who: speakable(notice.customer, limit: customerLimit),
            what: speakable(first?.summary ?? "", limit: summaryLimit), since: first?.since, others: others)
        let bare = text.parts(finding: "", language)
        // Half a sentence of a finding says less than none. In English a space stands between two parts.
        let length = bare.reduce(bare.count) { $0 + $1.count }
        let room = limit - length - omission.count - 1
        let told = room >= shortestFinding ? speakable(notice.finding, limit: room) : ""
        return text.parts(finding: told, language)
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
