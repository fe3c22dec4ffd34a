internal import RunbookModel
internal import ServiceHours

/// Whether a machine at Azure is switched on. Azure does not say of when that is.
struct AzurePowerCheck: CheckStep {
    static let kind = CheckKind(
        "azure.vm.power", Words("Azure仮想マシンの電源", "Power of a machine at Azure"), signal: .platform,
        with: [.azureAccount, .azureMachine],
        expect: [
            .optional(
                "power", .choice(["running", "stopped", "deallocated"]), default: "running", "deallocated",
                "what the machine is to do")
        ],
        values: [
            CheckKind.Value("power", "running, stopped, deallocated, starting, stopping, deallocating or unknown"),
            CheckKind.Value("provisioning", "what Azure last did to its definition: succeeded, updating, failed/…"),
        ])

    private let account: String
    private let machine: AzureMachineID
    private let wanted: String

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
        wanted = expect.text("power") ?? AzurePower.running
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = AzureMachine.call(machine).source
        do throws(CloudTrouble) {
            return observation(try await AzureMachine.read(machine, ARMClient(of: account, surroundings)), source)
        } catch {
            return .untold(error, by: ARMClient.cloud, source: source)
        }
    }

    private func observation(_ found: AzureMachine, _ source: String) -> Observation {
        let state = AzurePower.words(found.power)
        let verdict: Verdict
        switch found.power {
        case nil, "unknown": verdict = .unknown
        case wanted: verdict = .normal
        // On the way up: it is asked again, and nobody touches it meanwhile.
        case "starting" where wanted == AzurePower.running: verdict = .warning
        default: verdict = .abnormal
        }
        return Observation(
            verdict, Words("仮想マシンの電源は「\(state.japanese)」です。", "The machine is \(state.english)."), source: source,
            readings: [("power", found.power, wanted as String?), ("provisioning", found.provisioning, nil)].compactMap
            {
                name, value, threshold in value.map { Reading(name, $0, threshold: threshold) }
            },
            requestID: found.answer.requestID, received: found.answer.received, mayPass: verdict != .normal)
    }
}
