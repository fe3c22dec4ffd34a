import Markup
import Testing

/// Documents held against a schema in RELAX NG.
@Suite struct SchemaTests {
    private static let head =
        "xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'"

    private static let response = """
        <element name='Response' \(head)>
          <zeroOrMore><choice>
            <element name='Say'><attribute name='language'/><text/></element>
            <element name='Pause'><attribute name='length'><data type='positiveInteger'/></attribute></element>
          </choice></zeroOrMore>
        </element>
        """

    private func schema(_ text: String) throws(MarkupError) -> MarkupSchema {
        try MarkupSchema(relaxNG: Array(text.utf8))
    }

    private func document(_ text: String) throws -> MarkupDocument { try MarkupDocument(xml: Array(text.utf8)) }

    @Test func `a document that is as it should be has no faults`() throws {
        let say = WrittenElement("Say", ["language": "ja-JP"], text: "障害です")
        let written = WrittenElement(
            "Response", content: [.element(say), .element(WrittenElement("Pause", ["length": "1"]))])
        #expect(try schema(Self.response).faults(of: try MarkupDocument(xml: written.documentBytes)) == [])
    }

    @Test(arguments: [
        ("<Response>\n<Pause length='-1'/></Response>", 2, "Type positiveInteger doesn't allow value '-1'"),
        ("<Response>\n\n<Dial/></Response>", 3, "Did not expect element Dial there"),
        ("<Other/>", 1, "Expecting element Response, got Other"),
    ])
    func `a fault is told with its line`(xml: String, line: Int, message: String) throws {
        let faults = try schema(Self.response).faults(of: try document(xml))
        #expect(faults.contains { $0.line == line && $0.message == message }, "\(faults)")
    }

    @Test func `of many faults the first are told`() throws {
        let many = "<Response>" + String(repeating: "<Pause length='x'/>", count: 500) + "</Response>"
        let faults = try schema(Self.response).faults(of: try document(many))
        #expect(!faults.isEmpty && faults.count <= MarkupSchema.faultLimit)
    }

    @Test(arguments: [
        "<element name='a' \(head)><ref name='nope'/></element>", "<a/>", "<element", "",
        "<grammar \(head)><include href='/etc/passwd'/></grammar>",
        "<grammar \(head)><include href='http://127.0.0.1:9/x.rng'/></grammar>",
        "<externalRef href='file:///etc/hostname' \(head)/>",
    ])
    func `what is no schema, or lies in other files, is refused`(text: String) {
        #expect(throws: MarkupError.self) { try schema(text) }
    }
}
