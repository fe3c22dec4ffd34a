internal import RunbookModel
internal import ServiceHours

/// The evidence of an action, as every kind tells it. When it was read and how long it took is filled in by the desk.
extension Evidence {
    init(
        _ source: String, _ surroundings: Surroundings, received: [UInt8] = [], requestID: String? = nil,
        _ details: [Evidence.Detail] = []
    ) {
        self.init(
            source: source, readAt: surroundings.now(), latency: .zero, requestID: requestID,
            digest: received.isEmpty ? nil : surroundings.digest(received),
            excerpt: ShownBytes.text(received), details: details)
    }
}

extension Standing {
    init(
        _ goal: Goal, _ sentence: Words, identity: String? = nil, source: String, _ surroundings: Surroundings,
        received: [UInt8] = [], _ details: [Evidence.Detail] = []
    ) {
        self.init(
            goal: goal, identity: identity, sentence: sentence,
            evidence: Evidence(source, surroundings, received: received, details))
    }
}

extension ActionResult {
    init(
        _ course: Course, _ sentence: Words, source: String, _ surroundings: Surroundings, received: [UInt8] = [],
        requestID: String? = nil, _ details: [Evidence.Detail] = []
    ) {
        self.init(
            course: course, sentence: sentence,
            evidence: Evidence(source, surroundings, received: received, requestID: requestID, details))
    }
}
