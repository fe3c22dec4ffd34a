internal import CLibXML2

/// An XML or HTML document that was read from bytes, to be asked with `XPathQuery`.
///
///     let feed = try MarkupDocument(xml: bytes)
///     let titles = try feed.nodes(at: try XPathQuery("/rss/channel/item/title")).map(\.text)
///
/// Reading neither opens files nor connections, whatever the document says. It refuses a document type in XML, and what is
/// beyond the limits. Comments, processing instructions and the difference between CDATA and text are dropped.
///
/// A document does not change after it was read. It and its nodes stay in one task; what is asked of them are values.
public final class MarkupDocument {
    let pointer: xmlDocPtr

    /// - Parameters:
    ///   - encoding: what the transport said (`charset` of `Content-Type`); it wins over what the document declares.
    public init(xml bytes: [UInt8], encoding: String? = nil, limits: MarkupLimits = .standard) throws(MarkupError) {
        pointer = try MarkupParser(form: .xml, encoding: encoding, limits: limits).parse(bytes)
    }

    /// Takes tag soup as browsers do: whatever is open is closed, and what cannot be understood is left out.
    public init(html bytes: [UInt8], encoding: String? = nil, limits: MarkupLimits = .standard) throws(MarkupError) {
        pointer = try MarkupParser(form: .html, encoding: encoding, limits: limits).parse(bytes)
    }

    deinit {
        xmlFreeDoc(pointer)
    }

    /// The document's one element that lies in no other; nil for HTML without any.
    public var root: MarkupNode? {
        xmlDocGetRootElement(pointer).map { MarkupNode(document: self, pointer: $0) }
    }

    public func evaluate(_ query: XPathQuery) throws(XPathError) -> XPathValue {
        try query.evaluate(in: self, at: UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: xmlNode.self))
    }

    public func string(at query: XPathQuery) throws(XPathError) -> String { try evaluate(query).string }

    public func number(at query: XPathQuery) throws(XPathError) -> Double { try evaluate(query).number }

    public func nodes(at query: XPathQuery) throws(XPathError) -> [MarkupNode] { try evaluate(query).nodes }
}
