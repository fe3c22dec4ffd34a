/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Instants come into the pure rooms as values; only the composition root reads a clock.
/// Arithmetic saturates at the ends of the range, so that no value from outside can trap.
public struct Instant: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    public static func + (instant: Instant, span: Span) -> Instant {
        let (sum, overflow) = instant.microseconds.addingReportingOverflow(span.microseconds)
        return Instant(microseconds: overflow ? (span.microseconds < 0 ? .min : .max) : sum)
    }

    public static func - (instant: Instant, span: Span) -> Instant {
        let (difference, overflow) = instant.microseconds.subtractingReportingOverflow(span.microseconds)
        return Instant(microseconds: overflow ? (span.microseconds < 0 ? .max : .min) : difference)
    }

    /// The span from `earlier` to this instant; negative when `earlier` is in truth later.
    public func since(_ earlier: Instant) -> Span {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        return Span(microseconds: overflow ? (microseconds < 0 ? .min : .max) : difference)
    }
}
