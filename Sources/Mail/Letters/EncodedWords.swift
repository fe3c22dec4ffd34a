internal import Foundation

/// Text of any language in a header field: encoded words, each of whole characters and on a line of its own of at most 76
/// characters, the name of the field included (RFC 2047, 2 and 5).
enum EncodedWords {
    static func text(_ text: String) -> String {
        let line = text.unicodeScalars.reduce(into: "") { line, scalar in
            line.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        let isPlain = line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && line.utf8.count <= 60
        // What looks like an encoded word would be read as one.
        guard !isPlain || line.contains("=?") else { return line }
        var words: [String] = []
        var part = ""
        for scalar in line.unicodeScalars {
            if part.utf8.count + String(scalar).utf8.count > bytesAWord {
                words.append(part)
                part = ""
            }
            part.unicodeScalars.append(scalar)
        }
        words.append(part)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// 52 characters in base64, 12 around them, and `Subject: ` before.
    private static let bytesAWord = 39
}
