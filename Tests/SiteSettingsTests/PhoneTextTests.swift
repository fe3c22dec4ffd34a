import CallTree
import Testing

@testable import SiteSettings

@Suite struct PhoneTextTests {
    @Test(arguments: [
        ("+819012345678", "+819012345678"),
        ("+81 90-1234-5678", "+819012345678"),
        ("090-1234-5678", "+819012345678"),
        ("09012345678", "+819012345678"),
        ("０９０−１２３４−５６７８", "+819012345678"),
        ("０９０ー１２３４ー５６７８", "+819012345678"),
        ("＋８１　９０　１２３４　５６７８", "+819012345678"),
        ("050-1234-5678", "+815012345678"),
        ("03-1234-5678", "+81312345678"),
        ("(03) 1234-5678", "+81312345678"),
        ("（０３）１２３４－５６７８", "+81312345678"),
        ("0120-123-456", "+81120123456"),
        ("0800-123-4567", "+818001234567"),
        ("+1 415 555 0123", "+14155550123"),
        ("+44 20 7946 0958", "+442079460958"),
    ])
    func `a number as people write it is brought to E.164`(written: String, e164: String) {
        #expect((try? PhoneText.read(written).get())?.e164 == e164)
    }

    @Test(
        arguments: [
            ("", .shortNumber), ("110", .shortNumber), ("119", .shortNumber), ("+81119", .shortNumber),
            ("171", .shortNumber),
            ("9012345678", .noCountryCode), ("819012345678", .noCountryCode),
            ("010-1-415-555-0123", .internationalPrefix), ("0081 90 1234 5678", .internationalPrefix),
            ("+81(0)90-1234-5678", .trunkZeroAfterCountryCode), ("+8109012345678", .trunkZeroAfterCountryCode),
            ("090-1234-567", .wrongLength), ("090-1234-56789", .wrongLength), ("03-1234-56789", .wrongLength),
            ("+8131234567", .wrongLength), ("1234567890123456789012345678901234567890", .noCountryCode),
            ("+123456", .notE164), ("+1234567890123456", .notE164), ("+0312345678", .notE164),
            ("090-1234-5678 (home)", .strangeCharacter), ("090/1234/5678", .strangeCharacter),
            ("81+9012345678", .strangeCharacter),
            ("sip:desk@example.jp", .strangeCharacter), ("090-1234-567\u{0}8", .strangeCharacter),
            ("٠٩٠١٢٣٤٥٦٧٨", .strangeCharacter),
        ] as [(String, PhoneText.Fault)])
    func `a text that is no number to call is refused with its reason`(written: String, fault: PhoneText.Fault) {
        guard case .failure(let found) = PhoneText.read(written) else {
            Issue.record("\(written) was taken")
            return
        }
        #expect(found == fault)
    }
}
