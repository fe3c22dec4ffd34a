import ArgumentParser
import JSONText
import Reports
import ServiceHours

/// `nightcall holidays`: the national holidays of a year or of several.
struct HolidaysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holidays",
        abstract: "List the national holidays of a year, or of the years from one to another.",
        discussion: """
            By the Act on National Holidays as in force on each day, from 1948-07-20 to 2099-12-31. Weekends, the \
            year end and closing days are not listed. Equinoxes later than next year are provisional: they are \
            calculated, and announced each February for the year after.

            Example:
              nightcall holidays 2026-2027 --format csv
              date,name
              2026-01-01,元日
            """)

    @Argument(help: ArgumentHelp("A year, or two with a hyphen between, from 1948 to 2099.", valueName: "year[-year]"))
    var years: YearRange

    @Option(help: "text for people; csv with the header date,name; json: one array.")
    var format = Format.text

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    func run() {
        let calendar = HolidayCalendar.current()
        let holidays = years.years.flatMap { calendar.holidays(in: $0) }
        switch format {
        case .text:
            for holiday in holidays {
                let mark = holiday.provisional ? "（予測）" : ""
                print("\(holiday.date)（\(holiday.date.weekday.japaneseName)） \(holiday.name)\(mark)")
            }
        case .csv:
            print("date,name")
            for holiday in holidays { print("\(holiday.date),\(holiday.name)") }
        case .json:
            let objects = holidays.map { holiday in
                JSONValue.object([
                    JSONMember("date", .string("\(holiday.date)")),
                    JSONMember("name", .string(holiday.name)),
                    JSONMember("provisional", .bool(holiday.provisional)),
                ]).text()
            }
            print(objects.isEmpty ? "[]" : "[\n" + objects.joined(separator: ",\n") + "\n]")
        }
    }
}

/// `2026` or `2026-2030`.
struct YearRange: ExpressibleByArgument {
    let years: ClosedRange<Int>

    init?(argument: String) {
        let known = HolidayCalendar.dates.lowerBound.year...HolidayCalendar.dates.upperBound.year
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 4 }),
            let first = parts.first.flatMap({ Int($0) }), let last = parts.last.flatMap({ Int($0) }),
            first <= last, known.contains(first), known.contains(last)
        else { return nil }
        years = first...last
    }
}
