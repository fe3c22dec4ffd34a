internal import RunbookModel
internal import ServiceHours

/// What all actions on a machine at EC2 have in common.
struct EC2Doing: Sendable {
    let account: String
    let instance: String

    init(_ with: StepArguments) throws(StepRefusal) {
        account = try with.account()
        instance = try EC2InstanceID.read(with.text("instance"))
    }

    func call(_ action: String) -> AWSCall {
        AWSCall(.ec2, action, [("InstanceId.1", instance)], changes: true)
    }

    func source(_ action: String) -> String { AWSClient.source(account, call(action)) + " \(instance)" }

    /// How the machine stands; where there is something to do, also whether Amazon would let us.
    ///
    /// - Parameters:
    ///   - actions: what would be sent.
    ///   - judge: whether there is something to do, and a sentence about it.
    func standing(
        before actions: [String], _ surroundings: Surroundings, _ judge: (EC2Machine) -> (Standing.Goal, Words)
    ) async -> Standing {
        let source = AWSClient.source(account, EC2Machine.call(instance)) + " \(instance)"
        do throws(CloudTrouble) {
            let client = try AWSClient(of: account, surroundings)
            let machine = try await EC2Machine.read(instance, client)
            let (goal, sentence) = judge(machine)
            if goal == .open {
                for action in actions { try await client.rehearse(call(action)) }
            }
            return Standing(
                goal, sentence, identity: machine.identity, source: source, surroundings,
                received: machine.answer.received)
        } catch {
            return .untold(error, by: AWSClient.cloud, source: source, surroundings)
        }
    }

    /// Sends it, once.
    ///
    /// - Parameter done: the sentence when it is taken.
    func act(_ action: String, _ surroundings: Surroundings, done: Words) async -> ActionResult {
        do throws(CloudTrouble) {
            let answer = try await AWSClient(of: account, surroundings).ask(call(action))
            return ActionResult(
                .done, done, source: source(action), surroundings, received: answer.received,
                requestID: answer.requestID)
        } catch {
            return .failed(error, by: AWSClient.cloud, source: source(action), surroundings)
        }
    }
}
