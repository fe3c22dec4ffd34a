internal import JSONText
internal import RunbookModel
internal import ServiceHours

/// Opens a ticket with Azure's support, which some plans allow; with others Azure is written to. The ticket's name is the
/// step's own, so that the same step is the same ticket
/// (https://learn.microsoft.com/en-us/rest/api/support/support-tickets/create).
struct AzureSupportTicketAction: ActionStep {
    static let kind = ActionKind(
        "azure.support.ticket", Words("Azureサポートへの問い合わせ", "Ticket with Azure's support"), effect: .outward,
        with: [
            .azureAccount, .azureMachine, .required("subject", .text, "仮想マシンが応答しません", "the title of the ticket"),
            .optional(
                "severity", .choice(["minimal", "moderate", "critical", "highestcriticalimpact"]), default: "critical",
                "critical", "how grave it is"),
            .required(
                "service", .text, "/providers/Microsoft.Support/services/6f16735c-b0ae-b275-ad3a-03479cfa1396",
                "the service's id, from the list of services"),
            .required(
                "category", .text,
                "/providers/Microsoft.Support/services/6f16735c-b0ae-b275-ad3a-03479cfa1396/problemClassifications/8a82f77d-c3ab-7b08-d915-776b4ff64ff4",
                "the id of the problem's classification"),
            .required(
                "contact", .pairs, "{firstName: 太郎, lastName: 山田, primaryEmailAddress: desk@example.jp}",
                "who is written to"),
        ] + SupportEscalation.keys)

    private let account: String
    private let machine: AzureMachineID
    private let escalation: SupportEscalation
    private let properties: JSONValue

    init(with: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
        escalation = try SupportEscalation(with)
        guard let subject = with.text("subject"), let service = with.text("service"),
            let category = with.text("category")
        else { throw StepRefusal("`subject`, `service` and `category` are needed") }
        let contact = with.pairs("contact")
        for name in ["firstName", "lastName", "primaryEmailAddress"] where !contact.contains(where: { $0.name == name })
        {
            throw StepRefusal("`contact` has no `\(name)`")
        }
        let fixed = [
            JSONMember("preferredContactMethod", "email"), JSONMember("preferredTimeZone", "Tokyo Standard Time"),
            JSONMember("country", "JPN"), JSONMember("preferredSupportLanguage", "ja-JP"),
        ]
        properties = [
            "title": .string(subject), "description": .string(escalation.text), "serviceId": .string(service),
            "problemClassificationId": .string(category), "severity": .string(with.text("severity") ?? "critical"),
            "advancedDiagnosticConsent": "No",
            "contactDetails": .object(contact.map { JSONMember($0.name, .string($0.value)) } + fixed),
            "technicalTicketDetails": ["resourceId": .string(machine.path)],
        ]
    }

    func standing(_ surroundings: Surroundings) async -> Standing { .untold(surroundings) }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        let name = surroundings.reference
        let path = "/subscriptions/\(machine.subscription)/providers/Microsoft.Support/supportTickets/\(name)"
        let call = ARMCall.put(path, AzureVersion.support, ["properties": properties])
        do throws(CloudTrouble) {
            let answer = try await ARMClient(of: account, surroundings).ask(call)
            let id = answer.body?.object?["properties"]?.object?["supportTicketId"]?.scalarText
            let shown = ShownBytes.line(id ?? name, limit: 100)
            return ActionResult(
                .done, Words("Azureサポートに問い合わせました（\(shown)）。", "A ticket was opened with Azure's support: \(shown)."),
                source: call.source, surroundings, received: answer.received, requestID: shown)
        } catch {
            return await escalation.instead(of: error, by: ARMClient.cloud, source: call.source, surroundings)
        }
    }
}
