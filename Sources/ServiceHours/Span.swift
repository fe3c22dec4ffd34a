/// A length of time in microseconds; may be negative. Arithmetic saturates.
public struct Span: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static let zero = Span(microseconds: 0)

    public static func microseconds(_ count: Int) -> Span { Span(count, of: 1) }
    public static func milliseconds(_ count: Int) -> Span { Span(count, of: 1_000) }
    public static func seconds(_ count: Int) -> Span { Span(count, of: 1_000_000) }
    public static func minutes(_ count: Int) -> Span { Span(count, of: 60_000_000) }
    public static func hours(_ count: Int) -> Span { Span(count, of: 3_600_000_000) }

    private init(_ count: Int, of unit: Int64) {
        let (product, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
        microseconds = overflow ? (count < 0 ? .min : .max) : product
    }

    /// Whole seconds, rounded towards zero.
    public var seconds: Int { Int(microseconds / 1_000_000) }

    public static func < (left: Span, right: Span) -> Bool {
        left.microseconds < right.microseconds
    }

    public static func + (left: Span, right: Span) -> Span {
        let (sum, overflow) = left.microseconds.addingReportingOverflow(right.microseconds)
        return Span(microseconds: overflow ? (right.microseconds < 0 ? .min : .max) : sum)
    }

    public static prefix func - (span: Span) -> Span {
        Span(microseconds: span.microseconds == .min ? .max : -span.microseconds)
    }
}
