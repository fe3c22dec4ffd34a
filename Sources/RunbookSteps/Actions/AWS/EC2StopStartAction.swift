internal import RunbookModel
internal import ServiceHours

/// Stops a machine at EC2 and starts it again, which moves it to another host: what a reboot cannot mend, where Amazon's side
/// is impaired. An address that is not an elastic one changes, and disks of the host are lost
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html).
struct EC2StopStartAction: ActionStep {
    static let kind = ActionKind(
        "aws.ec2.stop-start", Words("EC2インスタンスの停止と起動", "Stop and start of a machine at EC2"), effect: .destructive,
        with: [.awsAccount, .ec2Instance])

    private let doing: EC2Doing

    init(with: StepArguments) throws(StepRefusal) { doing = try EC2Doing(with) }

    func standing(_ surroundings: Surroundings) async -> Standing {
        await doing.standing(before: ["StopInstances", "StartInstances"], surroundings) { machine in
            let state = EC2State.words(machine.state)
            guard machine.state == EC2State.running else {
                return (
                    .unknown,
                    Words(
                        "インスタンスの状態が「\(state.japanese)」のため、停止と起動は行えません。",
                        "The machine is \(state.english): it cannot be stopped and started.")
                )
            }
            guard machine.rootDevice == "ebs" else {
                return (
                    .unknown,
                    Words(
                        "ルートディスクがEBSではないため、停止すると失われます。", "Its root disk is not of EBS: it would be lost.")
                )
            }
            return (.open, Words("インスタンスは動作中です。", "The machine is running."))
        }
    }

    private static let poll = Span.seconds(5)

    func act(_ surroundings: Surroundings) async -> ActionResult {
        let start = surroundings.now()
        let stopped = await doing.act("StopInstances", surroundings, done: Words("停止しました。", "It was stopped."))
        guard stopped.course == .done else { return stopped }
        while true {
            let state = await state(surroundings)
            if state == EC2State.stopped { break }
            // Somebody else has begun to work on it.
            let isGoing = state == nil || state == EC2State.running || state == "stopping"
            guard isGoing, surroundings.now().since(start) + Self.poll < surroundings.timeout else {
                return halfway(Words("停止を確認できません", "it was not seen to have stopped"), surroundings)
            }
            do { try await surroundings.sleep(Self.poll) } catch {
                return halfway(Words("途中で打ち切られました", "it was broken off"), surroundings)
            }
        }
        let started = await doing.act(
            "StartInstances", surroundings,
            done: Words("停止を確認し、起動の要求が受け付けられました。", "It was seen to have stopped, and the start was taken."))
        guard started.course != .done else { return started }
        return halfway(started.sentence, surroundings)
    }

    private func state(_ surroundings: Surroundings) async -> String? {
        do throws(CloudTrouble) {
            return try await EC2Machine.read(doing.instance, AWSClient(of: doing.account, surroundings)).state
        } catch {
            return nil
        }
    }

    /// The stop was taken: whatever comes next, it is not undone.
    private func halfway(_ why: Words, _ surroundings: Surroundings) -> ActionResult {
        ActionResult(
            .unclear,
            Words(
                "停止は受け付けられましたが、起動できていません（\(why.japanese)）。",
                "The stop was taken, but the start was not: \(why.english)."),
            source: doing.source("StartInstances"), surroundings)
    }
}
