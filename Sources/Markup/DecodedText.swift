internal import Glibc

/// The text of what a server sent, in whichever of the encodings of Japan, of Unicode and of the West it was written.
///
///     DecodedText.text(of: body, encoding: "Shift_JIS")
public enum DecodedText {
    /// What is no sign of the encoding becomes U+FFFD; an encoding that is not read here is taken for UTF-8.
    ///
    /// - Parameter encoding: what the transport said (`charset` of `Content-Type`); it wins over what the text declares. A
    ///   text that is UTF-8 throughout, with a sign beyond ASCII, is UTF-8 whatever either says.
    public static func text(of bytes: [UInt8], encoding: String?) -> String {
        let name = encoding ?? marked(bytes) ?? declared(bytes)
        guard MarkupEncoding.ofHTML(bytes) == nil, let name, MarkupEncoding.isRead(name), let iconv = Iconv(from: name)
        else { return String(decoding: bytes, as: UTF8.self) }
        return iconv.text(of: bytes)
    }

    /// By the mark at the beginning (Unicode, 23.8).
    private static func marked(_ bytes: [UInt8]) -> String? {
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? "utf-16" : nil
    }

    /// What a page or an XML declaration says near its beginning, as browsers look for it (HTML, 13.2.3.2: 1,024 bytes).
    private static func declared(_ bytes: [UInt8]) -> String? {
        let head = String(decoding: bytes.prefix(1_024), as: UTF8.self).lowercased()
        for place in ["charset", "encoding"].flatMap({ head.ranges(of: $0) }) {
            let rest = head[place.upperBound...].drop(while: \.isWhitespace)
            guard rest.first == "=" else { continue }
            let name = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
                .prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            if !name.isEmpty { return String(name) }
        }
        return nil
    }
}

/// One conversion to UTF-8 by iconv(3).
private final class Iconv {
    private let handle: iconv_t

    init?(from name: String) {
        guard let handle = iconv_open("UTF-8", Self.known(name)), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// What is called Shift_JIS or EUC-JP in the web holds the signs of Windows as well (https://encoding.spec.whatwg.org/).
    private static func known(_ name: String) -> String {
        switch name.lowercased() {
        case "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji", "csshiftjis":
            "CP932"
        case "euc-jp", "eucjp", "x-euc-jp": "EUC-JP-MS"
        case "csiso2022jp": "ISO-2022-JP"
        default: name
        }
    }

    func text(of bytes: [UInt8]) -> String {
        var read = bytes.map { CChar(bitPattern: $0) }
        var text: [UInt8] = []
        var buffer = [CChar](repeating: 0, count: 8_192)
        read.withUnsafeMutableBufferPointer { source in
            var next = source.baseAddress
            var left = source.count
            while left > 0 {
                let (result, written, error) = buffer.withUnsafeMutableBufferPointer { target in
                    var place = target.baseAddress
                    var room = target.count
                    let result = iconv(handle, &next, &left, &place, &room)
                    return (result, target.count - room, errno)
                }
                text += buffer[..<written].map { UInt8(bitPattern: $0) }
                // A full buffer is emptied and filled again; anything else is a byte that is no sign.
                if result == -1, error != E2BIG, left > 0 {
                    text += [0xEF, 0xBF, 0xBD]
                    next = next?.advanced(by: 1)
                    left -= 1
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
