internal import RunbookModel
internal import ServiceHours

/// Starts a machine at Azure that was shut down from within. One that is deallocated was, as a rule, switched off on purpose
/// to save money: it is started only where the runbook names that.
struct AzureStartAction: ActionStep {
    static let kind = ActionKind(
        "azure.vm.start", Words("Azure仮想マシンの起動", "Start of a machine at Azure"), effect: .disruptive,
        with: [
            .azureAccount, .azureMachine,
            .optional(
                "deallocated", .flag, default: "false", "true",
                "whether a machine that is deallocated is started as well"),
        ])

    private let doing: AzureDoing
    private let startsDeallocated: Bool

    init(with: StepArguments) throws(StepRefusal) {
        doing = try AzureDoing(with)
        startsDeallocated = with.flag("deallocated") ?? false
    }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(surroundings) { machine in
            let state = AzurePower.words(machine.power)
            switch machine.power {
            case AzurePower.stopped: return (.open, Words("仮想マシンは停止しています。", "The machine is stopped."))
            case AzurePower.deallocated where startsDeallocated:
                return (.open, Words("仮想マシンは割り当て解除されています。", "The machine is deallocated."))
            case AzurePower.running, "starting":
                return (.reached, Words("仮想マシンは既に\(state.japanese)です。", "The machine is \(state.english) already."))
            default:
                return (
                    .unknown,
                    Words(
                        "仮想マシンの電源が「\(state.japanese)」のため、起動しません。", "The machine is \(state.english): it is not started."
                    )
                )
            }
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        await doing.act("start", surroundings, until: surroundings.deadline)
    }
}
