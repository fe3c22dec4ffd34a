internal import JSONText
internal import RunbookModel
internal import ServiceHours

/// Opens a case with AWS Support, which plans from Business on allow; with others AWS is written to
/// (https://docs.aws.amazon.com/awssupport/latest/APIReference/API_CreateCase.html).
struct AWSSupportCaseAction: ActionStep {
    static let kind = ActionKind(
        "aws.support.case", Words("AWSサポートへの問い合わせ", "Case with AWS Support"), effect: .outward,
        with: [
            .awsAccount, .required("subject", .text, "EC2インスタンスが応答しません", "the subject of the case"),
            .optional(
                "severity", .choice(["low", "normal", "high", "urgent", "critical"]), default: "urgent", "urgent",
                "how grave it is"),
            .optional(
                "service", .text, default: "amazon-elastic-compute-cloud-linux", "amazon-elastic-compute-cloud-linux",
                "the service, as DescribeServices names it"),
            .optional("category", .text, default: "instance-issue", "instance-issue", "the category of that service"),
        ] + SupportEscalation.keys)

    private let account: String
    private let escalation: SupportEscalation
    private let body: JSONValue

    init(with: StepArguments) throws(StepRefusal) {
        account = try with.account()
        guard let subject = with.text("subject"), !subject.isEmpty else { throw StepRefusal("`subject` is missing") }
        escalation = try SupportEscalation(with)
        body = [
            "subject": .string(subject), "communicationBody": .string(escalation.text),
            "serviceCode": .string(with.text("service") ?? "amazon-elastic-compute-cloud-linux"),
            "categoryCode": .string(with.text("category") ?? "instance-issue"),
            "severityCode": .string(with.text("severity") ?? "urgent"), "language": "ja", "issueType": "technical",
        ]
    }

    func standing(_ surroundings: Surroundings) async -> Standing { .untold(surroundings) }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        let call = AWSCall(.support, "CreateCase", json: body, changes: true)
        let source = AWSClient.source(account, call)
        do throws(CloudTrouble) {
            let answer = try await AWSClient(of: account, surroundings).askJSON(call)
            guard let id = answer.root["caseId"]?.string, !id.isEmpty else {
                throw .unreadable(status: 200, received: answer.received)
            }
            let shown = ShownBytes.line(id, limit: 100)
            return ActionResult(
                .done, Words("AWSサポートに問い合わせました（\(shown)）。", "A case was opened with AWS Support: \(shown)."),
                source: source, surroundings, received: answer.received, requestID: shown)
        } catch {
            return await escalation.instead(of: error, by: AWSClient.cloud, source: source, surroundings)
        }
    }
}
