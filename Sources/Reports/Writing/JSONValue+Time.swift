public import JSONText
public import ServiceHours

extension JSONValue {
    /// RFC 3339 at +09:00; `null` for none.
    public static func instant(_ instant: Instant?) -> JSONValue {
        instant.map { .string($0.rfc3339) } ?? .null
    }

    /// Seconds with up to six decimals; `null` for none.
    public static func seconds(_ span: Span?) -> JSONValue {
        guard let span else { return .null }
        let whole = span.microseconds / 1_000_000
        return span.microseconds % 1_000_000 == 0
            ? .integer(Int(whole)) : .double(Double(span.microseconds) / 1_000_000)
    }
}
