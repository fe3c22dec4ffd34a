internal import RunbookModel
internal import ServiceHours

/// What all actions on a machine at Azure have in common.
struct AzureDoing: Sendable {
    let account: String
    let machine: AzureMachineID

    init(_ with: StepArguments) throws(StepRefusal) {
        account = try with.account()
        machine = try AzureMachineID(with.text("machine"))
    }

    private func call(_ action: String) -> ARMCall { .post(machine.path + "/" + action, AzureVersion.compute) }

    func source(_ action: String) -> String { call(action).source }

    /// - Parameter judge: whether there is something to do, and a sentence about it.
    func standing(_ surroundings: Surroundings, _ judge: (AzureMachine) -> (Standing.Goal, Words)) async -> Standing {
        let source = AzureMachine.call(machine).source
        do throws(CloudTrouble) {
            let found = try await AzureMachine.read(machine, ARMClient(of: account, surroundings))
            let (goal, sentence) = judge(found)
            return Standing(
                goal, sentence, identity: found.vmID, source: source, surroundings, received: found.answer.received)
        } catch {
            return .untold(error, by: ARMClient.cloud, source: source, surroundings)
        }
    }

    /// Sends it, once, and asks until the operation has ended or the time is over.
    ///
    /// That an operation has succeeded says that Azure has done its part, and nothing of the machine: restarts have
    /// "succeeded" within a fifth of a second. The proof looks at the machine.
    func act(_ action: String, _ surroundings: Surroundings, until deadline: Instant) async -> ActionResult {
        let source = source(action)
        do throws(CloudTrouble) {
            let client = try ARMClient(of: account, surroundings)
            let answer = try await client.ask(call(action))
            let sent = surroundings.now()
            var noted: [Evidence.Detail] = [Evidence.Detail("sent", "\(sent.rfc3339) \(answer.status)")]
            guard let operation = ARMOperation(begunBy: answer, at: sent) else {
                return result(.done, Words("要求が実行されました。", "It was done."), source, surroundings, answer, noted)
            }
            let end = await operation.end(client, until: deadline) { at, said in
                // The first and the last tell the story.
                if noted.count > 20 { noted.remove(at: 10) }
                noted.append(Evidence.Detail(at.rfc3339, said))
            }
            switch end {
            case .succeeded:
                return result(
                    .done, Words("要求が受け付けられ、Azureの処理が終わりました。", "It was taken, and Azure's part of it has ended."),
                    source,
                    surroundings, answer, noted)
            case .failed(let said):
                return result(
                    .unclear, Words("Azureの処理が失敗しました（\(said)）。", "Azure's part of it has failed: \(said)"), source,
                    surroundings, answer, noted)
            case .open(let said):
                return result(
                    .unclear,
                    Words("Azureの処理の終わりを確認できません（最後の状態：\(said)）。", "That it has ended was not seen; last: \(said)."),
                    source,
                    surroundings, answer, noted)
            }
        } catch {
            return .failed(error, by: ARMClient.cloud, source: source, surroundings)
        }
    }

    private func result(
        _ course: ActionResult.Course, _ sentence: Words, _ source: String, _ surroundings: Surroundings,
        _ answer: ARMAnswer, _ details: [Evidence.Detail]
    ) -> ActionResult {
        ActionResult(
            course, sentence, source: source, surroundings, received: answer.received, requestID: answer.requestID,
            details)
    }
}

extension Surroundings {
    /// When the time of a step that begins now is over.
    var deadline: Instant { now() + timeout }
}
