internal import CLibXML2

/// What documents of one kind look like, in RELAX NG (ISO/IEC 19757-2) as XML. It stands in one document: what it would
/// include is never read, and makes it no schema.
///
///     let schema = try MarkupSchema(relaxNG: bytes)
///     let faults = schema.faults(of: document)
///
/// Unchecked, because after it was read libxml2 only looks at a schema: each validation keeps its own state.
public final class MarkupSchema: @unchecked Sendable {
    /// One place where a document is not as the schema says.
    public struct Fault: Hashable, Sendable {
        /// Counted from 1; libxml2 knows no column here.
        public let line: Int
        /// libxml2's own words.
        public let message: String
    }

    /// Faults that are told of one document; most are consequences of the first.
    public static let faultLimit = 20

    private let pointer: xmlRelaxNGPtr

    public init(relaxNG bytes: [UInt8]) throws(MarkupError) {
        let document = try MarkupDocument(xml: bytes)
        let complaints = Complaints()
        let schema = withExtendedLifetime((document, complaints)) { () -> xmlRelaxNGPtr? in
            guard let context = xmlRelaxNGNewDocParserCtxt(document.pointer) else { return nil }
            defer { xmlRelaxNGFreeParserCtxt(context) }
            xmlRelaxNGSetParserStructuredErrors(context, Complaints.take, complaints.opaque)
            return xmlRelaxNGParse(context)
        }
        guard let schema else {
            let first = complaints.faults.first ?? Fault(line: 1, message: "this is no schema")
            throw .malformed(line: first.line, column: 1, message: first.message)
        }
        pointer = schema
    }

    deinit {
        xmlRelaxNGFree(pointer)
    }

    /// At most `faultLimit`, in the order in which they were met; none for a document that is as it should be.
    public func faults(of document: MarkupDocument) -> [Fault] {
        LibXML2.prepare()
        let complaints = Complaints()
        let isValid = withExtendedLifetime((document, complaints)) {
            guard let context = xmlRelaxNGNewValidCtxt(pointer) else { return false }
            defer { xmlRelaxNGFreeValidCtxt(context) }
            xmlRelaxNGSetValidStructuredErrors(context, Complaints.take, complaints.opaque)
            return xmlRelaxNGValidateDoc(context, document.pointer) == 0
        }
        if isValid { return [] }
        return complaints.faults.isEmpty ? [Fault(line: 1, message: "not as the schema says")] : complaints.faults
    }
}

/// Gathers what libxml2 calls wrong. A class, because it is handed through C; it lives as long as one call.
private final class Complaints {
    private(set) var faults: [MarkupSchema.Fault] = []

    var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let take: xmlStructuredErrorFunc = { opaque, error in
        guard let opaque, let error = error?.pointee else { return }
        let complaints = Unmanaged<Complaints>.fromOpaque(opaque).takeUnretainedValue()
        guard complaints.faults.count < MarkupSchema.faultLimit else { return }
        let complaint = LibXML2Complaint(error)
        complaints.faults.append(MarkupSchema.Fault(line: complaint.line, message: complaint.message))
    }
}
