package import ServiceHours

extension Field {
    /// A span: a whole number and its unit without a space, `500ms`, `20s`, `5m` or `24h`. A number alone is refused,
    /// because seconds and minutes would be confused one day.
    package func span(in range: ClosedRange<Span>) -> Span? {
        let wanted = "a span like `20s`, `5m` or `24h`"
        guard let text = scalar(wanted: wanted) else { return nil }
        guard let span = Span(settings: text) else {
            error(
                "\(label) is no span of time",
                mend: "write a whole number and its unit (ms, s, m, h), like `\(example)`")
            return nil
        }
        guard range.contains(span) else {
            error(
                "\(label) is out of range",
                mend: "write a span from \(range.lowerBound.settingsText) to \(range.upperBound.settingsText)")
            return nil
        }
        return span
    }

    /// A number of whole days, `400d`.
    package func days(in range: ClosedRange<Int>) -> Int? {
        guard let text = scalar(wanted: "a number of days like `400d`") else { return nil }
        let digits = text.dropLast()
        guard text.hasSuffix("d"), (1...9).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let days = Int(digits)
        else {
            error("\(label) is no number of days", mend: "write it like `\(example)`")
            return nil
        }
        guard range.contains(days) else {
            error(
                "\(label) is out of range", mend: "write from \(range.lowerBound)d to \(range.upperBound)d")
            return nil
        }
        return days
    }

    /// A day as `yyyy-mm-dd`.
    package func date() -> CivilDate? {
        guard let text = scalar(wanted: "a day like 2026-08-13") else { return nil }
        guard let date = CivilDate(iso: text) else {
            error("\(label) holds no day of the calendar", mend: "write a day as 2026-08-13")
            return nil
        }
        return date
    }
}

extension Span {
    private static let units: KeyValuePairs<String, Int64> = [
        "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000,
    ]

    /// Reads `500ms`, `20s`, `5m`, `24h`; nil for everything else. At most nine digits.
    package init?(settings text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count)
        guard (1...9).contains(digits.count), let count = Int64(digits),
            let factor = Self.units.first(where: { $0.key == unit })?.value
        else { return nil }
        self.init(microseconds: count * factor)
    }

    /// The span as a settings file would give it, in the largest unit that leaves no rest.
    package var settingsText: String {
        let unit = Self.units.reversed().first { microseconds % $0.value == 0 && microseconds != 0 }
        return unit.map { "\(microseconds / $0.value)\($0.key)" }
            ?? (microseconds == 0 ? "0s" : "\(microseconds / 1_000)ms")
    }
}
