internal import CLibXML2

/// An element, an attribute or a text of a document. It keeps its document alive.
public struct MarkupNode {
    let document: MarkupDocument
    let pointer: xmlNodePtr

    /// Without prefix, so that `dc:date` is `date`; `text` for a text.
    public var name: String {
        pointer.pointee.name.map { String(cString: $0) } ?? ""
    }

    /// The address that the prefix stands for; nil without one, or where the document does not declare it.
    public var namespace: String? {
        switch pointer.pointee.type {
        case XML_ELEMENT_NODE, XML_ATTRIBUTE_NODE: pointer.pointee.ns?.pointee.href.map { String(cString: $0) }
        default: nil
        }
    }

    /// All text within, as it stands, or the value of an attribute.
    public var text: String {
        guard let content = xmlNodeGetContent(pointer) else { return "" }
        defer { nightcallFreeXMLText(content) }
        return String(cString: content)
    }

    /// The line, counted from 1, where the element begins.
    public var line: Int {
        max(1, xmlGetLineNo(pointer))
    }

    /// The value of an attribute without a prefix, or nil.
    public func attribute(_ name: String) -> String? {
        guard pointer.pointee.type == XML_ELEMENT_NODE, let value = xmlGetNoNsProp(pointer, name) else { return nil }
        defer { nightcallFreeXMLText(value) }
        return String(cString: value)
    }

    /// The elements directly within.
    public var elements: [MarkupNode] {
        guard pointer.pointee.type == XML_ELEMENT_NODE else { return [] }
        return sequence(first: pointer.pointee.children) { $0?.pointee.next }.prefix { $0 != nil }.compactMap { $0 }
            .filter { $0.pointee.type == XML_ELEMENT_NODE }.map { MarkupNode(document: document, pointer: $0) }
    }

    /// Asks from this node on: `title` is the element in it, `/rss` still the document's root.
    public func evaluate(_ query: XPathQuery) throws(XPathError) -> XPathValue {
        try query.evaluate(in: document, at: pointer)
    }

    public func string(at query: XPathQuery) throws(XPathError) -> String { try evaluate(query).string }

    public func number(at query: XPathQuery) throws(XPathError) -> Double { try evaluate(query).number }

    public func nodes(at query: XPathQuery) throws(XPathError) -> [MarkupNode] { try evaluate(query).nodes }
}
