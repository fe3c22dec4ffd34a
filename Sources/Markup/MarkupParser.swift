internal import CLibXML2

/// One parse: from bytes to a tree, or to the first reason against it.
struct MarkupParser {
    enum Form {
        case xml, html
    }

    let form: Form
    /// As the transport named it.
    let encoding: String?
    let limits: MarkupLimits

    func parse(_ bytes: [UInt8]) throws(MarkupError) -> xmlDocPtr {
        guard bytes.count <= min(limits.bytes, Int(Int32.max)) else { throw .tooLarge(limitBytes: limits.bytes) }
        if let encoding, !MarkupEncoding.isRead(encoding) { throw .encoding(encoding) }
        if form == .xml {
            if MarkupEncoding.isEBCDIC(bytes) { throw .encoding(nil) }
            if let line = TagScan.crowdedLine(in: bytes) { throw .tooManyAttributes(line: line) }
        }
        LibXML2.prepare()
        let watch = ParseWatch(limits: limits)
        // The context holds the watch without owning it.
        return try withExtendedLifetime(watch) { () throws(MarkupError) in try parse(bytes, watch) }
    }

    private func parse(_ bytes: [UInt8], _ watch: ParseWatch) throws(MarkupError) -> xmlDocPtr {
        guard let context = form == .xml ? xmlNewParserCtxt() : htmlNewParserCtxt() else {
            throw .malformed(line: 1, column: 1, message: "out of memory")
        }
        defer { xmlFreeParserCtxt(context) }
        watch.install(in: context, form)
        read(bytes, into: context)
        let document = context.pointee.myDoc
        context.pointee.myDoc = nil
        do throws(MarkupError) {
            if let refusal = watch.refusal { throw refusal }
            guard let document, form == .html || context.pointee.wellFormed == 1 else { throw watch.firstFault }
            return document
        } catch {
            xmlFreeDoc(document)
            throw error
        }
    }

    private func read(_ bytes: [UInt8], into context: xmlParserCtxtPtr) {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let count = Int32(buffer.count)
            switch form {
            case .xml:
                // Never NOENT, DTDLOAD, DTDATTR or HUGE: they read what the document names, and take the limits away.
                var options = XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_COMPACT.rawValue
                options |= XML_PARSE_BIG_LINES.rawValue
                if encoding != nil { options |= XML_PARSE_IGNORE_ENC.rawValue }
                let document = xmlCtxtReadMemory(context, start, count, nil, encoding, Int32(options))
                if document != nil { context.pointee.myDoc = document }
            case .html:
                let options = HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue | HTML_PARSE_RECOVER.rawValue
                let name = encoding ?? MarkupEncoding.ofHTML(bytes)
                let document = htmlCtxtReadMemory(context, start, count, nil, name, Int32(options))
                if document != nil { context.pointee.myDoc = document }
            }
        }
    }
}
