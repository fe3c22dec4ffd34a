internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Restores the disks of a machine from one of its generations, beside the machine: what it has now stays as it is.
struct BackupRestoreAction: ActionStep {
    static let kind = ActionKind(
        "backup.restore", Words("バックアップからの復元", "Restore from a backup"), effect: .destructive, hours: .day,
        perMonth: 1,
        with: [
            BackupDoing.cloudKey, .backupItem, .backupInstance, .backupVolumes,
            .optional(
                "generation", .text, default: "1", "1", "which one: 1 for the newest good one, 2 for the one before, …"),
            .optional(
                "storage", .text, default: "none",
                "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/shop",
                "the resource id of the storage account that Azure works in; needed there"),
            .optional("region", .text, default: "none", "japaneast", "the machine's region; needed at Azure"),
            .optional(
                "group", .text, default: "none: the disks stay in the storage account",
                "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001/resourceGroups/restored",
                "the resource id of the group that the disks come into, at Azure"),
            BackupDoing.sheetKey,
        ])

    private let doing: BackupDoing

    init(with: StepArguments) throws(StepRefusal) {
        let text = with.text("generation") ?? "1"
        guard let generation = Int(text), (1...1_000).contains(generation) else {
            throw StepRefusal("`generation` is no number from 1 on")
        }
        doing = try BackupDoing(with) { account throws(StepRefusal) in
            if with.isWritten("item") {
                guard with.isWritten("storage"), with.isWritten("region") else {
                    throw StepRefusal("`storage` and `region` are needed at Azure")
                }
                return AzureBackupRestore(
                    account: account, item: try AzureBackupItemID(with.text("item")), generation: generation,
                    storage: with.text("storage") ?? "", region: with.text("region") ?? "",
                    group: with.isWritten("group") ? with.text("group") : nil)
            }
            return EC2BackupRestore(
                account: account, instance: try EC2InstanceID.read(with.text("instance")),
                volumes: try EBSSnapshot.volumes(with), generation: generation)
        }
    }

    func standing(_ surroundings: Surroundings) async -> Standing { await doing.standing(surroundings) }
    func act(_ surroundings: Surroundings) async -> ActionResult { await doing.act(surroundings) }
}

extension Standing {
    fileprivate static func noGeneration(
        _ generation: Int, source: String, _ surroundings: Surroundings, received: [UInt8] = []
    ) -> Standing {
        Standing(
            .unknown, Words("第\(generation)世代の正常なバックアップがありません。", "There is no good backup number \(generation)."),
            source: source, surroundings, received: received)
    }
}

/// https://learn.microsoft.com/en-us/rest/api/backup/restores/trigger, `RestoreDisks`
private struct AzureBackupRestore: BackupWork {
    let account: String
    let item: AzureBackupItemID
    let generation: Int
    let storage: String
    let region: String
    let group: String?

    var cloud: String { ARMClient.cloud }
    var source: String { "Azure POST \(item.path)/recoveryPoints/…/restore" }

    private func point(_ client: ARMClient) async throws(CloudTrouble) -> AzureRecoveryPoint? {
        let points = try await client.list(AzureRecoveryPoint.call(item)).values.compactMap(AzureRecoveryPoint.init)
            .filter {
                !$0.name.isEmpty && $0.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
            .sorted { $0.at > $1.at }
        return points.count >= generation ? points[generation - 1] : nil
    }

    func standing(_ surroundings: Surroundings) async throws(CloudTrouble) -> Standing {
        let client = try ARMClient(of: account, surroundings)
        guard let point = try await point(client) else {
            return .noGeneration(generation, source: AzureRecoveryPoint.call(item).source, surroundings)
        }
        let when = point.at.japanTime.dateAndClock
        return Standing(
            .open, Words("\(when)のバックアップから復元します。", "It is restored from the backup of \(when)."),
            identity: point.name, source: AzureRecoveryPoint.call(item).source, surroundings,
            [
                Evidence.Detail(point.name, "\(point.at.rfc3339) \(point.consistency)")
            ])
    }

    func act(_ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        let client = try ARMClient(of: account, surroundings)
        guard let point = try await point(client) else {
            throw .unusable(Words("その世代のバックアップがありません。", "There is no such generation."))
        }
        var properties = [
            JSONMember("objectType", "IaasVMRestoreRequest"), JSONMember("recoveryPointId", .string(point.name)),
            JSONMember("recoveryType", "RestoreDisks"),
            JSONMember("sourceResourceId", .string(try await AzureBackupItem.read(item, client).machinePath)),
            JSONMember("storageAccountId", .string(storage)), JSONMember("region", .string(region)),
            JSONMember("createNewCloudService", false),
        ]
        if let group { properties.append(JSONMember("targetResourceGroupId", .string(group))) }
        let call = ARMCall.post(
            item.path + "/recoveryPoints/\(point.name)/restore", AzureVersion.backup,
            ["properties": .object(properties)])
        let answer = try await client.ask(call)
        return ActionResult(
            .done, Words("復元の開始が受け付けられました。", "The restore was taken into work."), source: call.source, surroundings,
            received: answer.received, requestID: answer.requestID)
    }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
private struct EC2BackupRestore: BackupWork {
    let account: String
    let instance: String
    let volumes: [String]
    let generation: Int

    var cloud: String { AWSClient.cloud }
    var source: String { "AWS \(account) ec2:CreateVolume " + volumes.joined(separator: " ") }

    private func call(_ snapshot: EBSSnapshot, in zone: String, _ reference: String) -> AWSCall {
        AWSCall(
            .ec2, "CreateVolume",
            [
                ("SnapshotId", snapshot.id), ("AvailabilityZone", zone), ("VolumeType", "gp3"),
                // The same step is the same disk, however often it is asked for.
                ("ClientToken", String("\(reference)-\(snapshot.id)".prefix(64))),
                ("TagSpecification.1.ResourceType", "volume"),
                ("TagSpecification.1.Tag.1.Key", EBSVolume.restoredTag),
                ("TagSpecification.1.Tag.1.Value", snapshot.volume),
            ], changes: true)
    }

    /// One of each disk; nil where one is missing.
    private func snapshots(_ client: AWSClient) async throws(CloudTrouble) -> [EBSSnapshot]? {
        let (all, _) = try await EBSSnapshot.list(volumes, client)
        let wanted = volumes.compactMap { volume in
            let good = all.filter { $0.volume == volume && $0.isGood }.sorted { $0.at > $1.at }
            return good.count >= generation ? good[generation - 1] : nil
        }
        return wanted.count == volumes.count ? wanted : nil
    }

    func standing(_ surroundings: Surroundings) async throws(CloudTrouble) -> Standing {
        let client = try AWSClient(of: account, surroundings)
        let machine = try await EC2Machine.read(instance, client)
        guard let zone = machine.zone, let wanted = try await snapshots(client) else {
            return .noGeneration(generation, source: source, surroundings, received: machine.answer.received)
        }
        for snapshot in wanted { try await client.rehearse(call(snapshot, in: zone, surroundings.reference)) }
        let when = wanted.map(\.at).min().map(\.japanTime.dateAndClock) ?? ""
        return Standing(
            .open, Words("\(when)のスナップショットから復元します。", "It is restored from the snapshots of \(when)."),
            identity: wanted.map(\.id).joined(separator: " "), source: source, surroundings,
            wanted.map { Evidence.Detail($0.volume, "\($0.id) \($0.at.rfc3339)") })
    }

    func act(_ surroundings: Surroundings) async throws(CloudTrouble) -> ActionResult {
        let client = try AWSClient(of: account, surroundings)
        guard let zone = try await EC2Machine.read(instance, client).zone, let wanted = try await snapshots(client)
        else {
            throw .unusable(Words("その世代のスナップショットがありません。", "There is no such generation."))
        }
        // The beginning of a disk may be told in whole seconds; the proof wants it behind the decision.
        do { try await surroundings.sleep(.seconds(1)) } catch {
            throw .unanswered(.cancelled(peer: source, mayHaveArrived: false), peer: source)
        }
        var made: [Evidence.Detail] = []
        for snapshot in wanted {
            do throws(CloudTrouble) {
                let answer = try await client.ask(call(snapshot, in: zone, surroundings.reference))
                made.append(Evidence.Detail(snapshot.id, answer.root.said("volumeId") ?? "-"))
            } catch {
                guard !made.isEmpty else { throw error }
                let why = error.words(AWSClient.cloud)
                return ActionResult(
                    .unclear,
                    Words(
                        "\(made.count)個のディスクを復元した後に止まりました。" + why.japanese,
                        "It stopped when \(made.count) disks were restored. " + why.english), source: source,
                    surroundings, received: error.received, made)
            }
        }
        return ActionResult(
            .done,
            Words(
                "\(made.count)個のディスクを復元しました。接続はお客様の指示により行います。",
                "\(made.count) disks were restored; they are attached as the customer says."), source: source,
            surroundings, made)
    }
}
