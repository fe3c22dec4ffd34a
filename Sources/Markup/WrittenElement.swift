internal import CLibXML2

/// An element of a document that NightCall writes, such as TwiML.
///
///     let say = WrittenElement("Say", ["language": "ja-JP"], text: "1を押してください。")
///     let bytes = WrittenElement("Response", content: [.element(say)]).documentBytes
///
/// Names are literals of this program, so that nothing from outside can become one; a literal that is no name of XML, or
/// an attribute that stands twice, is the programmer's mistake. Values and texts may be anything: escaping is libxml2's
/// work, and a character that no XML document can hold becomes U+FFFD.
public struct WrittenElement: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case text(String)
        case element(WrittenElement)
    }

    struct Attribute: Hashable, Sendable {
        let name: String
        let value: String
    }

    let name: String
    let attributes: [Attribute]
    let content: [Content]

    /// - Parameter attributes: in the order in which they are written. A namespace is declared like any other: `xmlns:dc`.
    public init(
        _ name: XMLName, _ attributes: KeyValuePairs<XMLName, String> = [:], content: [Content] = []
    ) {
        self.name = name.text
        self.attributes = attributes.map { Attribute(name: $0.key.text, value: $0.value) }
        self.content = content
        precondition(
            Set(self.attributes.map(\.name)).count == attributes.count, "an attribute of \(name.text) stands twice")
    }

    public init(_ name: XMLName, _ attributes: KeyValuePairs<XMLName, String> = [:], text: String) {
        self.init(name, attributes, content: [.text(text)])
    }
}

/// The name of an element or an attribute, with a prefix or without. Only a literal can be one.
public struct XMLName: ExpressibleByStringLiteral, Sendable {
    let text: String

    public init(stringLiteral text: StaticString) {
        self.text = text.description
        precondition(xmlValidateQName(self.text, 0) == 0, "\(text) is no name of XML")
    }
}
