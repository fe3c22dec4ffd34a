extension PhoneNumber {
    /// Reads a number as people write it: `03-1234-5678`, `０９０−１２３４−５６７８`, `+81 (0)3 1234 5678`, `+81-90-1234-5678`.
    ///
    /// Takes Japanese numbers with their leading 0, and all others with `+` and the country code. Only the form is judged:
    /// an emergency number has none that could be dialled from anywhere, but freephone and foreign numbers have.
    public init(written text: String) throws(WrittenNumberFault) {
        let written = try WrittenDigits(text)
        let digits = written.digits
        guard !written.isInternational else {
            if digits.hasPrefix("81") {
                try self.init(nationalDigits: digits.dropFirst(2))
            } else {
                try self.init(digits)
            }
            return
        }
        if digits.hasPrefix("010") { throw .internationalPrefix }
        if digits.hasPrefix("00") { throw .carrierPrefix }
        if digits.count < 7 { throw .shortNumber }
        if digits.hasPrefix("184") || digits.hasPrefix("186") { throw .callerIDCode }
        guard digits.hasPrefix("0") else { throw .noCountryCode }
        try self.init(nationalDigits: digits.dropFirst())
    }

    /// - Parameter digits: what follows +81.
    private init(nationalDigits digits: Substring) throws(WrittenNumberFault) {
        if digits.hasPrefix("0") { throw .trunkZeroAfterCountryCode }
        if digits.count < 6 { throw .shortNumber }
        guard JapaneseNumberPlan.lengths(of: digits).contains(digits.count) else { throw .wrongLength }
        try self.init("81" + digits)
    }

    private init(_ digits: some StringProtocol) throws(WrittenNumberFault) {
        guard let number = PhoneNumber(e164: "+" + digits) else { throw .notE164 }
        self = number
    }
}
