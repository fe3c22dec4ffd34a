public import ServiceHours

/// What one check found, and the evidence that its verdict rests on.
public struct CheckResult: Hashable, Sendable {
    public let verdict: Verdict
    /// One sentence for the report.
    public let sentence: Words
    /// What was read, in the order of the kind's values; what could not be read is not there.
    public let readings: [Reading]
    public let evidence: Evidence

    public init(verdict: Verdict, sentence: Words, readings: [Reading] = [], evidence: Evidence) {
        self.verdict = verdict
        self.sentence = sentence
        self.readings = readings
        self.evidence = evidence
    }
}

/// A value that a check read.
public struct Reading: Hashable, Sendable {
    public let name: String
    /// A number as it was read, without its unit, or a word.
    public let value: String
    /// What it was held against, as the runbook writes it; nil when against nothing.
    public let threshold: String?

    public init(_ name: String, _ value: String, threshold: String? = nil) {
        self.name = name
        self.value = value
        self.threshold = threshold
    }
}

/// What a verdict rests on. No secret stands in it.
public struct Evidence: Hashable, Sendable {
    /// What was asked, as a person would write it: an address, the words of a command.
    public var source: String
    /// When the datum was made, as its source tells; nil when it does not tell.
    public var sourceTime: Instant?
    public var readAt: Instant
    /// Of the last attempt.
    public var latency: Span
    public var attempts: Int
    /// By which the other side can find the request again.
    public var requestID: String?
    /// SHA-256 of all that was received, in hexadecimal; nil when nothing was.
    public var digest: String?
    /// The beginning of what was received, of at most 2,000 characters, without control characters.
    public var excerpt: String
    /// What else the kind tells, in its own order.
    public var details: [Detail]

    public struct Detail: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        source: String, sourceTime: Instant? = nil, readAt: Instant, latency: Span, attempts: Int = 1,
        requestID: String? = nil, digest: String? = nil, excerpt: String = "", details: [Detail] = []
    ) {
        self.source = source
        self.sourceTime = sourceTime
        self.readAt = readAt
        self.latency = latency
        self.attempts = attempts
        self.requestID = requestID
        self.digest = digest
        self.excerpt = excerpt
        self.details = details
    }

    /// How old the datum was when it was read; nil when its source tells no time.
    public var age: Span? { sourceTime.map { readAt.since($0) } }
}
