internal import JSONText
internal import ServiceHours

/// Something that AWS Health tells (https://docs.aws.amazon.com/health/latest/APIReference/API_Event.html).
struct AWSHealthEvent {
    let arn: String
    let service: String
    let region: String
    /// `AWS_EC2_OPERATIONAL_ISSUE`, …
    let type: String
    /// `issue`, `accountNotification`, `scheduledChange`, `investigation`
    let category: String
    /// `open`, `closed`, `upcoming`
    let status: String
    let from: Instant?
    let until: Instant?
    let updatedAt: Instant?

    private init?(_ node: JSONNode) {
        guard let event = node.object, let arn = event["arn"]?.string else { return nil }
        func said(_ name: String) -> String { ShownBytes.line(event[name]?.string ?? "", limit: 100) }
        // Seconds since 1970, with a fraction.
        func time(_ name: String) -> Instant? {
            event[name]?.scalarText.flatMap { Double($0) }.flatMap {
                (0...99_999_999_999).contains($0) ? Instant(microseconds: Int64($0 * 1_000_000)) : nil
            }
        }
        self.arn = ShownBytes.line(arn, limit: 200)
        service = said("service")
        region = said("region")
        type = said("eventTypeCode")
        category = said("eventTypeCategory")
        status = said("statusCode")
        from = time("startTime")
        until = time("endTime")
        updatedAt = time("lastUpdatedTime")
    }

    var isIssue: Bool { category == "issue" }
    var isPlannedWork: Bool { category == "scheduledChange" }

    /// - Parameter services: empty for every service.
    static func call(_ regions: [String], _ services: [String]) -> AWSCall {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        let regions = JSONMember("regions", list(regions + ["global"]))
        let status = JSONMember("eventStatusCodes", ["open", "upcoming"])
        let filter = JSONValue.object(
            [regions, status] + (services.isEmpty ? [] : [JSONMember("services", list(services))]))
        return AWSCall(.health, "DescribeEvents", json: ["filter": filter, "maxResults": 100])
    }

    static func list(
        _ regions: [String], _ services: [String], _ client: AWSClient
    ) async throws(CloudTrouble) -> (events: [AWSHealthEvent], answer: AWSJSONAnswer) {
        let answer = try await client.askJSON(call(regions, services))
        guard let events = answer.root["events"]?.array else {
            throw .unreadable(status: 200, received: answer.received)
        }
        return (events.compactMap(AWSHealthEvent.init), answer)
    }
}
