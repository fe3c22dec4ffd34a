/// Why a text is not an instant. The description says what is wrong and how to write it; it never repeats the text.
public enum InstantError: Error, Hashable, Sendable {
    /// There is no text at all.
    case empty
    /// Something else stands at this byte, counted from 1, or the text ends before it.
    case unexpected(byte: Int, wanted: String)
    /// The time has no offset, so it could be any of 24 hours and more.
    case missingOffset
    case outOfRange(Field, Int)
    /// The month has fewer days, or the year is no leap year.
    case noSuchDay(year: Int, month: Int, day: Int)

    /// A number in the text.
    public enum Field: String, Hashable, Sendable {
        case year, month, day, hour, minute, second
        case offsetHour = "hour of the offset"
        case offsetMinute = "minute of the offset"

        var range: ClosedRange<Int> {
            switch self {
            case .year: 0...9_999
            case .month: 1...12
            case .day: 1...31
            case .hour, .offsetHour: 0...23
            case .minute, .offsetMinute: 0...59
            case .second: 0...60
            }
        }
    }
}

extension InstantError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty:
            "the time is empty; write it like 2026-11-23T09:00:00+09:00"
        case .unexpected(let byte, let wanted):
            "not a time of RFC 3339: at byte \(byte) \(wanted) is wanted; write it like 2026-11-23T09:00:00+09:00"
        case .missingOffset:
            "the offset is missing; end the time with +09:00 for Japan time, or with Z for UTC"
        case .outOfRange(let field, let value):
            "the \(field.rawValue) is \(value); it must lie from \(field.range.lowerBound) to \(field.range.upperBound)"
        case .noSuchDay(let year, let month, let day):
            "there is no day \(day) in month \(month) of the year \(year)"
        }
    }
}
