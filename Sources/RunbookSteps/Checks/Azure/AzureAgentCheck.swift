internal import RunbookModel
internal import ServiceHours

/// Whether the agent within a machine at Azure has told of itself lately. Of a machine that does not run it says nothing.
struct AzureAgentCheck: CheckStep {
    static let kind = CheckKind(
        "azure.vm.agent", Words("Azure仮想マシンのエージェント", "Agent of a machine at Azure"), signal: .inside,
        with: [.azureAccount, .azureMachine],
        expect: [
            .optional(
                "freshness", .span(.minutes(1) ... .hours(24)), default: "10m", "10m",
                "an agent that was silent for longer is abnormal")
        ],
        values: [
            CheckKind.Value("agent", "Ready, Not Ready or what else Azure shows"),
            CheckKind.Value("age", unit: "s", "since its last sign of life"),
            CheckKind.Value("heardAt", "the instant of its last sign of life"),
            CheckKind.Value("version", "of the agent"),
        ])

    private let account: String
    private let machine: AzureMachineID
    private let freshness: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
        freshness = expect.span("freshness") ?? .minutes(10)
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
        var observation = Observation(
            .unknown,
            Words("動作中ではないため、エージェントの状態は判定できません。", "It does not run: nothing can be said of its agent."),
            source: source, requestID: found.answer.requestID, received: found.answer.received, mayPass: true)
        guard found.power == AzurePower.running else { return observation }
        guard let agent = found.agent, let status = agent.newest else {
            observation.verdict = .abnormal
            observation.sentence = Words("動作中ですが、エージェントの報告がありません。", "It runs, but its agent tells nothing.")
            return observation
        }
        observation.readings = [Reading("agent", status.shown, threshold: "Ready"), Reading("version", agent.version)]
        // The time of the status is the sign of life, and not of a fault that lasts: the age is told beside it.
        let age = status.at.map { now.since($0) }
        if let age, let at = status.at {
            observation.readings += [
                Reading("age", "\(age.seconds)", threshold: "<= \(freshness.seconds)"), Reading("heardAt", at.rfc3339),
            ]
        }
        observation.details = [Evidence.Detail(status.code, status.message)]
        guard agent.isReady else {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "エージェントの状態は「\(status.shown)」です。", "Its agent is \(status.shown.isEmpty ? status.code : status.shown).")
            return observation
        }
        guard let age, age > -.minutes(2) else {
            observation.sentence = Words(
                "エージェントの最後の報告の時刻が読めないため、判定できません。", "When its agent last told of itself cannot be read.")
            return observation
        }
        observation.verdict = age > freshness ? .abnormal : .normal
        observation.mayPass = age > freshness
        observation.sentence =
            age > freshness
            ? Words(
                "エージェントの最後の報告が\(age.roughly.japanese)前です。", "Its agent last told of itself \(age.roughly.english) ago.")
            : Words("エージェントは応答しています。", "Its agent is ready.")
        return observation
    }
}
