/// Looks through the bytes of an XML document for a tag with more attributes than the parser should be given.
///
/// In XML no value of an attribute holds a `<`, so every tag lies wholly between one `<` and the next. What stands there
/// besides the tag is text, where a quoted value is rare.
enum TagScan {
    /// The line of a tag with more than `limit` quoted values, or nil.
    static func crowdedLine(in bytes: [UInt8], limit: Int = MarkupLimits.valuesInTag) -> Int? {
        var line = 1
        var values = 0
        var isAfterEqualsSign = false
        var isInTwoByteText = false
        var beforeLast: UInt8 = 0
        for byte in bytes {
            switch byte {
            // UTF-16 puts a zero beside every sign of ASCII.
            case 0: continue
            // ISO-2022-JP: ESC $ begins characters of two bytes, any of which may look like a sign; ESC ( ends them.
            case UInt8(ascii: "$") where beforeLast == 0x1B: isInTwoByteText = true
            case UInt8(ascii: "(") where beforeLast == 0x1B: isInTwoByteText = false
            case UInt8(ascii: "\n"):
                line += 1
            case UInt8(ascii: "<") where !isInTwoByteText:
                values = 0
                isAfterEqualsSign = false
            case UInt8(ascii: "=") where !isInTwoByteText:
                isAfterEqualsSign = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isAfterEqualsSign, !isInTwoByteText {
                    values += 1
                    if values > limit { return line }
                }
                isAfterEqualsSign = false
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default:
                if !isInTwoByteText { isAfterEqualsSign = false }
            }
            beforeLast = byte
        }
        return nil
    }
}
