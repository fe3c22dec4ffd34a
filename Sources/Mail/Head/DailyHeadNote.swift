public import ServiceHours

/// What the data folder remembers of the daily mail with the journal's head.
///
/// How it is decided that a day's mail was sent: the mail is written down here whole, as `owed`, before it leaves, and
/// noted as `sent` afterwards. A process that dies in between sends the same bytes with the same message id again; one that
/// dies before has sent nothing, and makes the mail anew. So a mail never fails to come, is never another one for the same
/// day, and can come a second time only from a kill between the server's answer and this file's next line.
///
/// The file: the version, the day, `owed` or `sent`, the last row that was counted, the instant in microseconds at which
/// the mail was made, the subject, and then the body.
public struct DailyHeadNote: Hashable, Sendable {
    public enum State: String, Hashable, Sendable {
        case owed, sent
    }

    public let day: CivilDate
    public var state: State
    /// The counts of the next mail begin after this row.
    public let sequence: Int
    public let madeAt: Instant
    public let subject: String
    public let body: String

    public init(
        day: CivilDate, state: State, sequence: Int, madeAt: Instant, subject: String = "", body: String = ""
    ) {
        self.day = day
        self.state = state
        self.sequence = sequence
        self.madeAt = madeAt
        self.subject = subject
        self.body = body
    }

    /// Whose morning it is at this instant: from 9:00 Japan time on that of the day itself, and before of the day before.
    public static func day(at now: Instant) -> CivilDate {
        (now - .hours(9)).japanTime.date
    }

    /// When the mail of a day is due: at 9:00 Japan time.
    public static func due(_ day: CivilDate) -> Instant {
        day.startInJapan + .hours(9)
    }

    public enum Step: Hashable, Sendable {
        /// Nothing was ever sent: from here on it is counted.
        case begin
        /// The mail of the day is to be made and sent.
        case make
        /// The mail that was made is to be sent, or to be sent again.
        case send
        /// Not before the next morning.
        case rest
    }

    /// What is to be done at this instant, with what the file says.
    public static func step(_ note: DailyHeadNote?, at now: Instant) -> Step {
        guard let note else { return .begin }
        let today = day(at: now)
        // A clock that was far ahead would otherwise keep the mail away until that day comes.
        if note.day > today.adding(days: 1) { return .begin }
        switch note.state {
        case .owed: return .send
        case .sent: return note.day < today ? .make : .rest
        }
    }
}

extension DailyHeadNote {
    private static let version = "1"

    public var text: String {
        let head = [Self.version, day.description, state.rawValue, "\(sequence)", "\(madeAt.microseconds)", subject]
        return head.map { $0 + "\n" }.joined() + body
    }

    /// Nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: "\n", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, parts[0] == Self.version, let day = CivilDate(iso: parts[1]),
            let state = State(rawValue: parts[2]), let sequence = Int(parts[3]), let madeAt = Int64(parts[4])
        else { return nil }
        self.init(
            day: day, state: state, sequence: sequence, madeAt: Instant(microseconds: madeAt), subject: parts[5],
            body: parts[6])
    }
}
