internal import JSONText
internal import RunbookModel
internal import ServiceHours

/// What Azure's Resource Health says of a machine
/// (https://learn.microsoft.com/en-us/azure/service-health/resource-health-overview).
struct AzureHealthCheck: CheckStep {
    static let kind = CheckKind(
        "azure.health.resource", Words("AzureのResource Health", "Resource Health of a machine at Azure"),
        signal: .platform, with: [.azureAccount, .azureMachine],
        values: [
            CheckKind.Value("state", "Available, Unavailable, Degraded or Unknown"),
            CheckKind.Value("context", "who began it: Platform Initiated, Customer Initiated, VM Initiated, Unknown"),
            CheckKind.Value("eta", "when Azure expects it to be well"),
        ])

    private let account: String
    private let machine: AzureMachineID

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
    }

    private var call: ARMCall {
        .get(
            machine.path + "/providers/Microsoft.ResourceHealth/availabilityStatuses/current",
            AzureVersion.resourceHealth, [("$expand", "recommendedactions")])
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        do throws(CloudTrouble) {
            let answer = try await ARMClient(of: account, surroundings).ask(call)
            guard let properties = answer.body?.object?["properties"]?.object,
                let state = properties["availabilityState"]?.string
            else { throw .unreadable(status: answer.status, received: answer.received) }
            return observation(state, properties, answer)
        } catch {
            return .untold(error, by: ARMClient.cloud, source: call.source)
        }
    }

    private func observation(_ written: String, _ properties: JSONObject, _ answer: ARMAnswer) -> Observation {
        func said(_ name: String) -> String? {
            properties[name]?.string.map { ShownBytes.line($0, limit: 300) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        let state = ShownBytes.line(written, limit: 60)
        let verdict: Verdict
        switch state.lowercased() {
        case "available": verdict = .normal
        case "unavailable", "degraded": verdict = .abnormal
        // No information for more than ten minutes is not bad, and not good.
        default: verdict = .unknown
        }
        let title = said("title") ?? said("summary") ?? ""
        let context = said("context")
        let eta = said("resolutionETA")
        return Observation(
            verdict,
            Words(
                "Resource Healthの状態は「\(state)」です\(title.isEmpty ? "" : "（\(title)）")。",
                "Resource Health says \(state)\(title.isEmpty ? "" : ": \(title)")."),
            source: call.source,
            readings: [Reading("state", state, threshold: "Available")]
                + [("context", context), ("eta", eta)].compactMap { name, value in value.map { Reading(name, $0) } },
            sourceTime: said("reportedTime").flatMap { try? Instant(rfc3339: $0) }, requestID: answer.requestID,
            received: answer.received,
            // `occuredTime` is how Azure spells it.
            details: ["summary", "detailedStatus", "reasonType", "category", "occuredTime", "rootCauseAttributionTime"]
                .compactMap { name in said(name).map { Evidence.Detail(name, $0) } },
            mayPass: verdict != .normal)
    }
}
