internal import RunbookModel
internal import ServiceHours

/// Starts a machine at EC2 that is stopped.
struct EC2StartAction: ActionStep {
    static let kind = ActionKind(
        "aws.ec2.start", Words("EC2インスタンスの起動", "Start of a machine at EC2"), effect: .disruptive,
        with: [.awsAccount, .ec2Instance])

    private let doing: EC2Doing

    init(with: StepArguments) throws(StepRefusal) { doing = try EC2Doing(with) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(before: ["StartInstances"], surroundings) { machine in
            let state = EC2State.words(machine.state)
            switch machine.state {
            case EC2State.stopped: return (.open, Words("インスタンスは停止しています。", "The machine is stopped."))
            case EC2State.running, "pending":
                return (
                    .reached,
                    Words("インスタンスは既に\(state.japanese)です。", "The machine is \(state.english) already.")
                )
            default:
                return (
                    .unknown,
                    Words(
                        "インスタンスの状態が「\(state.japanese)」のため、起動できません。",
                        "The machine is \(state.english): it cannot be started.")
                )
            }
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        await doing.act(
            "StartInstances", surroundings, done: Words("起動の要求が受け付けられました。", "The start was taken."))
    }
}
