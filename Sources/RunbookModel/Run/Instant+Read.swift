public import ServiceHours

extension Instant {
    /// An instant as a check reads it: RFC 3339, or whole seconds since 1970. Nil for anything else.
    public init?(read text: String) {
        if let seconds = Int64(text), (0...99_999_999_999).contains(seconds) {
            self.init(microseconds: seconds * 1_000_000)
        } else if let instant = try? Instant(rfc3339: text) {
            self = instant
        } else {
            return nil
        }
    }
}
