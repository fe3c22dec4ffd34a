/// A list of national holidays in the form of the Cabinet Office's `syukujitsu.csv`, decoded to text.
///
/// Format: lines ending in LF or CRLF, a byte order mark in front or not; first the header
/// `国民の祝日・休日月日,国民の祝日・休日名称`, then one day a line as `1955/1/1,元日`, in any order. Empty lines are
/// allowed at the end alone. The published file is Shift_JIS; who reads it decodes it first.
///
/// A table is complete for the years from its first to its last: a day that it does not have is no holiday then.
public struct HolidayTable: Hashable, Sendable {
    public struct Day: Hashable, Sendable {
        public let date: CivilDate
        public let name: String
    }

    /// In order of date, each date once; never empty.
    public let days: [Day]
    /// From the first year to the last.
    public let years: ClosedRange<Int>

    static let header = "国民の祝日・休日月日,国民の祝日・休日名称"

    /// Throws: the first line that is not in the form, with its number and the reason.
    public init(csv: String) throws(HolidayTableError) {
        var lines = Self.lines(of: csv)
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.first == Self.header else { throw HolidayTableError(line: 1, reason: .header) }

        var days: [(line: Int, day: Day)] = []
        for (index, line) in lines.enumerated().dropFirst() {
            do throws(HolidayTableError.Reason) {
                days.append((index + 1, try Self.day(from: line)))
            } catch {
                throw HolidayTableError(line: index + 1, reason: error)
            }
        }
        days.sort { ($0.day.date, $0.line) < ($1.day.date, $1.line) }
        for (earlier, later) in zip(days, days.dropFirst()) where earlier.day.date == later.day.date {
            throw HolidayTableError(line: later.line, reason: .repeated(later.day.date, firstLine: earlier.line))
        }
        guard let first = days.first, let last = days.last else {
            throw HolidayTableError(line: 1, reason: .noDays)
        }
        self.days = days.map(\.day)
        years = first.day.date.year...last.day.date.year
    }

    private static func lines(of csv: String) -> [String] {
        var scalars = csv.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        return scalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.last == "\r" ? line.dropLast() : line)
        }
    }

    private static func day(from line: String) throws(HolidayTableError.Reason) -> Day {
        let fields = line.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 2, let dateText = fields.first, let nameText = fields.last else {
            throw .fieldCount(fields.count)
        }
        let numbers = dateText.split(separator: "/", omittingEmptySubsequences: false).map(number)
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2] else {
            throw .unreadableDate
        }
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw .noSuchDay(year: year, month: month, day: day)
        }
        guard HolidayCalendar.dates.contains(date) else { throw .outsideCalendar(date) }
        let hasControl = nameText.contains { $0.properties.generalCategory == .control || $0 == "\"" }
        guard !nameText.isEmpty, !hasControl else { throw .unreadableName }
        return Day(date: date, name: String(nameText))
    }

    /// One to four ASCII digits.
    private static func number(_ text: Substring.UnicodeScalarView) -> Int? {
        var reader = TextReader(String(text))
        guard (1...4).contains(text.count), let number = reader.digits(text.count) else { return nil }
        return number
    }
}

/// Where a holiday table is not in the form, why, and how to mend it.
public struct HolidayTableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public let line: Int
    public let reason: Reason

    public enum Reason: Error, Hashable, Sendable {
        /// The first line is not the Cabinet Office's header; often the file was decoded as the wrong encoding.
        case header
        case noDays
        case fieldCount(Int)
        case unreadableDate
        case noSuchDay(year: Int, month: Int, day: Int)
        case outsideCalendar(CivilDate)
        case unreadableName
        case repeated(CivilDate, firstLine: Int)
    }

    public var description: String {
        let text =
            switch reason {
            case .header:
                "the header \"\(HolidayTable.header)\" is wanted (is the file in Shift_JIS, as published?)"
            case .noDays: "there is no day after the header"
            case .fieldCount(let count): "a date and a name are wanted, but there are \(count) fields"
            case .unreadableDate: "the date cannot be read; write it like 2026/1/1"
            case .noSuchDay(let year, let month, let day): "there is no day \(year)/\(month)/\(day)"
            case .outsideCalendar(let date):
                "\(date) lies outside \(HolidayCalendar.dates.lowerBound) to \(HolidayCalendar.dates.upperBound)"
            case .unreadableName: "the name is empty or has a control character or a quotation mark in it"
            case .repeated(let date, let firstLine): "\(date) stands in line \(firstLine) already; leave one of them"
            }
        return "line \(line): \(text)"
    }
}
