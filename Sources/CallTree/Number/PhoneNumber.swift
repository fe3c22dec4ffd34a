/// A telephone number in E.164 form (ITU-T E.164: `+`, a country code that does not begin with 0, 7 to 15 digits in all).
///
/// `init(written:)` reads what a person wrote, `init?(e164:)` what a program did. Whether NightCall may dial the number is
/// said by a `DiallingRule`.
public struct PhoneNumber: Hashable, Sendable {
    /// The digits as one number, since none begins with 0: the board compares numbers at every call.
    private let digits: UInt64

    /// Nil when `text` is not in E.164 form; spaces and hyphens are not accepted here.
    public init?(e164 text: String) {
        let written = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "+"), (7...15).contains(written.count),
            written.first != UInt8(ascii: "0"),
            written.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        digits = written.reduce(0) { 10 * $0 + UInt64($1 - UInt8(ascii: "0")) }
    }

    public var e164: String { "+\(digits)" }

    /// The number as logs and pages may show it: the last four digits only.
    public var masked: String {
        "…" + e164.suffix(4)
    }
}

extension PhoneNumber: CustomStringConvertible, CustomReflectable {
    /// Masked, so that a number cannot slip into a log by interpolation or a dump.
    public var description: String { masked }
    public var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}
