internal import CLibXML2

/// Stands between the parser and the tree it builds: counts what is built, stops what is not allowed, keeps the faults.
///
/// A class, because libxml2 hands the same watch to every callback; it lives as long as one parse.
final class ParseWatch {
    private let limits: MarkupLimits
    private var nodes = 0
    /// What stopped the parser.
    private(set) var refusal: MarkupError?
    private var complaint: LibXML2Complaint?

    init(limits: MarkupLimits) {
        self.limits = limits
    }

    /// The fault that libxml2 met first; later ones often only follow from it.
    var firstFault: MarkupError {
        guard let complaint else { return .malformed(line: 1, column: 1, message: "there is no element") }
        if complaint.code == XML_ERR_UNSUPPORTED_ENCODING.rawValue
            || complaint.code == XML_ERR_UNKNOWN_ENCODING.rawValue
        {
            return .encoding(nil)
        }
        return .malformed(line: complaint.line, column: complaint.column, message: complaint.message)
    }

    func install(in context: xmlParserCtxtPtr, _ form: MarkupParser.Form) {
        context.pointee._private = Unmanaged.passUnretained(self).toOpaque()
        guard let handler = context.pointee.sax else { return }
        handler.pointee.serror = { context, error in
            guard let error = error?.pointee else { return }
            ParseWatch.of(context)?.complained(error)
        }
        handler.pointee.comment = nil
        handler.pointee.processingInstruction = nil
        switch form {
        case .xml:
            handler.pointee.startDocument = { context in
                xmlSAX2StartDocument(context)
                ParseWatch.of(context)?.documentBegan(context)
            }
            handler.pointee.internalSubset = { context, _, _, _ in ParseWatch.of(context)?.typeWasDeclared(context) }
            handler.pointee.startElementNs = {
                context, name, prefix, namespace, namespaces, declarations, count, defaulted, attributes in
                xmlSAX2StartElementNs(
                    context, name, prefix, namespace, namespaces, declarations, count, defaulted, attributes)
                ParseWatch.of(context)?.elementBegan(context, attributes: Int(count) + Int(namespaces))
            }
        case .html:
            xmlDictSetLimit(context.pointee.dict, MarkupLimits.bytesOfNamesInHTML)
            handler.pointee.startElement = { context, name, attributes in
                xmlSAX2StartElement(context, name, attributes)
                // Names and values by turns, with a null at the end.
                var count = 0
                while let attributes, attributes[count] != nil { count += 2 }
                ParseWatch.of(context)?.elementBegan(context, attributes: count / 2)
                ParseWatch.of(context)?.namesWereKept(context)
            }
        }
    }

    private func complained(_ error: xmlError) {
        guard error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        let isNamespaceOnly = error.domain == Int32(bitPattern: XML_FROM_NAMESPACE.rawValue)
        if complaint == nil, !isNamespaceOnly { complaint = LibXML2Complaint(error) }
    }

    private func documentBegan(_ context: UnsafeMutableRawPointer?) {
        let parser = Self.parser(context)?.pointee
        // Which of the two holds the name depends on the encoding.
        for name in [parser?.encoding, parser?.input?.pointee.encoding] {
            guard let name = name.map({ String(cString: $0) }), !MarkupEncoding.isRead(name) else { continue }
            stop(context, .encoding(name))
        }
    }

    private func typeWasDeclared(_ context: UnsafeMutableRawPointer?) {
        stop(context, .documentType(line: Self.line(context)))
    }

    private func elementBegan(_ context: UnsafeMutableRawPointer?, attributes: Int) {
        nodes += 1 + attributes
        if nodes > limits.nodes { stop(context, .tooManyNodes(line: Self.line(context), limit: limits.nodes)) }
        guard let depth = Self.parser(context)?.pointee.nodeNr, Int(depth) > limits.depth else { return }
        stop(context, .tooDeep(line: Self.line(context), limit: limits.depth))
    }

    private func namesWereKept(_ context: UnsafeMutableRawPointer?) {
        let usedBytes = xmlDictGetUsage(Self.parser(context)?.pointee.dict)
        if usedBytes > MarkupLimits.bytesOfNamesInHTML { stop(context, .tooManyAttributes(line: Self.line(context))) }
    }

    private func stop(_ context: UnsafeMutableRawPointer?, _ error: MarkupError) {
        if refusal == nil { refusal = error }
        xmlStopParser(Self.parser(context))
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> ParseWatch? {
        parser(context)?.pointee._private.map { Unmanaged<ParseWatch>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func parser(_ context: UnsafeMutableRawPointer?) -> xmlParserCtxtPtr? {
        context?.assumingMemoryBound(to: xmlParserCtxt.self)
    }

    private static func line(_ context: UnsafeMutableRawPointer?) -> Int {
        max(1, Int(xmlSAX2GetLineNumber(context)))
    }
}
