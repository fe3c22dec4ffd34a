internal import RunbookModel
internal import ServiceHours

/// Reboots a machine at EC2 that runs. Amazon queues the request and says so; whether the machine went down and came back
/// is seen by its boot time (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html).
struct EC2RebootAction: ActionStep {
    static let kind = ActionKind(
        "aws.ec2.reboot", Words("EC2インスタンスの再起動", "Reboot of a machine at EC2"), effect: .disruptive,
        with: [.awsAccount, .ec2Instance])

    private let doing: EC2Doing

    init(with: StepArguments) throws(StepRefusal) { doing = try EC2Doing(with) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(before: ["RebootInstances"], surroundings) { machine in
            let state = EC2State.words(machine.state)
            return machine.state == EC2State.running
                ? (.open, Words("インスタンスは動作中です。", "The machine is running."))
                : (
                    .unknown,
                    Words(
                        "インスタンスの状態が「\(state.japanese)」のため、再起動できません。",
                        "The machine is \(state.english): it cannot be rebooted.")
                )
        }
    }

    func act(_ surroundings: Surroundings) async -> ActionResult {
        await doing.act(
            "RebootInstances", surroundings,
            done: Words("再起動の要求が受け付けられました。", "The reboot was taken into the queue."))
    }
}
