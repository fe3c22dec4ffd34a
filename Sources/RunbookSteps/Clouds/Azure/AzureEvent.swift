internal import JSONText
internal import Markup
internal import RunbookModel
internal import ServiceHours

/// One thing that Azure tells its customers: an outage, planned work, advice
/// (https://learn.microsoft.com/en-us/rest/api/resourcehealth/events/list-by-subscription-id).
struct AzureEvent: Sendable {
    struct Impact: Sendable {
        let service: String
        let region: String
        let isActive: Bool
    }

    /// By which Microsoft and everybody else name it.
    let trackingID: String
    /// `ServiceIssue`, `PlannedMaintenance`, `HealthAdvisory`, `EmergingIssues`, `SecurityAdvisory`, `RCA`, `Billing`
    let kind: String
    let isActive: Bool
    let title: String
    let impacts: [Impact]
    let from: Instant?
    let until: Instant?
    let updatedAt: Instant?

    init?(_ node: JSONNode) {
        guard let object = node.object, let name = object["name"]?.string, let told = object["properties"]?.object,
            let kind = told["eventType"]?.string, let status = told["status"]?.string
        else { return nil }
        trackingID = ShownBytes.line(name, limit: 60)
        self.kind = ShownBytes.line(kind, limit: 60)
        isActive = status.lowercased() != "resolved"
        title = Self.plainText(told["title"]?.string ?? told["header"]?.string ?? "")
        impacts = (told["impact"]?.array ?? []).flatMap { impact -> [Impact] in
            let service = impact.object?["impactedService"]?.string ?? ""
            return (impact.object?["impactedRegions"]?.array ?? []).map { region in
                Impact(
                    service: ShownBytes.line(service, limit: 100),
                    region: ShownBytes.line(region.object?["impactedRegion"]?.string ?? "", limit: 100),
                    isActive: region.object?["status"]?.string?.lowercased() != "resolved")
            }
        }
        func time(_ name: String) -> Instant? { told[name]?.string.flatMap { try? Instant(rfc3339: $0) } }
        from = time("impactStartTime")
        until = time("impactMitigationTime")
        updatedAt = time("lastUpdateTime")
    }

    /// What Azure writes is HTML.
    private static func plainText(_ html: String) -> String {
        let text = (try? MarkupDocument(html: Array(html.utf8), encoding: "UTF-8"))?.root?.text ?? html
        return ShownBytes.line(text, limit: 200)
    }

    /// Its services and regions, for a reader.
    var places: String {
        impacts.map { "\($0.service) \($0.region)" }.joined(separator: ", ")
    }

    static func list(
        of client: ARMClient, from: Instant
    ) async throws(CloudTrouble) -> (events: [AzureEvent], last: ARMAnswer, source: String) {
        let call = ARMCall.get(
            "/subscriptions/\(client.access.subscription)/providers/Microsoft.ResourceHealth/events",
            AzureVersion.resourceHealth, [("queryStartTime", from.rfc3339)])
        let (values, last) = try await client.list(call)
        return (values.compactMap(AzureEvent.init), last, call.source)
    }

    var isIssue: Bool { ["serviceissue", "emergingissues"].contains(kind.lowercased()) }
    var isPlannedWork: Bool { kind.lowercased() == "plannedmaintenance" }

    /// Names of regions come as `Japan East` and as `japaneast`.
    private static func plain(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }

    /// Whether it touches one of the services in one of the regions. What names no region touches all of them.
    ///
    /// - Parameters:
    ///   - services: empty for every service.
    ///   - evenIfOver: also where it is over.
    func touches(_ regions: [String], _ services: [String], evenIfOver: Bool = false) -> Bool {
        if impacts.isEmpty { return true }
        let regions = Set(regions.map(Self.plain))
        let services = Set(services.map(Self.plain))
        return impacts.contains { impact in
            let region = Self.plain(impact.region)
            let isThere = regions.contains(region) || region.isEmpty || region == "global"
            return (impact.isActive || evenIfOver) && isThere
                && (services.isEmpty || services.contains(Self.plain(impact.service)))
        }
    }
}
