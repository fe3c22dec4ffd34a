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
                requestID: observation.requestID.map { ShownBytes.line(mask.hide(in: $0), limit: 300) },
                digest: observation.received.isEmpty ? nil : digest(observation.received),
                excerpt: ShownBytes.excerpt(observation.received, mask),
                details: observation.details.map {
                    Evidence.Detail($0.name, ShownBytes.line(mask.hide(in: $0.value), limit: 500))
                }))
    }
}
