internal import Markup
internal import ServiceHours

/// A disk at EC2 that was made from a snapshot (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html).
struct EBSVolume {
    let id: String
    /// The disk that it was restored from.
    let of: String
    /// `creating`, `available`, `in-use`, `deleting`, `deleted`, `error`
    let state: String
    let at: Instant

    /// The tag that restored disks carry; its value is the disk that they were restored from.
    static let restoredTag = "nightcall-restored"

    private init?(_ node: MarkupNode) {
        guard let id = node.said("volumeId"), let state = node.said("status"),
            let at = node.said("createTime").flatMap({ try? Instant(rfc3339: $0) }),
            let tag = node.list("tagSet").first(where: { $0.said("key") == Self.restoredTag }),
            let of = tag.said("value")
        else { return nil }
        self.id = id
        self.of = of
        self.state = state
        self.at = at
    }

    static func call(restoredFrom volumes: [String]) -> AWSCall {
        AWSCall(
            .ec2, "DescribeVolumes",
            [("Filter.1.Name", "tag:\(restoredTag)")]
                + volumes.enumerated().map { ("Filter.1.Value.\($0 + 1)", $1) })
    }

    static func list(
        restoredFrom volumes: [String], _ client: AWSClient
    ) async throws(CloudTrouble) -> (found: [EBSVolume], answer: AWSAnswer) {
        let answer = try await client.ask(call(restoredFrom: volumes))
        return (answer.root.list("volumeSet").compactMap(EBSVolume.init), answer)
    }
}
