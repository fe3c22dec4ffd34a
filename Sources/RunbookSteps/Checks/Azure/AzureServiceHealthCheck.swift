internal import RunbookModel
internal import ServiceHours

/// What Azure's Service Health says of the regions and services that a subscription uses.
struct AzureServiceHealthCheck: CheckStep {
    static let kind = CheckKind(
        "azure.health.service", Words("AzureのService Health", "Service Health of Azure"), signal: .platform,
        with: [
            .azureAccount, .required("regions", .texts, "[Japan East]", "the regions that are used"),
            .optional(
                "services", .texts, default: "every service", "[Virtual Machines]",
                "the services that are used, as Azure names them"),
        ],
        values: [
            CheckKind.Value("issues", "outages that touch them"),
            CheckKind.Value("planned", "planned work that touches them"),
            CheckKind.Value("trackingID", "of the first"),
        ])

    private let account: String
    private let regions: [String]
    private let services: [String]

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        regions = with.texts("regions")
        guard !regions.isEmpty, regions.allSatisfy({ !$0.isEmpty }) else { throw StepRefusal("`regions` is missing") }
        services = with.texts("services")
    }

    /// What began earlier and is still active is listed all the same.
    private static let lookBack = Span.hours(72)

    func look(_ surroundings: Surroundings) async -> Observation {
        var source = "Azure Service Health"
        do throws(CloudTrouble) {
            let client = try ARMClient(of: account, surroundings)
            let (events, last, asked) = try await AzureEvent.list(of: client, from: surroundings.now() - Self.lookBack)
            source = asked
            return observation(events, last, source)
        } catch {
            return .untold(error, by: ARMClient.cloud, source: source)
        }
    }

    private func observation(_ events: [AzureEvent], _ answer: ARMAnswer, _ source: String) -> Observation {
        let ours = events.filter { $0.isActive && $0.touches(regions, services) }
        let issues = ours.filter(\.isIssue)
        let planned = ours.filter(\.isPlannedWork)
        let first = issues.first ?? planned.first
        var observation = Observation(
            .normal,
            Words("利用中のリージョンに、公表された障害や計画作業はありません。", "No outage and no planned work is told of for our regions."),
            source: source,
            readings: [Reading("issues", "\(issues.count)", threshold: "0"), Reading("planned", "\(planned.count)")]
                + (first.map { [Reading("trackingID", $0.trackingID)] } ?? []),
            requestID: answer.requestID, received: answer.received,
            details: ours.prefix(5).map { event in
                Evidence.Detail(event.trackingID, "\(event.kind): \(event.title) (\(event.places))")
            })
        if let issue = issues.first {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "利用中のリージョンの障害が公表されています（\(issue.trackingID)）。",
                "An outage of our regions is told of: \(issue.trackingID).")
        } else if let work = planned.first {
            observation.verdict = .warning
            observation.sentence = Words(
                "利用中のリージョンの計画作業が公表されています（\(work.trackingID)）。",
                "Planned work in our regions is told of: \(work.trackingID).")
        }
        return observation
    }
}
