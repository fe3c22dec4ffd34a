/// Why a question could not be answered.
public enum XPathError: Error, Hashable, Sendable {
    /// No XPath, or with a prefix or a function that is not known; where, in a phrase.
    case malformed(message: String)
    case tooLong(limitBytes: Int)
    /// The answer would have taken too many steps.
    case tooCostly
    case tooManyNodes(limit: Int)
    /// The answer is of another kind than the one asked for.
    case otherKind(wanted: String)
}

extension XPathError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let message): "this is no XPath: \(message)"
        case .tooLong(let limit): "the XPath is longer than \(limit) bytes"
        case .tooCostly: "the XPath takes too many steps on this document"
        case .tooManyNodes(let limit): "the XPath finds more than \(limit) nodes"
        case .otherKind(let wanted): "the XPath does not yield \(wanted)"
        }
    }
}
