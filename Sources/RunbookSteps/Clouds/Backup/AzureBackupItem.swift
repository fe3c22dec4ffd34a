internal import JSONText
internal import ServiceHours

/// What Azure Backup says of one machine that it keeps
/// (https://learn.microsoft.com/en-us/rest/api/backup/protected-items/get).
struct AzureBackupItem {
    /// `Protected`, `IRPending` before the first backup, `ProtectionStopped`, `ProtectionError`, …
    let state: String
    /// The resource id of the machine, in small letters: Azure spells it now so, now so.
    let machine: String
    /// As Azure spells it.
    let machinePath: String
    /// The resource id of the policy by which it is kept.
    let policy: String
    let answer: ARMAnswer

    var isProtected: Bool { ["protected", "irpending"].contains(state.lowercased()) }

    static func call(_ id: AzureBackupItemID) -> ARMCall { .get(id.path, AzureVersion.backup) }

    static func read(_ id: AzureBackupItemID, _ client: ARMClient) async throws(CloudTrouble) -> AzureBackupItem {
        let answer = try await client.ask(call(id))
        guard let told = answer.body?.object?["properties"]?.object,
            let state = told["protectionState"]?.string, let machine = told["sourceResourceId"]?.string,
            let policy = told["policyId"]?.string
        else { throw .unreadable(status: answer.status, received: answer.received) }
        return AzureBackupItem(
            state: ShownBytes.line(state, limit: 60), machine: machine.lowercased(), machinePath: machine,
            policy: policy, answer: answer)
    }
}

/// One generation of a backup (https://learn.microsoft.com/en-us/rest/api/backup/recovery-points/list).
struct AzureRecoveryPoint {
    let name: String
    let at: Instant
    /// `AppConsistent`, `FileSystemConsistent` or `CrashConsistent`
    let consistency: String

    init?(_ node: JSONNode) {
        guard let told = node.object?["properties"]?.object,
            let at = told["recoveryPointTime"]?.string.flatMap({ try? Instant(rfc3339: $0) })
        else { return nil }
        name = node.object?["name"]?.string ?? ""
        self.at = at
        consistency = ShownBytes.line(told["recoveryPointType"]?.string ?? "-", limit: 60)
    }

    static func call(_ item: AzureBackupItemID) -> ARMCall { .get(item.path + "/recoveryPoints", AzureVersion.backup) }
}

/// Something that Azure Backup did or does (https://learn.microsoft.com/en-us/rest/api/backup/backup-jobs/list).
struct AzureBackupJob {
    enum Operation: String {
        case backup = "Backup"
        case restore = "Restore"
    }

    let of: String
    /// `InProgress`, `Completed`, `CompletedWithWarnings`, `Failed`, `Cancelled`, …
    let status: String
    let from: Instant

    init?(_ node: JSONNode) {
        guard let told = node.object?["properties"]?.object, let of = told["entityFriendlyName"]?.string,
            let status = told["status"]?.string,
            let from = told["startTime"]?.string.flatMap({ try? Instant(rfc3339: $0) })
        else { return nil }
        self.of = of
        self.status = ShownBytes.line(status, limit: 60)
        self.from = from
    }

    func isOf(_ item: AzureBackupItemID) -> Bool { of.lowercased() == item.machine.lowercased() }
    var hasFailed: Bool { ["failed", "cancelled", "canceled"].contains(status.lowercased()) }
    var isDone: Bool { status.lowercased().hasPrefix("completed") }

    static func call(_ item: AzureBackupItemID, _ operation: Operation) -> ARMCall {
        .get(
            item.vault + "/backupJobs", AzureVersion.backup,
            [("$filter", "operation eq '\(operation.rawValue)' and backupManagementType eq 'AzureIaasVM'")])
    }

    /// The newest of this machine.
    static func last(
        _ item: AzureBackupItemID, _ operation: Operation, _ client: ARMClient
    ) async throws(CloudTrouble) -> AzureBackupJob? {
        try await client.list(call(item, operation)).values.compactMap(AzureBackupJob.init).filter { $0.isOf(item) }
            .max { $0.from < $1.from }
    }
}
