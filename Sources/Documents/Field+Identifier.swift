extension Field {
    /// An id that can stand in an address and a file name: letters, digits, `-`, `_` and `.` of ASCII, at most 64, and no
    /// sign in front.
    package func identifier() -> String? {
        guard let text = scalar(wanted: "an id") else { return nil }
        let bytes = Array(text.utf8)
        let isPlain = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        let begins = bytes.first.map { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".") }
        guard isPlain, begins == true, bytes.count <= 64 else {
            error(
                "\(label) is not fit for an address",
                mend: "write at most 64 letters a-z, digits, `-`, `_` or `.`, with a letter or digit in front")
            return nil
        }
        return text
    }

    /// A mail address, by its shape alone: something, one `@`, and a domain with neither spaces nor line ends in it.
    package func mailAddress() -> String? {
        guard let text = scalar(wanted: "a mail address") else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isShaped =
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 && !"<>,;\"".unicodeScalars.contains($0) }
        guard isShaped else {
            error("\(label) holds no mail address", mend: "write it like `desk@example.jp`")
            return nil
        }
        return text
    }
}
