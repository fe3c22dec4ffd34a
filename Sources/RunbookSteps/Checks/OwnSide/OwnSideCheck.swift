internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Our own side: the way out, the clock and the disk. When one of them is broken nothing that is seen of others means
/// anything.
struct OwnSideCheck: CheckStep {
    static let kind = CheckKind(
        "self", Words("当社側の点検", "Our own side"), signal: .ourselves,
        with: [
            .optional("host", .text, default: "none", "www.example.jp", "something that is always reachable"),
            .optional("port", .integer(1...65_535), default: "443", "443", "its port"),
        ],
        expect: [
            .optional(
                "clockOffset", .span(.milliseconds(1) ... .minutes(10)), default: "2s", "2s",
                "how far our clock may be off, by the word of the system's time keeper"),
            .optional("free", .integer(0...100), default: "5", "5", "percent of our disk that are free at least"),
        ],
        values: [
            CheckKind.Value("clockSynchronised", "yes, no"),
            CheckKind.Value("free", unit: "%", "what is free of the disk with our data"),
            CheckKind.Value("milliseconds", unit: "ms", "until the connection stood"),
        ])

    private let host: String?
    private let port: Int
    private let clockOffset: Span
    private let free: Int

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        host = with.text("host")
        port = with.integer("port") ?? 443
        clockOffset = expect.span("clockOffset") ?? .seconds(2)
        free = expect.integer("free") ?? 5
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        var sight = OwnSight(source: host.map { "NightCall → \($0):\(port)" } ?? "NightCall")
        sight.clock(OwnClock.now(), within: clockOffset)
        sight.disk(OwnDisk(surroundings.dataFolder), free: free)
        if let host { await reach(host, surroundings, &sight) }
        return sight.observation
    }

    private func reach(_ host: String, _ surroundings: Surroundings, _ sight: inout OwnSight) async {
        let request = ConnectionRequest(
            host: host, port: port,
            timeoutMilliseconds: max(1, Int(clamping: surroundings.timeout.microseconds / 1_000)))
        do throws(TransferError) {
            let seen = try await surroundings.transfers.look(at: request)
            sight.reached(afterMicroseconds: seen.timings.connectedMicroseconds)
        } catch {
            sight.missed(host, .unanswered(error, peer: "\(request)", source: ""))
        }
    }
}
