internal import Markup
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// A feed of a provider's troubles, in RSS or Atom. A fresh feed without an item is health; a stale one, or a page in its
/// place, says nothing.
struct FeedCheck: CheckStep {
    static let kind = CheckKind(
        "feed", Words("お知らせのフィード", "Feed of notices"), signal: .platform,
        with: [.required("url", .text, "https://status.example.jp/feed/", "the address of the feed")],
        expect: [
            .optional(
                "freshness", .span(.minutes(1) ... .hours(8_760)), default: "24h", "24h",
                "a feed that was built earlier is unknown"),
            .optional(
                "absent", .texts, default: "every item", "[Japan East, 東日本]",
                "an item about one of these is abnormal, one that only mentions it a warning; without them every item counts"
            ),
            .optional(
                "since", .span(.minutes(1) ... .hours(8_760)), default: "24h", "24h", "only items so young count"),
        ],
        values: [
            CheckKind.Value("items", "how many items are young enough"),
            CheckKind.Value("matching", "how many of them are about one of the texts"),
            CheckKind.Value("mentions", "how many others mention one"),
            CheckKind.Value("title", "of the first that matches, or else mentions one"),
        ])

    private let address: WebAddress
    private let freshness: Span
    private let absent: [String]
    private let since: Span

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        address = try WebAddress(refusing: with.text("url"))
        freshness = expect.span("freshness") ?? .hours(24)
        absent = expect.texts("absent")
        since = expect.span("since") ?? .hours(24)
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let source = address.text
        var request = HTTPRequest(.get, address)
        request.bodyLimitBytes = 4 << 20
        request.allow(surroundings.timeout)
        do throws(TransferError) {
            let response = try await surroundings.transfers.perform(request)
            return observation(response, source, at: surroundings.now())
        } catch {
            return .unseen(error, peer: "\(address)", source: source)
        }
    }

    private func observation(_ response: HTTPResponse, _ source: String, at now: Instant) -> Observation {
        var observation = Observation(.unknown, Words("", ""), source: source, received: response.body, mayPass: true)
        guard response.status == 200, let feed = Feed(response.body) else {
            observation.sentence = Words(
                "フィードではない応答（状態\(response.status)）のため、判定できません。",
                "The answer, with status \(response.status), is no feed: nothing can be said.")
            return observation
        }
        observation.sourceTime = feed.builtAt
        guard let built = feed.builtAt, now.since(built) <= freshness, built <= now + .minutes(10) else {
            observation.sentence = Words(
                "フィードの作成時刻が古いか読めないため、判定できません。", "The feed is stale or has no time: nothing can be said.")
            return observation
        }
        // An item whose time cannot be read may be of now.
        let young = feed.items.filter { $0.at.map { now.since($0) <= since } ?? true }
        func holds(_ text: String) -> Bool { absent.contains { text.contains($0) } }
        let matching = young.filter { absent.isEmpty || holds($0.subject) }
        let mentions = young.filter { !absent.isEmpty && !holds($0.subject) && holds($0.description) }
        observation.readings = [
            Reading("items", String(young.count)), Reading("matching", String(matching.count), threshold: "0"),
            Reading("mentions", String(mentions.count)),
        ]
        observation.mayPass = false
        guard let first = matching.first ?? mentions.first else {
            observation.verdict = .normal
            observation.sentence = Words("該当するお知らせはありません。", "There is no notice that matches.")
            return observation
        }
        let title = ShownBytes.line(first.title, limit: 150)
        observation.readings.append(Reading("title", title))
        if matching.isEmpty {
            observation.verdict = .warning
            observation.sentence = Words(
                "本文で触れているお知らせが\(mentions.count)件あります：「\(title)」",
                "\(mentions.count) notices mention it, first: \(title)")
            return observation
        }
        observation.verdict = .abnormal
        observation.sentence = Words(
            "該当するお知らせが\(matching.count)件あります：「\(title)」", "\(matching.count) notices match, first: \(title)")
        return observation
    }
}
