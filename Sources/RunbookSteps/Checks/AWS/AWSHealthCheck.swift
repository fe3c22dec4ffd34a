internal import RunbookModel
internal import ServiceHours

/// What AWS Health tells of a region and its services. Plans below Business do not allow it, and then nothing is known
/// (https://docs.aws.amazon.com/health/latest/APIReference/API_DescribeEvents.html).
struct AWSHealthCheck: CheckStep {
    static let kind = CheckKind(
        "aws.health", Words("AWS Healthのお知らせ", "Events of AWS Health"), signal: .platform,
        with: [
            .awsAccount, .required("regions", .texts, "[ap-northeast-1]", "the regions that are used"),
            .optional("services", .texts, default: "every service", "[EC2, EBS]", "the services that are used"),
        ],
        values: [
            CheckKind.Value("issues", "outages that are open"), CheckKind.Value("planned", "planned changes"),
            CheckKind.Value("title", "of the first: its type"),
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

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = AWSClient.source(account, AWSHealthEvent.call(regions, services))
        do throws(CloudTrouble) {
            let (events, answer) = try await AWSHealthEvent.list(
                regions, services, AWSClient(of: account, surroundings))
            return observation(events, answer, source)
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source)
        }
    }

    private func observation(_ events: [AWSHealthEvent], _ answer: AWSJSONAnswer, _ source: String) -> Observation {
        let issues = events.filter(\.isIssue)
        let planned = events.filter(\.isPlannedWork)
        let first = (issues.first ?? planned.first)?.type
        var observation = Observation(
            .normal, Words("利用中のリージョンに、公表された障害や計画作業はありません。", "No outage and no planned change is told of."),
            source: source,
            readings: [Reading("issues", "\(issues.count)", threshold: "0"), Reading("planned", "\(planned.count)")]
                + (first.map { [Reading("title", $0)] } ?? []),
            requestID: answer.requestID, received: answer.received,
            details: (issues + planned).prefix(5).map {
                Evidence.Detail($0.type, "\($0.service) \($0.region) \($0.status)")
            })
        if let first, !issues.isEmpty {
            observation.verdict = .abnormal
            observation.sentence = Words("利用中のリージョンの障害が公表されています（\(first)）。", "An outage is told of: \(first).")
        } else if let first {
            observation.verdict = .warning
            observation.sentence = Words("利用中のリージョンの計画作業が公表されています（\(first)）。", "A planned change is told of: \(first).")
        }
        return observation
    }
}
