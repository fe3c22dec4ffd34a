internal import Markup
internal import RunbookModel
internal import ServiceHours

/// The name of a virtual machine at EC2.
enum EC2InstanceID {
    /// - Throws: when it cannot be one: `i-` and eight or seventeen hexadecimal digits
    ///   (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html).
    static func read(_ text: String?) throws(StepRefusal) -> String {
        guard let text, text.hasPrefix("i-"), (8...17).contains(text.utf8.count - 2),
            text.utf8.dropFirst(2).allSatisfy({
                ("0"..."9").contains(Character(Unicode.Scalar($0)))
                    || ("a"..."f").contains(Character(Unicode.Scalar($0)))
            })
        else { throw StepRefusal("`instance` is no id of EC2, which is written like i-0123456789abcdef0") }
        return text
    }
}

/// The words that EC2 has for what a machine does
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html).
enum EC2State {
    static let running = "running"
    static let stopped = "stopped"

    /// On the way to another state by itself.
    static func isPassing(_ state: String) -> Bool { ["pending", "stopping", "shutting-down"].contains(state) }

    static func words(_ state: String) -> Words {
        switch state {
        case "pending": Words("起動中", "starting")
        case "running": Words("動作中", "running")
        case "stopping": Words("停止中（移行中）", "stopping")
        case "stopped": Words("停止", "stopped")
        case "shutting-down": Words("終了中", "shutting down")
        case "terminated": Words("削除済み", "terminated")
        default: Words(state, state)
        }
    }
}

/// A machine as `DescribeInstances` tells it.
struct EC2Machine {
    let id: String
    let state: String
    let launchedAt: Instant?
    /// `ebs`, or `instance-store`, which is lost when the machine stops.
    let rootDevice: String?
    let zone: String?
    let answer: AWSAnswer

    /// Which one thing it is: an id is never given twice, and the launch says whether somebody else has started it meanwhile.
    var identity: String { id + (launchedAt.map { " \($0)" } ?? "") }

    static func call(_ id: String) -> AWSCall { AWSCall(.ec2, "DescribeInstances", [("InstanceId.1", id)]) }

    /// - Throws: also when the answer does not hold the machine.
    static func read(_ id: String, _ client: AWSClient) async throws(CloudTrouble) -> EC2Machine {
        let answer = try await client.ask(call(id))
        let found = answer.root.list("reservationSet").flatMap { $0.list("instancesSet") }
        guard let machine = found.first(where: { $0.said("instanceId") == id }),
            let state = machine["instanceState"]?.said("name")
        else { throw .leftOut(id, answer) }
        return EC2Machine(
            id: id, state: state, launchedAt: machine.said("launchTime").flatMap { try? Instant(rfc3339: $0) },
            rootDevice: machine.said("rootDeviceType"), zone: machine["placement"]?.said("availabilityZone"),
            answer: answer)
    }
}

/// A machine's health as `DescribeInstanceStatus` tells it.
struct EC2Status {
    /// One of the examinations that EC2 makes.
    struct Examination {
        /// `ok`, `impaired`, `insufficient-data`, `not-applicable`, `initializing`
        let status: String
        let impairedSince: Instant?

        init?(_ node: MarkupNode?) {
            guard let node, let status = node.said("status") else { return nil }
            self.status = status
            impairedSince = node.list("details").compactMap { $0.said("impairedSince") }
                .compactMap { try? Instant(rfc3339: $0) }.min()
        }
    }

    /// What Amazon has planned for the machine.
    struct Event {
        /// By which Amazon names it; nil where the answer leaves it out.
        let id: String?
        /// `instance-reboot`, `system-reboot`, `system-maintenance`, `instance-retirement`, `instance-stop`
        let code: String
        let description: String
        let notBefore: Instant?
        let notAfter: Instant?

        init?(_ node: MarkupNode) {
            guard let code = node.said("code") else { return nil }
            self.code = code
            id = node.said("instanceEventId")
            description = node.said("description") ?? ""
            notBefore = node.said("notBefore").flatMap { try? Instant(rfc3339: $0) }
            notAfter = node.said("notAfter").flatMap { try? Instant(rfc3339: $0) }
        }

        /// What is over stays in the list for a while, with a mark before its description.
        var isOver: Bool { description.hasPrefix("[Completed]") || description.hasPrefix("[Canceled]") }
    }

    let state: String
    let zone: String?
    /// Of Amazon's side: network, power, host.
    let system: Examination?
    /// Of the guest's side.
    let instance: Examination?
    let disks: Examination?
    let events: [Event]
    let answer: AWSAnswer

    /// A machine that does not run is left out unless it is asked for.
    static func call(_ id: String) -> AWSCall {
        AWSCall(.ec2, "DescribeInstanceStatus", [("InstanceId.1", id), ("IncludeAllInstances", "true")])
    }

    /// - Throws: also when the answer does not hold the machine: silence is no health.
    static func read(_ id: String, _ client: AWSClient) async throws(CloudTrouble) -> EC2Status {
        let answer = try await client.ask(call(id))
        guard let found = answer.root.list("instanceStatusSet").first(where: { $0.said("instanceId") == id }),
            let state = found["instanceState"]?.said("name")
        else { throw .leftOut(id, answer) }
        return EC2Status(
            state: state, zone: found.said("availabilityZone"), system: Examination(found["systemStatus"]),
            instance: Examination(found["instanceStatus"]), disks: Examination(found["attachedEbsStatus"]),
            events: found.list("eventsSet").compactMap(Event.init), answer: answer)
    }
}
