/// A language in which customers are spoken and written to (R12).
public enum Language: String, Hashable, Sendable, CaseIterable {
    case japanese, english
}

extension WindowAnswer {
    /// Why the window is open or closed and until when, as one or two sentences for reports and the desk.
    ///
    /// `2026-11-23（月）は祝日（勤労感謝の日）のため終日対応時間内です。終了は2026-11-24 09:00:00です。`
    public func sentence(language: Language) -> String {
        switch language {
        case .japanese: japaneseSentence
        case .english: englishSentence
        }
    }

    private var japaneseSentence: String {
        let time = at.japanTime
        let day = "\(time.date)（\(time.date.weekday.japaneseName)）"
        let why =
            switch reason {
            case .always: "対応時間を限らない契約のため、常に対応時間内です。"
            case .nationalHoliday: "\(day)は祝日（\(holidayName ?? "")）のため終日対応時間内です。"
            case .saturday: "\(day)は土曜日のため終日対応時間内です。"
            case .sunday: "\(day)は日曜日のため終日対応時間内です。"
            case .yearEnd: "\(day)は年末年始（12月30日から1月4日まで）のため終日対応時間内です。"
            case .closingDay: "\(day)は休業日のため終日対応時間内です。"
            case .weekdayNight: "\(day)\(time.clock)は平日の夜間（17時から翌9時まで）のため対応時間内です。"
            case .weekdayDay: "\(day)\(time.clock)は平日の日中（9時から17時まで）のため対応時間外です。"
            }
        let forecast = provisional ? "この祝日は公表前の予測です。" : ""
        let change =
            switch state {
            case .open: nextClosing.map { "終了は\($0.japanTime.dateAndClock)です。" }
            case .closed: nextOpening.map { "次の開始は\($0.japanTime.dateAndClock)です。" }
            }
        return why + forecast + (change ?? "")
    }

    private var englishSentence: String {
        let time = at.japanTime
        let why =
            switch reason {
            case .always: "The contract has no hours: the service window is always open."
            case .nationalHoliday: "\(time.date) is a national holiday (\(holidayName ?? "")): open all day."
            case .saturday: "\(time.date) is a Saturday: open all day."
            case .sunday: "\(time.date) is a Sunday: open all day."
            case .yearEnd: "\(time.date) is one of the year-end days (December 30 to January 4): open all day."
            case .closingDay: "\(time.date) is a closing day of the company: open all day."
            case .weekdayNight: "\(time.dateAndClock) is in a weekday night (17:00 to 9:00): open."
            case .weekdayDay: "\(time.dateAndClock) is in a weekday's daytime (9:00 to 17:00): closed."
            }
        let forecast = provisional ? " The holiday is a forecast, not yet announced." : ""
        let change =
            switch state {
            case .open: nextClosing.map { " The window closes at \($0.japanTime.dateAndClock)." }
            case .closed: nextOpening.map { " The window opens at \($0.japanTime.dateAndClock)." }
            }
        return why + forecast + (change ?? "")
    }
}
