import Markup
import Testing

/// The bytes are written out, so that no converter of ours is tested by itself.
@Suite struct DecodedTextTests {
    private static let shiftJIS: [UInt8] = [0x82, 0xE6, 0x82, 0xA4, 0x82, 0xB1, 0x82, 0xBB]
    private static let eucJP: [UInt8] = [0xA4, 0xE8, 0xA4, 0xA6, 0xA4, 0xB3, 0xA4, 0xBD]
    private static let iso2022JP: [UInt8] = [
        0x1B, 0x24, 0x42, 0x24, 0x68, 0x24, 0x26, 0x24, 0x33, 0x24, 0x3D, 0x1B, 0x28, 0x42,
    ]
    private static let utf16: [UInt8] = [0xFF, 0xFE, 0x88, 0x30, 0x46, 0x30, 0x53, 0x30, 0x5D, 0x30]

    @Test(
        arguments: [
            (shiftJIS, "Shift_JIS"), (shiftJIS, "windows-31j"), (shiftJIS, "SJIS"), (eucJP, "EUC-JP"),
            (iso2022JP, "ISO-2022-JP"), (utf16, "utf-16"), (utf16, nil), (Array("ようこそ".utf8), "utf-8"),
            (Array("ようこそ".utf8), nil), (Array("ようこそ".utf8), "iso-8859-1"), (Array("ようこそ".utf8), "x-unknown"),
        ] as [([UInt8], String?)])
    func `a text is read in the encoding that the transport names`(bytes: [UInt8], encoding: String?) {
        #expect(DecodedText.text(of: bytes, encoding: encoding).contains("ようこそ"))
    }

    @Test(
        arguments: [
            ("<meta charset=\"Shift_JIS\">", shiftJIS), ("<META CHARSET = 'sjis'>", shiftJIS),
            ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=EUC-JP\">", eucJP),
            ("<?xml version=\"1.0\" encoding=\"euc-jp\"?>", eucJP), ("<meta charset=iso-2022-jp>", iso2022JP),
            ("<!-- charset --><meta charset=sjis>", shiftJIS),
        ] as [(String, [UInt8])])
    func `or in the one that it declares itself`(declaration: String, bytes: [UInt8]) {
        let text = DecodedText.text(of: Array(declaration.utf8) + bytes, encoding: nil)
        #expect(text == declaration + "ようこそ")
    }

    @Test func `the signs of Windows are read as well, and half-width ones grow to three bytes each`() {
        #expect(DecodedText.text(of: [0x87, 0x40], encoding: "Shift_JIS") == "①")
        #expect(DecodedText.text(of: [0xAD, 0xA1], encoding: "EUC-JP") == "①")
        let half = DecodedText.text(of: Array(repeating: 0xB1, count: 100_000), encoding: "Shift_JIS")
        #expect(half == String(repeating: "ｱ", count: 100_000))
    }

    @Test(arguments: ["Shift_JIS", "EUC-JP", "ISO-2022-JP", "utf-16", nil])
    func `what is no sign is marked, and the rest is read`(encoding: String?) {
        for bytes in [[0xFF], [0x82], [0xFF, 0xFF, 0x41], [0x1B, 0x24], Array(repeating: 0xFF, count: 20_000)]
            as [[UInt8]]
        {
            let text = DecodedText.text(of: bytes, encoding: encoding)
            #expect(text.utf8.count <= 3 * bytes.count)
        }
        let text = DecodedText.text(of: [0xFF] + Self.shiftJIS + [0x82], encoding: "Shift_JIS")
        #expect(text == "\u{FFFD}ようこそ\u{FFFD}")
    }
}
