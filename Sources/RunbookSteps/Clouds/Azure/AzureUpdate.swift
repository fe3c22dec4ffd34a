internal import JSONText
internal import ServiceHours

/// Work that Azure has planned for one machine (https://learn.microsoft.com/en-us/rest/api/maintenance/updates/list).
struct AzureUpdate {
    /// `Pending`, `InProgress`, `Completed`, `RetryNow`, `RetryLater`
    let status: String
    /// `None`, `Freeze`, `Restart`, `Redeploy`
    let impact: String
    let notBefore: Instant?
    /// How long the machine is away.
    let duration: Span?

    init?(_ node: JSONNode) {
        guard let object = node.object, let status = object["status"]?.string else { return nil }
        self.status = ShownBytes.line(status, limit: 40)
        impact = ShownBytes.line(object["impactType"]?.string ?? "-", limit: 40)
        notBefore = object["notBefore"]?.string.flatMap { try? Instant(rfc3339: $0) }
        duration = object["impactDurationInSec"]?.scalarText.flatMap { Int($0) }
            .flatMap { (0...604_800).contains($0) ? .seconds($0) : nil }
    }

    var isOver: Bool { status.lowercased() == "completed" }
    var isUnderWay: Bool { status.lowercased() == "inprogress" }

    static func call(_ machine: AzureMachineID) -> ARMCall {
        .get(machine.path + "/providers/Microsoft.Maintenance/updates", AzureVersion.maintenance)
    }
}
