/// Writes HTML or XML. Names of elements and attributes are constants of this program; everything else is escaped, so
/// that no text from outside can become markup.
///
///     var page = MarkupText(.html)
///     page.element("p", ["class": "summary"], text: alert.summary)
public struct MarkupText: Sendable {
    public enum Dialect: Hashable, Sendable {
        case html
        /// XML 1.0, where an element without content is closed at once.
        case xml
    }

    private let dialect: Dialect
    public private(set) var text = ""

    /// Begins with the document type of HTML, or the declaration of XML.
    public init(_ dialect: Dialect) {
        self.dialect = dialect
        switch dialect {
        case .html: text = "<!DOCTYPE html>\n"
        case .xml: text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        }
    }

    /// An element with content.
    public mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ content: (inout MarkupText) -> Void
    ) {
        open(name, attributes)
        text += ">"
        content(&self)
        text += "</\(name)>"
    }

    /// An element with a text as its content.
    public mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text content: String
    ) {
        element(name, attributes) { $0.write(content) }
    }

    /// An element that has no content: `<meta …>` in HTML, `<testcase …/>` in XML.
    public mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        open(name, attributes)
        switch dialect {
        case .html: text += ">"
        case .xml: text += "/>"
        }
    }

    /// A text between the elements.
    public mutating func write(_ content: String) {
        append(content, inAttribute: false)
    }

    /// Markup that is written as it stands, such as a style sheet; a constant of this program.
    public mutating func constant(_ markup: StaticString) {
        text += "\(markup)"
    }

    private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        text += "<\(name)"
        for (name, value) in attributes {
            text += " \(name)=\""
            append(value, inAttribute: true)
            text += "\""
        }
    }

    private mutating func append(_ content: String, inAttribute: Bool) {
        for scalar in content.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            // Unescaped, a reader makes a space of them in an attribute, and a line feed of CR (XML 1.0, 2.11 and 3.3.3).
            case "\t" where inAttribute: text += "&#9;"
            case "\n" where inAttribute: text += "&#10;"
            case "\r": text += "&#13;"
            case _ where scalar.isForbidden: text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Not a character of XML 1.0 (section 2.2), not even as a reference; HTML reads such ones as errors.
    fileprivate var isForbidden: Bool {
        switch value {
        case 0x9, 0xA, 0xD: false
        case ..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
