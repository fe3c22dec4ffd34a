internal import CLibXML2

/// What is set once for the whole process, and for the thread that parses.
enum LibXML2 {
    /// After this, no part of libxml2 opens a file or a connection in this process, whichever option was forgotten and
    /// whichever schema includes another.
    private static let isPrepared: Bool = {
        xmlInitParser()
        xmlSetExternalEntityLoader { _, _, _ in nil }
        return true
    }()

    /// To be called on the thread that then parses: errors that belong to no context, such as those of iconv and of XPath's
    /// functions, would be printed on standard error.
    static func prepare() {
        precondition(isPrepared)
        xmlSetStructuredErrorFunc(nil) { _, _ in }
        nightcallSilenceXML()
    }
}

/// What libxml2 says is wrong.
struct LibXML2Complaint {
    let code: UInt32
    let line: Int
    let column: Int
    /// Without the line's end that libxml2 puts there.
    let message: String

    init(_ error: xmlError) {
        code = UInt32(bitPattern: error.code)
        line = max(1, Int(error.line))
        column = max(1, Int(error.int2))
        message = error.message.map { String(cString: $0) }?.split(separator: "\n").joined(separator: " ") ?? ""
    }
}
