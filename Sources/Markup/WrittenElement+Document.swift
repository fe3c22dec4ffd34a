internal import CLibXML2

extension WrittenElement {
    /// The whole document in UTF-8, with its declaration, on one line.
    public var documentBytes: [UInt8] {
        let output = DocumentOutput()
        output.write(self)
        return output.finish()
    }
}

/// A writer of libxml2 into memory. It fails only where memory ends, or where its functions are called in a wrong order.
private struct DocumentOutput: ~Copyable {
    private let buffer: xmlBufferPtr
    private let writer: xmlTextWriterPtr

    init() {
        guard let buffer = xmlBufferCreate(), let writer = xmlNewTextWriterMemory(buffer, 0) else {
            preconditionFailure("no memory for a document")
        }
        self.buffer = buffer
        self.writer = writer
        Self.require(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil), "begin the document")
    }

    deinit {
        xmlFreeTextWriter(writer)
        xmlBufferFree(buffer)
    }

    func write(_ element: WrittenElement) {
        Self.require(xmlTextWriterStartElement(writer, element.name), "begin \(element.name)")
        for attribute in element.attributes {
            let value = XMLCharacters.replacingForbidden(in: attribute.value)
            Self.require(xmlTextWriterWriteAttribute(writer, attribute.name, value), "write \(attribute.name)")
        }
        for part in element.content {
            switch part {
            case .text(let text):
                Self.require(xmlTextWriterWriteString(writer, XMLCharacters.replacingForbidden(in: text)), "write text")
            case .element(let inner):
                write(inner)
            }
        }
        Self.require(xmlTextWriterEndElement(writer), "end \(element.name)")
    }

    func finish() -> [UInt8] {
        Self.require(xmlTextWriterEndDocument(writer), "end the document")
        Self.require(xmlTextWriterFlush(writer), "write the document out")
        let count = Int(xmlBufferLength(buffer))
        return xmlBufferContent(buffer).map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? []
    }

    private static func require(_ result: Int32, _ deed: String) {
        precondition(result >= 0, "libxml2 could not \(deed)")
    }
}
