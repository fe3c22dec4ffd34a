/// The days of the equinoxes in Japan time, by the approximation of the Hydrographic Department's 新こよみ便利帳
/// (暦計算研究会編), which is valid in two pieces, 1900-1979 and 1980-2099.
///
/// The Act leaves the days to the National Astronomical Observatory, which announces each year's in the official
/// gazette on the first weekday of February of the year before. Until then a calculated day is a forecast.
enum Equinox {
    case vernal, autumnal

    /// The day of March or of September; years from 1900 to 2099.
    ///
    /// Counted in millionths of a day: an equinox comes 0.242194 days later each year, and a leap day takes one back.
    func day(in year: Int) -> Int {
        let isFirstPiece = year < 1980
        let base =
            switch self {
            case .vernal: isFirstPiece ? 20_835_700 : 20_843_100
            case .autumnal: isFirstPiece ? 23_258_800 : 23_248_800
            }
        let leapDays = isFirstPiece ? (year - 1983) / 4 : (year - 1980) / 4
        return (base + 242_194 * (year - 1980)) / 1_000_000 - leapDays
    }

    func date(in year: Int) -> CivilDate {
        CivilDate(year: year, month: self == .vernal ? 3 : 9, existingDay: day(in: year))
    }
}
