internal import RunbookModel
internal import ServiceHours

/// Whether an extension of a machine at Azure has failed lately. One that failed long ago is not tonight's outage.
struct AzureExtensionsCheck: CheckStep {
    static let kind = CheckKind(
        "azure.vm.extensions", Words("Azure仮想マシンの拡張機能", "Extensions of a machine at Azure"), signal: .inside,
        with: [.azureAccount, .azureMachine],
        expect: [
            .optional(
                "since", .span(.hours(1) ... .hours(8_784)), default: "24h", "24h",
                "a failure so young is abnormal, an older one a warning")
        ],
        values: [
            CheckKind.Value("extensions", "how many there are"), CheckKind.Value("failed", "how many have failed"),
        ])

    private let account: String
    private let machine: AzureMachineID
    private let since: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
        since = expect.span("since") ?? .hours(24)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = AzureMachine.call(machine).source
        do throws(CloudTrouble) {
            let found = try await AzureMachine.read(machine, ARMClient(of: account, surroundings))
            return observation(found, source, at: surroundings.now())
        } catch {
            return .untold(error, by: ARMClient.cloud, source: source)
        }
    }

    private func observation(_ found: AzureMachine, _ source: String, at now: Instant) -> Observation {
        let failed = found.extensions.compactMap { one in
            one.statuses.first { $0.level == "Error" }.map { (name: one.name, status: $0) }
        }
        var observation = Observation(
            .normal, Words("失敗した拡張機能はありません。", "No extension has failed."), source: source,
            readings: [
                Reading("extensions", "\(found.extensions.count)"),
                Reading("failed", "\(failed.count)", threshold: "0"),
            ], requestID: found.answer.requestID, received: found.answer.received,
            details: failed.prefix(5).map {
                Evidence.Detail($0.name, "\($0.status.at?.rfc3339 ?? "-") \($0.status.code) \($0.status.message)")
            })
        guard let first = failed.first else { return observation }
        let isNew = failed.contains { one in one.status.at.map { now.since($0) <= since } ?? false }
        observation.verdict = isNew ? .abnormal : .warning
        let names = failed.prefix(3).map(\.name).joined(separator: "、")
        observation.sentence = Words(
            "拡張機能\(names)が失敗しています\(isNew ? "" : "（\(since.exactly.japanese)以内のものではありません）")。",
            "The extension \(first.name) has failed\(isNew ? "" : ", not within \(since.exactly.english)").")
        return observation
    }
}
