internal import JSONText
internal import RunbookModel
internal import ServiceHours

/// A virtual machine with its instance view
/// (https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/instance-view).
struct AzureMachine: Sendable {
    /// Something that Azure says of a part.
    struct Status: Sendable {
        /// `ProvisioningState/succeeded`, `PowerState/running`, …
        let code: String
        /// `Info`, `Warning`, `Error`
        let level: String
        let shown: String
        let message: String
        let at: Instant?

        init?(_ node: JSONNode) {
            guard let object = node.object, let code = object["code"]?.string else { return nil }
            self.code = ShownBytes.line(code, limit: 100)
            level = object["level"]?.string ?? ""
            shown = ShownBytes.line(object["displayStatus"]?.string ?? "", limit: 100)
            message = ShownBytes.line(object["message"]?.string ?? "", limit: 300)
            at = object["time"]?.string.flatMap { try? Instant(rfc3339: $0) }
        }

        /// What stands behind the slash, where the code begins with that word.
        func state(_ kind: String) -> String? {
            let parts = code.split(separator: "/", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == kind.lowercased() else { return nil }
            return parts[1].lowercased()
        }
    }

    struct Extension: Sendable {
        let name: String
        /// Its own, and those of its parts.
        let statuses: [Status]
    }

    struct Agent: Sendable {
        let version: String
        let statuses: [Status]

        /// That of the agent's last sign of life.
        var newest: Status? { statuses.max { ($0.at ?? .distant) < ($1.at ?? .distant) } }
        var isReady: Bool {
            newest.map { $0.state("ProvisioningState") == "succeeded" && $0.shown == "Ready" } ?? false
        }
    }

    /// Which one thing it is: another machine of the same name has another.
    let vmID: String?
    let statuses: [Status]
    let agent: Agent?
    let extensions: [Extension]
    let maintenance: JSONObject?
    let answer: ARMAnswer

    static func call(_ id: AzureMachineID) -> ARMCall {
        .get(id.path, AzureVersion.compute, [("$expand", "instanceView")])
    }

    static func read(_ id: AzureMachineID, _ client: ARMClient) async throws(CloudTrouble) -> AzureMachine {
        let answer = try await client.ask(call(id))
        guard let root = answer.body?.object, let properties = root["properties"]?.object,
            let view = properties["instanceView"]?.object
        else { throw .unreadable(status: answer.status, received: answer.received) }
        let agent = view["vmAgent"]?.object.map {
            Agent(
                version: ShownBytes.line($0["vmAgentVersion"]?.string ?? "Unknown", limit: 60),
                statuses: ($0["statuses"]?.array ?? []).compactMap(Status.init))
        }
        let extensions = (view["extensions"]?.array ?? []).compactMap { node -> Extension? in
            guard let object = node.object, let name = object["name"]?.string else { return nil }
            // One may have a name and nothing else.
            let all = (object["statuses"]?.array ?? []) + (object["substatuses"]?.array ?? [])
            return Extension(name: ShownBytes.line(name, limit: 100), statuses: all.compactMap(Status.init))
        }
        return AzureMachine(
            vmID: properties["vmId"]?.string.map { ShownBytes.line($0, limit: 60) },
            statuses: (view["statuses"]?.array ?? []).compactMap(Status.init), agent: agent, extensions: extensions,
            maintenance: view["maintenanceRedeployStatus"]?.object, answer: answer)
    }

    /// `running`, `stopped`, `deallocated`, `starting`, `stopping`, `deallocating`, `unknown`; nil when Azure does not say.
    var power: String? { statuses.lazy.compactMap { $0.state("PowerState") }.first }

    /// `succeeded`, `updating`, `failed/…`
    var provisioning: String? { statuses.lazy.compactMap { $0.state("ProvisioningState") }.first }
}

extension Instant {
    /// Before every other: of what has no time.
    fileprivate static let distant = Instant(microseconds: .min)
}

/// The words for what a machine at Azure does
/// (https://learn.microsoft.com/en-us/azure/virtual-machines/states-billing).
enum AzurePower {
    static let running = "running"
    static let stopped = "stopped"
    static let deallocated = "deallocated"

    /// On the way to another state by itself.
    static func isPassing(_ power: String) -> Bool { ["starting", "stopping", "deallocating"].contains(power) }

    static func words(_ power: String?) -> Words {
        switch power {
        case "running": Words("動作中", "running")
        case "stopped": Words("停止（割り当て済み）", "stopped, still allocated")
        case "deallocated": Words("停止（割り当て解除済み）", "deallocated")
        case "starting": Words("起動中", "starting")
        case "stopping": Words("停止中（移行中）", "stopping")
        case "deallocating": Words("割り当て解除中", "being deallocated")
        case let power?: Words(power, power)
        case nil: Words("不明", "not told")
        }
    }
}
