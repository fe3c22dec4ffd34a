import ArgumentParser
import Glibc
import JSONText
import Reports
import ServiceHours

/// `nightcall hours`: whether the service window is open at given times, why, and when that changes.
struct HoursCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours",
        abstract: "Say whether the service window is open at given times, why, and when that changes.",
        discussion: """
            Without --site the hours of the service terms are used: weekends, national holidays, 12/30 to 1/4.
            A time that cannot be read, or lies outside 1948-07-20 to 2099-12-31, is answered by an error; the \
            other times are answered all the same, and the exit code is 1.

            Example:
              nightcall hours --at 2026-11-23T09:00:00+09:00 2026-11-24T00:00:00Z
              {"at":"2026-11-23T09:00:00+09:00","state":"open","reason":"national-holiday", ...}
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Times in RFC 3339, each with an offset. Can be repeated.", valueName: "time"))
    var at: [String] = []

    @Flag(help: "Read the times from standard input, one a line, and answer each line.")
    var stdin = false

    @Option(help: ArgumentHelp("The site folder; wants --contract.", valueName: "dir"))
    var site: String?

    @Option(help: ArgumentHelp("The contract whose hours are asked; wants --site.", valueName: "id"))
    var contract: String?

    @Option(help: "json: one object a line. text: one sentence a line, in Japanese.")
    var format = Format.json

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        guard at.isEmpty == stdin else {
            throw ValidationError("Give the times either with --at or with --stdin.")
        }
        guard (site == nil) == (contract == nil) else {
            throw ValidationError("Give --site and --contract together.")
        }
    }

    func run() throws {
        let calendar = try calendar()
        var areAllAnswered = true
        func answer(_ text: String) {
            let line = HoursLine(text, calendar: calendar)
            areAllAnswered = areAllAnswered && line.isAnswered
            switch format {
            case .json: print(line.json)
            case .text: print(line.text)
            }
        }
        if stdin {
            while let line = readLine() {
                answer(line)
                fflush(nil)  // whoever asks through a pipe may wait for the answer before asking again
            }
        } else {
            at.forEach(answer)
        }
        if !areAllAnswered { throw ExitCode(1) }
    }

    private func calendar() throws -> ServiceCalendar {
        guard let site, let contract else {
            return ServiceCalendar(rules: HoursRules(), holidays: .current())
        }
        return try siteCalendar(site: site, contract: contract)
    }
}

/// The answer to one text: a window, or an error with the time as far as it could be read.
struct HoursLine {
    /// At +09:00, or the text itself, shortened, when it is no time.
    let at: String
    let result: Result<WindowAnswer, HoursLineError>

    init(_ text: String, calendar: ServiceCalendar) {
        do throws(InstantError) {
            let instant = try Instant(rfc3339: text)
            guard (0...9_999).contains(instant.japanTime.date.year) else {
                at = Self.echo(text)
                result = .failure(.beyondYears)
                return
            }
            at = instant.rfc3339
            result = calendar.answer(at: instant).mapError(HoursLineError.noAnswer)
        } catch {
            at = Self.echo(text)
            result = .failure(.unreadable(error))
        }
    }

    private static func echo(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(longestEcho)
        return String(shown) + (shown.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }

    var isAnswered: Bool {
        switch result {
        case .success: true
        case .failure: false
        }
    }

    var json: String {
        switch result {
        case .success(let answer):
            JSONValue.object([
                JSONMember("at", .string(at)),
                JSONMember("state", .string(answer.state.rawValue)),
                JSONMember("reason", .string(answer.reason.rawValue)),
                JSONMember("holidayName", .text(answer.holidayName)),
                JSONMember("provisional", .bool(answer.provisional)),
                JSONMember("nextOpening", .instant(answer.nextOpening)),
                JSONMember("nextClosing", .instant(answer.nextClosing)),
            ]).text()
        case .failure(let error):
            JSONValue.object([JSONMember("at", .string(at)), JSONMember("error", .string(error.description))]).text()
        }
    }

    var text: String {
        switch result {
        case .success(let answer): "\(at)  \(answer.sentence(language: .japanese))"
        case .failure(let error): "\(JSONValue.string(at).text())  \(error)"
        }
    }

    /// In Unicode scalars: enough to find the text again, and a line of megabytes stays where it came from.
    private static let longestEcho = 200
}

/// Why a text has no hours.
enum HoursLineError: Error, CustomStringConvertible {
    case unreadable(InstantError)
    /// In Japan time it has no year of four digits, which RFC 3339 wants.
    case beyondYears
    case noAnswer(HoursError)

    var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .beyondYears: "in Japan time the instant lies outside the years 0000 to 9999"
        case .noAnswer(let error): error.description
        }
    }
}
