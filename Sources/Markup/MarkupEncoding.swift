internal import CLibXML2

/// The encodings that documents come in: those of Japan, those of Unicode, and the Western ones.
///
/// libxml2 would hand every name to iconv, which knows some hundred. In each of these, `<`, `=` and quotes are the bytes
/// of ASCII, so that `TagScan` sees what the parser will see.
enum MarkupEncoding {
    private static let names: Set<String> = [
        "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be", "iso-10646-ucs-2",
        "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji", "csshiftjis",
        "euc-jp", "eucjp", "x-euc-jp", "iso-2022-jp", "csiso2022jp", "latin1",
    ]

    static func isRead(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || isNumbered(name, after: "iso-8859-") || isNumbered(name, after: "windows-125")
    }

    private static func isNumbered(_ name: String, after prefix: String) -> Bool {
        let number = name.dropFirst(prefix.count)
        return name.hasPrefix(prefix) && (1...2).contains(number.utf8.count)
            && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether a document that declares nothing would be taken for EBCDIC, where no sign is that of ASCII.
    static func isEBCDIC(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94])
    }

    /// The encoding to tell the parser of HTML, which takes bytes without a declaration for Latin 1. A text that is UTF-8
    /// throughout, with at least one sign beyond ASCII, is UTF-8 whatever it declares: no other encoding yields that by
    /// chance. ISO-2022-JP is all ASCII, and is left to its declaration.
    static func ofHTML(_ bytes: [UInt8]) -> String? {
        bytes.contains { $0 >= 0x80 } && String(validating: bytes, as: UTF8.self) != nil ? "UTF-8" : nil
    }
}
