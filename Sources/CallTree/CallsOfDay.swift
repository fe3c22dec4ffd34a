public import ServiceHours

/// How many calls a number got on one day. A day is from noon to noon in Japan, so that a night is one day.
public struct CallsOfDay: Equatable, Sendable {
    private var day = Int32.min
    private var calls: Int32 = 0

    public init() {}

    /// Counts a call; the days before the latest are forgotten.
    public mutating func count(at instant: Instant) {
        let day = Self.day(of: instant)
        if day < self.day { return }
        if day > self.day { self = CallsOfDay(day: day) }
        calls = min(calls, .max - 1) + 1
    }

    /// The calls on the day of this instant; none is known of a day before the latest.
    public func count(onDayOf instant: Instant) -> Int {
        Self.day(of: instant) == day ? Int(calls) : 0
    }

    /// The noon at which the day of this instant began.
    public static func start(ofDayOf instant: Instant) -> Instant {
        Instant(microseconds: Int64(day(of: instant)) * Span.hours(24).microseconds) + .hours(3)
    }

    private init(day: Int32) { self.day = day }

    /// The days since 1970-01-01, counted from noon in Japan.
    private static func day(of instant: Instant) -> Int32 {
        let shifted = instant - .hours(3)
        let (whole, rest) = shifted.microseconds.quotientAndRemainder(dividingBy: Span.hours(24).microseconds)
        return Int32(clamping: rest < 0 ? whole - 1 : whole)
    }
}

extension Outcome {
    /// Whether the attempt was a call to the contact's number: a failure of our own lines is not.
    public var countsAsCall: Bool { self != .lineFailure }
}
