import Documents
import ServiceHours

extension Field {
    /// A time of day in Japan, `16:30`, as the span since midnight.
    func timeOfDay() -> Span? {
        guard let text = scalar(wanted: "a time of day") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isASCII) }),
            let hours = UInt8(parts[0]), hours < 24, let minutes = UInt8(parts[1]), minutes < 60
        else {
            error("\(label) is no time of day", mend: "write hours and minutes in Japan time, like \"16:30\"")
            return nil
        }
        return .minutes(Int(hours) * 60 + Int(minutes))
    }
}
