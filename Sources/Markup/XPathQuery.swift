internal import CLibXML2

/// A question to a document in XPath 1.0, with the namespaces that its prefixes stand for.
///
///     let dates = try XPathQuery("//dc:date", namespaces: [("dc", "http://purl.org/dc/elements/1.1/")])
///
/// A prefix means only what is named here, whatever the document calls it; `*[local-name()='date']` asks for any.
public struct XPathQuery: Sendable {
    /// Bytes of an expression.
    static let lengthLimit = 2_000
    /// Steps that libxml2 counts while it evaluates; some 20 ms.
    static let stepLimit: UInt = 2_000_000
    /// Nodes in one answer.
    static let nodeLimit = 50_000

    public let expression: String
    private let namespaces: [(prefix: String, address: String)]

    /// Throws when the expression cannot be understood. Prefixes and functions that nobody knows show only when a document
    /// is asked.
    public init(_ expression: String, namespaces: [(prefix: String, address: String)] = []) throws(XPathError) {
        guard expression.utf8.count <= Self.lengthLimit else { throw .tooLong(limitBytes: Self.lengthLimit) }
        self.expression = expression
        self.namespaces = namespaces
        LibXML2.prepare()
        try Self.inContext(of: nil) { (context) throws(XPathError) in
            xmlXPathFreeCompExpr(try compile(context))
        }
    }

    func evaluate(in document: MarkupDocument, at node: xmlNodePtr) throws(XPathError) -> XPathValue {
        LibXML2.prepare()
        return try Self.inContext(of: document) { (context) throws(XPathError) in
            for namespace in namespaces {
                guard xmlXPathRegisterNs(context, namespace.prefix, namespace.address) == 0 else {
                    throw .malformed(message: "the prefix of a namespace is empty")
                }
            }
            let compiled = try compile(context)
            defer { xmlXPathFreeCompExpr(compiled) }
            context.pointee.node = node
            guard let result = xmlXPathCompiledEval(compiled, context) else {
                throw Self.fault(in: context)
            }
            defer { xmlXPathFreeObject(result) }
            return try XPathValue(result.pointee, document)
        }
    }

    private func compile(_ context: xmlXPathContextPtr) throws(XPathError) -> xmlXPathCompExprPtr {
        guard !expression.utf8.contains(0), let compiled = xmlXPathCtxtCompile(context, expression) else {
            throw Self.fault(in: context)
        }
        return compiled
    }

    /// Runs `body` with a context that ends with it.
    private static func inContext<Result>(
        of document: MarkupDocument?, _ body: (xmlXPathContextPtr) throws(XPathError) -> Result
    ) throws(XPathError) -> Result {
        guard let context = xmlXPathNewContext(document?.pointer) else { throw .malformed(message: "out of memory") }
        defer { xmlXPathFreeContext(context) }
        context.pointee.opLimit = stepLimit
        // The error stays in the context, from where it is read; without a receiver it would be printed.
        context.pointee.error = { _, _ in }
        return try body(context)
    }

    /// libxml2's errors in XPath carry a code and a place, and no message (`xmlXPathErr`).
    private static func fault(in context: xmlXPathContextPtr) -> XPathError {
        let error = context.pointee.lastError
        let code = error.code - Int32(bitPattern: XML_XPATH_EXPRESSION_OK.rawValue)
        if code == Int32(bitPattern: XPATH_OP_LIMIT_EXCEEDED.rawValue) { return .tooCostly }
        let column = max(1, Int(error.int1) + 1)
        let message = error.message.map { String(cString: $0) }?.split(separator: "\n").first.map(String.init)
        return .malformed(message: "\(message ?? "the expression cannot be understood") at character \(column)")
    }
}
