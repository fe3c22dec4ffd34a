import EventJournal
import Testing

@Suite struct DigestTests {
    @Test func `a text's key is its SHA-256`() {
        // FIPS 180-2, appendix B.1: the message "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(JournalDigest(ofText: Array("abc".utf8)).description == expected)
        #expect(JournalDigest(hexadecimal: expected.uppercased()) == JournalDigest(ofText: Array("abc".utf8)))
    }

    @Test(arguments: ["", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 66)])
    func `anything but 64 hexadecimal digits is no digest`(spelling: String) {
        #expect(JournalDigest(hexadecimal: spelling) == nil)
    }
}
