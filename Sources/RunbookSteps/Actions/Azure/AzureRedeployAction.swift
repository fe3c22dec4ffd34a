internal import RunbookModel
internal import ServiceHours

/// Moves a machine at Azure to another host. What lies on its temporary disk is lost
/// (https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/redeploy).
struct AzureRedeployAction: ActionStep {
    static let kind = ActionKind(
        "azure.vm.redeploy", Words("Azure仮想マシンの再デプロイ", "Redeployment of a machine at Azure"), effect: .destructive,
        with: [.azureAccount, .azureMachine])

    private let doing: AzureDoing

    init(with: StepArguments) throws(StepRefusal) { doing = try AzureDoing(with) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(surroundings) { machine in
            let state = AzurePower.words(machine.power)
            return machine.power == AzurePower.running
                ? (
                    .open,
                    Words("仮想マシンは動作中です。一時ディスクの内容は失われます。", "The machine is running; its temporary disk will be lost.")
                )
                : (
                    .unknown,
                    Words(
                        "仮想マシンの電源が「\(state.japanese)」のため、再デプロイしません。",
                        "The machine is \(state.english): it is not redeployed.")
                )
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        await doing.act("redeploy", surroundings, until: surroundings.deadline)
    }
}
