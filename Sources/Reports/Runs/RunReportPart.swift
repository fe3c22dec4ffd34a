public import ServiceHours

/// One part of a run's report: a title, and what stands under it, for every format.
public struct RunReportPart: Sendable {
    public enum Content: Sendable {
        /// Labels and values.
        case facts([(label: String, value: String)])
        /// Sentences.
        case lines([String])
        /// A table; the first row is its head.
        case table(head: [String], rows: [[String]])
        /// What happened when.
        case events([(at: Instant, text: String)])
    }

    public let title: String
    public let contents: [Content]

    init(_ title: String, _ contents: Content...) {
        self.title = title
        self.contents = contents
    }
}
