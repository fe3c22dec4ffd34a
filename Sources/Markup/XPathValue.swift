internal import CLibXML2

/// What a query yields: one of the four kinds of XPath 1.0.
public enum XPathValue {
    /// In document order.
    case nodes([MarkupNode])
    case string(String)
    /// May be infinite or no number at all, as in `number('x')`.
    case number(Double)
    case flag(Bool)

    init(_ object: xmlXPathObject, _ document: MarkupDocument) throws(XPathError) {
        switch object.type {
        case XPATH_NODESET:
            let count = object.nodesetval.map { Int($0.pointee.nodeNr) } ?? 0
            guard count <= XPathQuery.nodeLimit else { throw .tooManyNodes(limit: XPathQuery.nodeLimit) }
            xmlXPathNodeSetSort(object.nodesetval)
            let found = (0..<count).compactMap { object.nodesetval?.pointee.nodeTab?[$0] }
            // A namespace in a set of nodes is a copy that ends with the answer, and no node at all.
            self = .nodes(
                found.filter { $0.pointee.type != XML_NAMESPACE_DECL }
                    .map { MarkupNode(document: document, pointer: $0) })
        case XPATH_STRING: self = .string(object.stringval.map { String(cString: $0) } ?? "")
        case XPATH_NUMBER: self = .number(object.floatval)
        case XPATH_BOOLEAN: self = .flag(object.boolval != 0)
        default: throw .otherKind(wanted: "nodes, a text, a number or a truth")
        }
    }

    /// By XPath's own conversion: the text of the first node, a number in digits, `true` or `false`.
    public var string: String {
        switch self {
        case .nodes(let nodes): return nodes.first?.text ?? ""
        case .string(let text): return text
        case .number(let number):
            guard let text = xmlXPathCastNumberToString(number) else { return "" }
            defer { nightcallFreeXMLText(text) }
            return String(cString: text)
        case .flag(let flag): return flag ? "true" : "false"
        }
    }

    /// By XPath's own conversion: what is no number in digits is `nan`.
    public var number: Double {
        switch self {
        case .nodes, .string: xmlXPathCastStringToNumber(string)
        case .number(let number): number
        case .flag(let flag): flag ? 1 : 0
        }
    }

    /// Throws for a query such as `count(//item)`, which yields no nodes.
    public var nodes: [MarkupNode] {
        get throws(XPathError) {
            guard case .nodes(let nodes) = self else { throw .otherKind(wanted: "nodes") }
            return nodes
        }
    }
}
