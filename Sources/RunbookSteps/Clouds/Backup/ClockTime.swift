internal import RunbookModel
internal import ServiceHours

/// A time of day, in whole minutes.
struct ClockTime: Hashable, Sendable {
    /// Since midnight, 0 to 1,439.
    let minutes: Int

    static let minutesOfDay = 1_440

    init(minutes: Int) { self.minutes = (minutes % Self.minutesOfDay + Self.minutesOfDay) % Self.minutesOfDay }

    /// - Parameter text: `HH:MM`.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { ("0"..."9").contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        minutes = hour * 60 + minute
    }

    var text: String { Self.two(minutes / 60) + ":" + Self.two(minutes % 60) }
    var hour: Int { minutes / 60 }
    var minute: Int { minutes % 60 }

    /// Of a time in Japan.
    var inUTC: ClockTime { ClockTime(minutes: minutes - 9 * 60) }
    /// Of a time in UTC.
    var inJapan: ClockTime { ClockTime(minutes: minutes + 9 * 60) }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
