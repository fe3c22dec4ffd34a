import RunbookModel
import ServiceHours

extension CheckResult {
    /// What the report keeps of an observation.
    init(_ looked: Looked, attempts: Int, _ mask: SecretMask, _ digest: @Sendable ([UInt8]) -> String) {
        let observation = looked.observation
        self.init(
            verdict: observation.verdict,
            sentence: Words(mask.hide(in: observation.sentence.japanese), mask.hide(in: observation.sentence.english)),
            readings: observation.readings.map {
                Reading($0.name, mask.hide(in: $0.value), threshold: $0.threshold)
            },
            evidence: Evidence(
                source: mask.hide(in: observation.source), sourceTime: observation.sourceTime, readAt: looked.readAt,
                latency: looked.latency, attempts: attempts,
                requestID: observation.requestID.map { Excerpt.line(mask.hide(in: $0)) },
                digest: observation.received.isEmpty ? nil : digest(observation.received),
                excerpt: Excerpt.of(observation.received, mask),
                details: observation.details.map { Evidence.Detail($0.name, Excerpt.line(mask.hide(in: $0.value))) }))
    }
}

/// What of the other side's words may stand in a report: bounded, and without control characters.
enum Excerpt {
    static let limit = 2_000

    /// The beginning of what was received.
    static func of(_ bytes: [UInt8], _ mask: SecretMask) -> String {
        // Four bytes a character at most, and enough behind them that no secret is cut in two unseen.
        cut(mask.hide(in: String(decoding: bytes.prefix(limit * 4 + 4_096), as: UTF8.self)), to: limit)
    }

    /// A short text of the other side's within a sentence or a detail.
    static func line(_ text: String, to limit: Int = 300) -> String { cut(text, to: limit) }

    /// Counted in scalars: a single character may hold any number of them.
    private static func cut(_ text: String, to limit: Int) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) { kept.append(isShown(scalar) ? scalar : " ") }
        return String(kept)
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Besides control characters those that turn the direction of a line, or end it.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
