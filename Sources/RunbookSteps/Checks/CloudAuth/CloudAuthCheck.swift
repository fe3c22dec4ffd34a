internal import JSONText
internal import Markup
internal import RunbookModel
internal import ServiceHours

/// Whether a cloud lets us in, and whether we see the target there. Who is refused has a credential of ours to mend: nothing
/// is said of the target.
struct CloudAuthCheck: CheckStep {
    static let kind = CheckKind(
        "cloud.auth", Words("クラウドの認証と権限", "Our access to the cloud"), signal: .ourselves,
        with: [
            .required("cloud", .text, "aws", "the account, by the name that the contract gives it under `clouds`"),
            .optional(
                "instance", .text, default: "none", "i-0123456789abcdef0",
                "of AWS: the id of the machine that must be seen"),
            .optional(
                "machine", .text, default: "none",
                "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-1",
                "of Azure: the resource id of the machine that must be seen"),
        ],
        values: [CheckKind.Value("principal", "who we are there")])

    private enum Seen {
        case instance(String)
        case machine(AzureMachineID)
    }

    private let account: String
    private let seen: Seen

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        account = try with.account()
        switch (with.text("instance"), with.text("machine")) {
        case (let instance?, nil): seen = .instance(try EC2InstanceID.read(instance))
        case (nil, let machine?): seen = .machine(try AzureMachineID(machine))
        default: throw StepRefusal("one of `instance` and `machine` is needed")
        }
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        switch seen {
        case .instance(let instance): await lookAtAWS(instance, surroundings)
        case .machine(let machine): await lookAtAzure(machine, surroundings)
        }
    }

    private func lookAtAWS(_ instance: String, _ surroundings: Surroundings) async -> Observation {
        let call = AWSCall(.sts, "GetCallerIdentity", [])
        let source = AWSClient.source(account, call)
        do throws(CloudTrouble) {
            let client = try AWSClient(of: account, surroundings)
            let answer = try await client.ask(call)
            let principal = answer.root.find("Arn").map { ShownBytes.line($0.text) } ?? "-"
            let machine = try await EC2Machine.read(instance, client)
            return Observation(
                .normal, Words("AWSに認証され、対象を参照できます。", "AWS lets us in, and the target is seen."), source: source,
                readings: [Reading("principal", principal)], requestID: answer.requestID, received: answer.received,
                details: [Evidence.Detail("machine", machine.identity)])
        } catch {
            return refused(error, by: AWSClient.cloud, source)
        }
    }

    private func lookAtAzure(_ machine: AzureMachineID, _ surroundings: Surroundings) async -> Observation {
        let source = AzureMachine.call(machine).source
        do throws(CloudTrouble) {
            let client = try ARMClient(of: account, surroundings)
            let found = try await AzureMachine.read(machine, client)
            return Observation(
                .normal, Words("Azureに認証され、対象を参照できます。", "Azure lets us in, and the target is seen."), source: source,
                readings: [Reading("principal", client.principal)], requestID: found.answer.requestID,
                received: found.answer.received, details: [Evidence.Detail("machine", found.vmID ?? "-")])
        } catch {
            return refused(error, by: ARMClient.cloud, source)
        }
    }

    private func refused(_ trouble: CloudTrouble, by cloud: String, _ source: String) -> Observation {
        var observation = Observation.untold(trouble, by: cloud, source: source)
        switch trouble {
        case .unusable: observation.verdict = .abnormal
        case .refused(let refusal):
            switch refusal.kind {
            case .login, .forbidden, .missing: observation.verdict = .abnormal
            case .throttled, .other: break
            }
        case .unanswered, .unreadable: break
        }
        return observation
    }
}
