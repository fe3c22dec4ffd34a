/// Why a document was not taken. Lines count from 1.
public enum MarkupError: Error, Hashable, Sendable {
    /// Not as XML is written (XML 1.0, section 2.1), not in its encoding, or cut off; `message` is libxml2's own.
    case malformed(line: Int, column: Int, message: String)
    /// The document declares its own type. Such a declaration can name files and addresses to be read, and entities that
    /// grow beyond all memory (CAPEC-197, CAPEC-201); none of the forms that are read here needs one.
    case documentType(line: Int)
    /// The encoding is none that is read here. Nil where it cannot be told.
    case encoding(String?)
    case tooLarge(limitBytes: Int)
    case tooDeep(line: Int, limit: Int)
    case tooManyNodes(line: Int, limit: Int)
    /// One tag has more attributes than any honest one, or a document more different names.
    case tooManyAttributes(line: Int)
}

extension MarkupError: CustomStringConvertible {
    /// A sentence for the operator, without the document's own text but for what libxml2 quotes of it.
    public var description: String {
        switch self {
        case .malformed(let line, let column, let message): "line \(line), column \(column): \(message)"
        case .documentType(let line): "line \(line): a document type (DOCTYPE) is not allowed here"
        case .encoding(let name?): "the encoding \(name.prefix(40)) is not read here; send UTF-8"
        case .encoding(nil): "the encoding is not read here; send UTF-8"
        case .tooLarge(let limit): "the document is larger than \(limit) bytes"
        case .tooDeep(let line, let limit): "line \(line): elements lie deeper than \(limit) levels"
        case .tooManyNodes(let line, let limit): "line \(line): more than \(limit) elements and attributes"
        case .tooManyAttributes(let line): "line \(line): too many attributes"
        }
    }
}
