internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Makes a backup of a machine now. That it was begun says nothing of its end: the proof looks for a new good one.
struct BackupRunAction: ActionStep {
    static let kind = ActionKind(
        "backup.run", Words("バックアップの取得", "Backup"), effect: .copies, hours: .always,
        with: [
            BackupDoing.cloudKey, .backupItem, .backupInstance, BackupDoing.sheetKey,
        ])

    private let doing: BackupDoing

    init(with: StepArguments) throws(StepRefusal) {
        doing = try BackupDoing(with) { account throws(StepRefusal) in
            if with.isWritten("item") {
                return AzureBackupRun(account: account, item: try AzureBackupItemID(with.text("item")))
            }
            return EC2BackupRun(account: account, instance: try EC2InstanceID.read(with.text("instance")))
        }
    }

    func standing(_ surroundings: Surroundings) async -> Standing { await doing.standing(surroundings) }
    func act(_ surroundings: Surroundings) async -> ActionResult { await doing.act(surroundings) }
}

extension StepKey {
    static let backupAccount = StepKey.required(
        "cloud", .text, "azure", "the account, by the name that the contract gives it under `clouds`")
    static let backupItem = StepKey.optional(
        "item", .text, default: "none", AzureBackupItemID.example, "the resource id of the protected item, at Azure")
    static let backupInstance = StepKey.optional(
        "instance", .text, default: "none", "i-0123456789abcdef0", "the id of the machine, at EC2")
    static let backupVolumes = StepKey.optional(
        "volumes", .texts, default: "none", "[vol-0123456789abcdef0]", "the ids of its disks, at EC2")
}

extension StepArguments {
    func isWritten(_ name: String) -> Bool { text(name).map { !$0.isEmpty } ?? false }
}

/// https://learn.microsoft.com/en-us/rest/api/backup/backups/trigger
private struct AzureBackupRun: BackupWork {
    let account: String
    let item: AzureBackupItemID

    private var call: ARMCall {
        .post(item.path + "/backup", AzureVersion.backup, ["properties": ["objectType": "IaasVMBackupRequest"]])
    }
    var source: String { call.source }
    var cloud: String { ARMClient.cloud }

    func standing(_ surroundings: Surroundings) async throws(CloudTrouble) -> Standing {
        let found = try await AzureBackupItem.read(item, ARMClient(of: account, surroundings))
        let isKept = found.isProtected
        return Standing(
            isKept ? .open : .unknown,
            isKept
                ? Words("バックアップの対象として保護されています（\(found.state)）。", "It is protected: \(found.state).")
                : Words("バックアップの保護が有効ではありません（\(found.state)）。", "Its protection is not in force: \(found.state)."),
            identity: found.machine, source: AzureBackupItem.call(item).source, surroundings,
            received: found.answer.received)
    }

    func act(_ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        let answer = try await ARMClient(of: account, surroundings).ask(call)
        return ActionResult(
            .done, Words("バックアップの開始が受け付けられました。", "The backup was taken into work."), source: source, surroundings,
            received: answer.received, requestID: answer.requestID)
    }
}

/// All disks of a machine at the same moment
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html).
private struct EC2BackupRun: BackupWork {
    let account: String
    let instance: String

    private func call(_ reference: String) -> AWSCall {
        AWSCall(
            .ec2, "CreateSnapshots",
            [
                ("InstanceSpecification.InstanceId", instance), ("Description", "\(reference) \(instance)"),
                ("TagSpecification.1.ResourceType", "snapshot"), ("TagSpecification.1.Tag.1.Key", EBSSnapshot.ownTag),
                ("TagSpecification.1.Tag.1.Value", reference),
            ], changes: true)
    }
    var source: String { AWSClient.source(account, call("")) + " \(instance)" }
    var cloud: String { AWSClient.cloud }

    func standing(_ surroundings: Surroundings) async throws(CloudTrouble) -> Standing {
        let client = try AWSClient(of: account, surroundings)
        let machine = try await EC2Machine.read(instance, client)
        let isKept = machine.state == EC2State.running || machine.state == EC2State.stopped
        let state = EC2State.words(machine.state)
        if isKept { try await client.rehearse(call(surroundings.reference)) }
        return Standing(
            isKept ? .open : .unknown,
            Words("インスタンスは\(state.japanese)です。", "The machine is \(state.english)."), identity: instance,
            source: source,
            surroundings, received: machine.answer.received)
    }

    func act(_ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        // The beginning of a snapshot may be told in whole seconds; the proof wants it behind the decision.
        do { try await surroundings.sleep(.seconds(1)) } catch {
            throw .unanswered(.cancelled(peer: source, mayHaveArrived: false), peer: source)
        }
        let answer = try await AWSClient(of: account, surroundings).ask(call(surroundings.reference))
        let ids = answer.root.list("snapshotSet").compactMap { $0.said("snapshotId") }
        return ActionResult(
            .done,
            Words("\(ids.count)個のスナップショットの取得が始まりました。", "\(ids.count) snapshots were begun."), source: source,
            surroundings, received: answer.received, requestID: answer.requestID,
            ids.map { Evidence.Detail("snapshot", $0) })
    }
}
