import CallTree
import ServiceHours

/// What reports and transcripts say of an alert.
extension Alert {
    /// The summary for a report. Where intake had to cut it, that is said: an ellipsis alone could be the sender's.
    func summaryWords(_ language: Language) -> String {
        let isCut = summary.isCutBefore && summary.unicodeScalars.count > String.shownLimit
        return summary.shown() + (isCut ? language.says("（受信時に切り詰め）", " (cut when it was received)") : "")
    }

    /// How far the sender's clock is ahead of ours; nil unless that is certain and more than five minutes.
    ///
    /// Certain it is when the trouble began, by the sender's clock, after we had received the alert. A beginning long ago
    /// proves nothing: the trouble may be an old one.
    func senderClockAhead(receivedAt: Instant) -> Span? {
        guard let startedAt else { return nil }
        let ahead = startedAt.since(receivedAt)
        return ahead > .minutes(5) ? ahead : nil
    }

    /// `送信元の時計が 7分 進んでいる`, in whole minutes; nil when there is nothing to say.
    func senderClockWords(receivedAt: Instant, _ language: Language) -> String? {
        senderClockAhead(receivedAt: receivedAt).map { ahead in
            let minutes = Span.minutes(ahead.seconds / 60).words(language)
            return language.says("送信元の時計が \(minutes) 進んでいる", "the sender's clock is \(minutes) ahead")
        }
    }
}
