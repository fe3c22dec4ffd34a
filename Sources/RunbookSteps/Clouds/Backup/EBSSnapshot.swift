internal import Markup
internal import RunbookModel
internal import ServiceHours

/// A snapshot of a disk at EC2 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html).
struct EBSSnapshot {
    let id: String
    let volume: String
    /// `pending`, `completed`, `error`, `recoverable`, `recovering`
    let state: String
    let at: Instant
    /// Whether NightCall made it.
    let isOwn: Bool

    /// The tag that ours carry.
    static let ownTag = "nightcall"

    var isGood: Bool { state == "completed" }
    var isRunning: Bool { state == "pending" }

    private init?(_ node: MarkupNode) {
        guard let id = node.said("snapshotId"), let volume = node.said("volumeId"), let state = node.said("status"),
            let at = node.said("startTime").flatMap({ try? Instant(rfc3339: $0) })
        else { return nil }
        self.id = id
        self.volume = volume
        self.state = state
        self.at = at
        isOwn = node.list("tagSet").contains { $0.said("key") == Self.ownTag }
    }

    /// - Throws: when the values name no disks.
    static func volumes(_ with: StepArguments) throws(StepRefusal) -> [String] {
        let volumes = with.texts("volumes")
        guard !volumes.isEmpty, volumes.count <= 40,
            volumes.allSatisfy({ $0.hasPrefix("vol-") && $0.dropFirst(4).allSatisfy(\.isHexDigit) })
        else { throw StepRefusal("`volumes` are no ids of disks, which are written like vol-0123456789abcdef0") }
        return volumes
    }

    static func call(_ volumes: [String]) -> AWSCall {
        AWSCall(
            .ec2, "DescribeSnapshots",
            [("Owner.1", "self"), ("Filter.1.Name", "volume-id")]
                + volumes.enumerated().map { ("Filter.1.Value.\($0 + 1)", $1) })
    }

    /// Answers of so many pages are read; more than that nobody keeps of one machine.
    private static let pageLimit = 20

    /// All of ours and the customer's own of these disks, and the last answer.
    static func list(
        _ volumes: [String], _ client: AWSClient
    ) async throws(CloudTrouble) -> (found: [EBSSnapshot], last: AWSAnswer) {
        let call = call(volumes)
        var answer = try await client.ask(call)
        var found = answer.root.list("snapshotSet").compactMap(EBSSnapshot.init)
        for _ in 1..<pageLimit {
            guard let next = answer.root["nextToken"]?.text, !next.isEmpty else { break }
            answer = try await client.ask(call.adding("NextToken", next))
            found += answer.root.list("snapshotSet").compactMap(EBSSnapshot.init)
        }
        return (found, answer)
    }
}
