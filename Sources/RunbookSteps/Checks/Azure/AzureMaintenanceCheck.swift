internal import RunbookModel
internal import ServiceHours

/// What Azure has planned for a machine: a fact that holds actions back, not a fault
/// (https://learn.microsoft.com/en-us/rest/api/maintenance/updates/list).
struct AzureMaintenanceCheck: CheckStep {
    static let kind = CheckKind(
        "azure.maintenance", Words("Azureの計画メンテナンス", "Planned maintenance of a machine at Azure"), signal: .platform,
        with: [.azureAccount, .azureMachine],
        expect: [
            .optional(
                "ahead", .span(.hours(1) ... .hours(2_160)), default: "336h", "336h",
                "work that begins sooner is a warning; work under way is abnormal")
        ],
        values: [
            CheckKind.Value("updates", "how many are planned or under way"),
            CheckKind.Value("impact", "of the first: None, Freeze, Restart or Redeploy"),
            CheckKind.Value("notBefore", "when the first may begin"),
        ])

    private let account: String
    private let machine: AzureMachineID
    private let ahead: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
        ahead = expect.span("ahead") ?? .hours(336)
    }

    private var call: ARMCall { AzureUpdate.call(machine) }

    func look(_ surroundings: Surroundings) async -> Observation {
        do throws(CloudTrouble) {
            let (values, last) = try await ARMClient(of: account, surroundings).list(call)
            return observation(values.compactMap(AzureUpdate.init), last, at: surroundings.now())
        } catch {
            return .untold(error, by: ARMClient.cloud, source: call.source)
        }
    }

    private func observation(_ updates: [AzureUpdate], _ answer: ARMAnswer, at now: Instant) -> Observation {
        // What is under way first, then what begins soonest.
        let open = updates.filter { !$0.isOver }.sorted {
            ($0.isUnderWay ? 0 : 1, $0.notBefore ?? now) < ($1.isUnderWay ? 0 : 1, $1.notBefore ?? now)
        }
        var observation = Observation(
            .normal, Words("計画されたメンテナンスはありません。", "Nothing is planned."), source: call.source,
            readings: [Reading("updates", "\(open.count)")], requestID: answer.requestID, received: answer.received,
            details: open.prefix(5).map { Evidence.Detail($0.status, "\($0.impact) \($0.notBefore?.rfc3339 ?? "-")") })
        guard let next = open.first else { return observation }
        observation.readings.append(Reading("impact", next.impact))
        if let begins = next.notBefore { observation.readings.append(Reading("notBefore", begins.rfc3339)) }
        let when = next.notBefore?.japanTime.dateAndClock ?? "-"
        if next.isUnderWay || next.notBefore.map({ $0 <= now }) ?? true {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "メンテナンスの期間中です（影響：\(next.impact)）。", "The time of planned work has begun (impact: \(next.impact)).")
        } else if let begins = next.notBefore, begins <= now + ahead {
            observation.verdict = .warning
            observation.sentence = Words(
                "まもなくメンテナンスが予定されています（\(when)以降、影響：\(next.impact)）。",
                "Work is planned soon, from \(when) on (impact: \(next.impact)).")
        } else {
            observation.sentence = Words(
                "メンテナンスが予定されています（\(when)以降、影響：\(next.impact)）。",
                "Work is planned from \(when) on (impact: \(next.impact)).")
        }
        return observation
    }
}
