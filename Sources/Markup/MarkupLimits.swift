/// How much of a document is taken. What is beyond a limit is refused as soon as it is met, never cut off.
public struct MarkupLimits: Hashable, Sendable {
    /// Bytes of the document as it came.
    public var bytes: Int
    /// Elements within one another, the root included. libxml2 itself takes no more than 256 in XML.
    public var depth: Int
    /// Elements and attributes together.
    public var nodes: Int

    public init(bytes: Int = 4 << 20, depth: Int = 200, nodes: Int = 200_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }

    public static let standard = MarkupLimits()

    /// How many quoted values may stand between one `<` of an XML document and the next. libxml2 2.9 compares every
    /// attribute of a tag with every other: 80,000 in one tag took it 10 s, 2,000 take 4 ms.
    static let valuesInTag = 2_000

    /// Bytes of all different names of an HTML document. Its tags have the same weakness, and nothing in HTML tells the end
    /// of a tag in advance; but to be different the attributes need different names, which are kept in one dictionary.
    ///
    /// It grows in steps of 1,000, 4,000, 16,000 and 64,000 bytes for as long as it is not larger than its limit. With
    /// this limit a single tag fills the last step at most, which takes half a second, and the document is refused.
    static let bytesOfNamesInHTML = 22_000
}
