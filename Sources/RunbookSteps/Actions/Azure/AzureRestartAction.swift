internal import RunbookModel
internal import ServiceHours

/// Restarts a machine at Azure that runs. Of one that is stopped Azure refuses it
/// (https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/restart).
struct AzureRestartAction: ActionStep {
    static let kind = ActionKind(
        "azure.vm.restart", Words("Azure仮想マシンの再起動", "Restart of a machine at Azure"), effect: .disruptive,
        with: [.azureAccount, .azureMachine])

    private let doing: AzureDoing

    init(with: StepArguments) throws(StepRefusal) { doing = try AzureDoing(with) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(surroundings) { machine in
            let state = AzurePower.words(machine.power)
            return machine.power == AzurePower.running
                ? (.open, Words("仮想マシンは動作中です。", "The machine is running."))
                : (
                    .unknown,
                    Words(
                        "仮想マシンの電源が「\(state.japanese)」のため、再起動できません。",
                        "The machine is \(state.english): it cannot be restarted.")
                )
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        await doing.act("restart", surroundings, until: surroundings.deadline)
    }
}
