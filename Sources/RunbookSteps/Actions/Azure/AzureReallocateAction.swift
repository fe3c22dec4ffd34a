internal import RunbookModel
internal import ServiceHours

/// Gives the host of a machine at Azure back and starts it on another. What lies on its temporary disk is lost, and an address
/// that is not reserved changes (https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/deallocate).
struct AzureReallocateAction: ActionStep {
    static let kind = ActionKind(
        "azure.vm.deallocate-start",
        Words("Azure仮想マシンの割り当て解除と起動", "Deallocation and start of a machine at Azure"), effect: .destructive,
        with: [.azureAccount, .azureMachine])

    private let doing: AzureDoing

    init(with: StepArguments) throws(StepRefusal) { doing = try AzureDoing(with) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(surroundings) { machine in
            let state = AzurePower.words(machine.power)
            switch machine.power {
            case AzurePower.running, AzurePower.stopped:
                return (
                    .open,
                    Words(
                        "仮想マシンの電源は「\(state.japanese)」です。一時ディスクの内容は失われ、固定でないIPアドレスは変わります。",
                        "The machine is \(state.english); its temporary disk will be lost, and an address that is not reserved changes."
                    )
                )
            default:
                return (
                    .unknown,
                    Words(
                        "仮想マシンの電源が「\(state.japanese)」のため、割り当て解除しません。",
                        "The machine is \(state.english): it is not deallocated.")
                )
            }
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        let deadline = surroundings.deadline
        let down = await doing.act("deallocate", surroundings, until: deadline)
        guard down.course == .done else { return down }
        let up = await doing.act("start", surroundings, until: deadline)
        guard up.course == .notDone else { return up }
        // It is down, and that was us.
        return ActionResult(
            course: .unclear,
            sentence: Words(
                "割り当て解除しましたが、起動できていません。" + up.sentence.japanese,
                "It was deallocated, but not started. " + up.sentence.english), evidence: up.evidence)
    }
}
