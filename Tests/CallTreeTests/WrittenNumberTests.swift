import CallTree
import Testing

/// Numbers as people write them, brought to the one form of E.164.
@Suite struct WrittenNumberTests {
    @Test(arguments: [
        ("+819012345678", "+819012345678"), ("+81 90-1234-5678", "+819012345678"),
        ("+81-90-1234-5678", "+819012345678"), ("090-1234-5678", "+819012345678"), ("09012345678", "+819012345678"),
        ("０９０−１２３４−５６７８", "+819012345678"), ("０９０ー１２３４ー５６７８", "+819012345678"),
        ("０９０－１２３４－５６７８", "+819012345678"), ("090‐1234‑5678", "+819012345678"), ("090–1234—5678", "+819012345678"),
        ("090─1234━5678", "+819012345678"), ("090ｰ1234﹣5678", "+819012345678"),
        ("090\u{A0}1234\u{2009}5678", "+819012345678"), ("\t090 1234 5678 ", "+819012345678"),
        ("＋８１　９０　１２３４　５６７８", "+819012345678"),
        ("050-1234-5678", "+815012345678"), ("060-1234-5678", "+816012345678"), ("070-1234-5678", "+817012345678"),
        ("080-1234-5678", "+818012345678"),
        ("03-1234-5678", "+81312345678"), ("(03) 1234-5678", "+81312345678"), ("（０３）１２３４－５６７８", "+81312345678"),
        ("+81 (0)3 1234 5678", "+81312345678"), ("+81(0)90-1234-5678", "+819012345678"),
        ("＋８１（０）３−１２３４−５６７８", "+81312345678"), ("+81 ( 0 ) 3 1234 5678", "+81312345678"),
        ("06-6123-4567", "+81661234567"), ("011-234-5678", "+81112345678"), ("0123-45-6789", "+81123456789"),
        ("04992-2-1234", "+81499221234"), ("0120-123-456", "+81120123456"), ("0800-123-4567", "+818001234567"),
        ("0570-012-345", "+81570012345"), ("0990-123-456", "+81990123456"), ("020-1234-5678", "+812012345678"),
        ("0200-12345-67890", "+812001234567890"), ("+1 (415) 555-0123", "+14155550123"),
        ("+44 (0)20 7946 0958", "+442079460958"), ("+39 06 1234567", "+39061234567"),
    ])
    func `a number is brought to E.164 once`(written: String, e164: String) {
        #expect((try? PhoneNumber(written: written))?.e164 == e164)
    }

    @Test(
        arguments: [
            ("", .shortNumber), ("110", .shortNumber), ("118", .shortNumber), ("119", .shortNumber),
            ("+81119", .shortNumber), ("171", .shortNumber), ("184", .shortNumber), ("()", .shortNumber),
            ("9012345678", .noCountryCode), ("819012345678", .noCountryCode), ("1234-5678", .noCountryCode),
            ("12345678901234567890", .noCountryCode),
            ("010-1-415-555-0123", .internationalPrefix), ("010 81 90 1234 5678", .internationalPrefix),
            ("0081 90 1234 5678", .carrierPrefix), ("0077-90-1234-5678", .carrierPrefix),
            ("0033-010-1-415-555-0123", .carrierPrefix), ("000000000", .carrierPrefix),
            ("184-090-1234-5678", .callerIDCode), ("186 03 1234 5678", .callerIDCode),
            ("+81090-1234-5678", .trunkZeroAfterCountryCode), ("+81 03-1234-5678", .trunkZeroAfterCountryCode),
            ("+81(03)1234-5678", .trunkZeroAfterCountryCode),
            ("090-1234-567", .wrongLength), ("090-1234-56789", .wrongLength), ("03-1234-56789", .wrongLength),
            ("+8131234567", .wrongLength), ("0120-123-4567", .wrongLength), ("0800-123-456", .wrongLength),
            ("041-234-56", .wrongLength), (String(repeating: "0", count: 100_000), .wrongLength),
            ("+123456", .notE164), ("+1234567890123456", .notE164), ("+0312345678", .notE164), ("+", .notE164),
            ("090-1234-5678 (home)", .strangeCharacter), ("090/1234/5678", .strangeCharacter),
            ("81+9012345678", .strangeCharacter), ("++819012345678", .strangeCharacter),
            ("tel:+819012345678", .strangeCharacter), ("sip:desk@example.jp", .strangeCharacter),
            ("090-1234-567\u{0}8", .strangeCharacter), ("٠٩٠١٢٣٤٥٦٧٨", .strangeCharacter), ("〇九〇", .strangeCharacter),
            ("#9110", .strangeCharacter), ("*67", .strangeCharacter), ("090-1234-5678\u{202C}", .strangeCharacter),
        ] as [(String, WrittenNumberFault)])
    func `what is no number is refused with its reason`(written: String, fault: WrittenNumberFault) {
        do throws(WrittenNumberFault) {
            let number = try PhoneNumber(written: written)
            Issue.record("\(written) was taken as \(number.e164)")
        } catch {
            #expect(error == fault)
        }
    }

    @Test func `every reason says what is wrong and how to mend it`() {
        let sentences = WrittenNumberFault.allCases.map(\.description)
        #expect(Set(sentences).count == WrittenNumberFault.allCases.count)
        #expect(WrittenNumberFault.allCases.allSatisfy { !$0.what.isEmpty && !$0.mending.isEmpty })
    }

    /// Texts of what may stand in a number and of what may not: none traps, and a number that was taken is read again from
    /// its own form, from its Japanese form and with hyphens anywhere.
    @Test(arguments: 1...8)
    func `what was read once is read again`(seed: UInt64) throws {
        var random = SeededDraws(seed: seed)
        let pieces = [
            "0", "1", "2", "3", "5", "8", "9", "０", "９", "090", "03", "+81", "+", "＋", "81", "(0)", "(", ")", "（", "-",
            "−",
            "ー", " ", "　", "120", "800", "a", "#", "\u{0}", "\u{301}", "👍", "1234", "5678", "010", "00", "184",
            "123456", "12345678",
        ]
        var taken = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let number = try? PhoneNumber(written: text) else { continue }
            taken += 1
            #expect(PhoneNumber(e164: number.e164) == number, "seed \(seed): \(text)")
            #expect(try PhoneNumber(written: number.e164) == number, "seed \(seed): \(text)")
            var spaced = number.e164
            spaced.insert(
                "-", at: spaced.index(spaced.startIndex, offsetBy: Int.random(in: 1..<spaced.count, using: &random)))
            #expect(try PhoneNumber(written: spaced) == number, "seed \(seed): \(spaced)")
            // In Japan 010 is the prefix of calls abroad.
            if number.e164.hasPrefix("+81"), !number.e164.hasPrefix("+8110") {
                #expect(try PhoneNumber(written: "0" + number.e164.dropFirst(3)) == number, "seed \(seed): \(text)")
            }
            _ = DiallingRule().refusal(of: number)
        }
        #expect(taken > 100)
    }
}

/// A small seeded generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SeededDraws: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
