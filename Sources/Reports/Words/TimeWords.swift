public import ServiceHours

extension Instant {
    /// `22:15:03`, Japan time.
    public var clock: String { japanTime.clock }

    /// `2026-08-12（水）22:15:03`, Japan time.
    public func words(_ language: Language) -> String {
        dayWords(language) + language.says("", " ") + clock
    }

    /// `2026-08-12（水）`, in Japan.
    func dayWords(_ language: Language) -> String {
        let date = japanTime.date
        return language.says("\(date)（\(date.weekday.japaneseName)）", "\(date.weekday.englishName) \(date)")
    }
}

extension Instant {
    /// The span from `earlier` to this instant as their clocks are shown, to the second: beside 08:06:17 and 08:06:23
    /// stands 6 s, whatever the fractions of the two seconds.
    func shownSince(_ earlier: Instant) -> Span {
        wholeSecond.since(earlier.wholeSecond)
    }

    private var wholeSecond: Instant {
        let fraction = microseconds % 1_000_000
        return self - .microseconds(Int(fraction < 0 ? fraction + 1_000_000 : fraction))
    }
}

extension Weekday {
    fileprivate var englishName: String {
        switch self {
        case .sunday: "Sun"
        case .monday: "Mon"
        case .tuesday: "Tue"
        case .wednesday: "Wed"
        case .thursday: "Thu"
        case .friday: "Fri"
        case .saturday: "Sat"
        }
    }
}

extension Span {
    /// `1時間4分37秒`, `1 h 4 min 37 s`: whole seconds, the parts that are zero left out.
    public func words(_ language: Language) -> String {
        if self < .zero { return "-" + (-self).words(language) }
        let parts = [
            (seconds / 3_600, language.says("時間", " h")), (seconds / 60 % 60, language.says("分", " min")),
            (seconds % 60, language.says("秒", " s")),
        ]
        let said = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }
        return said.isEmpty ? language.says("0秒", "0 s") : said.joined(separator: language.says("", " "))
    }
}
