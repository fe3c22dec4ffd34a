internal import Markup
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Azure's public feed of outages. Without an item it says no more than that none is published: an empty feed was served for
/// hours during an outage (July 2026), and what is no feed says nothing at all.
struct AzureStatusFeedCheck: CheckStep {
    /// `status.azure.com` leads elsewhere by geography, to an instance that can be the broken one.
    private static let usual = "https://rssfeed.azure.status.microsoft/en-us/status/feed/"

    static let kind = CheckKind(
        "azure.status.feed", Words("Azureの公開障害情報", "Azure's public feed of outages"), signal: .platform,
        with: [
            .required("regions", .texts, "[Japan East]", "the regions that are used, as the feed names them"),
            .optional("url", .text, default: usual, usual, "the address of the feed"),
        ],
        expect: [
            .optional(
                "freshness", .span(.minutes(1) ... .hours(24)), default: "1h", "1h",
                "a feed that was built earlier is unknown")
        ],
        values: [
            CheckKind.Value("items", "how many outages are published"),
            CheckKind.Value("matching", "how many of them are of our regions"),
            CheckKind.Value("title", "of the first that matches"),
        ])

    private let address: WebAddress
    private let regions: [String]
    private let freshness: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        address = try WebAddress(refusing: with.text("url") ?? Self.usual)
        regions = with.texts("regions")
        guard !regions.isEmpty, regions.allSatisfy({ !$0.isEmpty }) else { throw StepRefusal("`regions` is missing") }
        freshness = expect.span("freshness") ?? .hours(1)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        var request = HTTPRequest(.get, address)
        request.bodyLimitBytes = 4 << 20
        request.allow(surroundings.timeout)
        do throws(TransferError) {
            let response = try await surroundings.transfers.perform(request)
            return observation(response, at: surroundings.now())
        } catch {
            return .unseen(error, peer: "\(address)", source: address.text)
        }
    }

    private func observation(_ response: HTTPResponse, at now: Instant) -> Observation {
        var observation = Observation(
            .unknown, Words("", ""), source: address.text, received: response.body, mayPass: true)
        guard response.status == 200, let root = try? MarkupDocument(xml: response.body).root, root.name == "rss",
            let channel = root["channel"], channel.said("title") != nil, let feed = Feed(response.body)
        else {
            observation.sentence = Words(
                "Azureの障害情報ではない応答（状態\(response.status)）のため、判定できません。",
                "The answer, with status \(response.status), is not Azure's feed: nothing can be said.")
            return observation
        }
        // The feed's own time: that of an item would make a feed fresh that was built long ago.
        let built = channel.said("lastBuildDate").flatMap(FeedTime.instant)
        observation.sourceTime = built
        guard let built, now.since(built) <= freshness, built <= now + .minutes(10) else {
            observation.sentence = Words(
                "Azureの障害情報の作成時刻が古いか読めないため、判定できません。", "Azure's feed is stale or has no time: nothing can be said.")
            return observation
        }
        // The body of an item names regions that are well, too: title and categories tell which it is about.
        let matching = feed.items.filter { item in
            regions.contains { item.concerns(region: $0) }
        }
        observation.readings = [
            Reading("items", "\(feed.items.count)"), Reading("matching", "\(matching.count)", threshold: "0"),
        ]
        observation.details = feed.items.prefix(5).map { item in
            Evidence.Detail(item.at?.rfc3339 ?? "-", ShownBytes.line(item.title))
        }
        if let first = matching.first {
            let title = ShownBytes.line(first.title)
            observation.readings.append(Reading("title", title))
            observation.verdict = .abnormal
            observation.sentence = Words(
                "利用中のリージョンの障害が公表されています（\(title)）。", "An outage of our regions is published: \(title)")
        } else {
            observation.verdict = .normal
            observation.mayPass = false
            observation.sentence = Words(
                "利用中のリージョンの障害は公表されていません（公表がないことだけでは正常の証拠になりません）。",
                "No outage of our regions is published, which alone proves no health.")
        }
        return observation
    }
}

extension Feed.Item {
    /// Whether the region is named. "East US 2" is another than "East US".
    fileprivate func concerns(region: String) -> Bool {
        let name = region.lowercased()
        var rest = subject.lowercased()[...]
        while let found = rest.firstRange(of: name) {
            rest = rest[found.upperBound...]
            let next = rest.drop { $0 == " " }.first
            if !(next?.isNumber ?? false) { return true }
        }
        return false
    }
}
