/// A telephone number in E.164 form (ITU-T E.164: `+`, a country code that does not begin with 0, 7 to 15 digits in all).
///
/// `init(written:)` reads what a person wrote, `init?(e164:)` what a program did. Whether NightCall may dial the number is
/// said by a `DiallingRule`.
public struct PhoneNumber: Hashable, Sendable {
    public let e164: String

    /// Nil when `text` is not in E.164 form; spaces and hyphens are not accepted here.
    public init?(e164 text: String) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "+"), (7...15).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        e164 = text
    }

    /// The number as logs and pages may show it: the last four digits only.
    public var masked: String {
        "…" + e164.suffix(4)
    }
}

extension PhoneNumber: CustomStringConvertible {
    /// Masked, so that a number cannot slip into a log by interpolation.
    public var description: String { masked }
}
