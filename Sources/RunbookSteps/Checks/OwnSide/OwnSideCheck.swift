internal import CTimex
internal import Glibc
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
        var observation = Observation(
            .normal, Words("当社側の回線・時計・空き容量は正常です。", "Our line, clock and disk are in order."), source: "NightCall")
        look(at: OwnClock.now(), &observation)
        look(atDisk: surroundings.dataFolder, &observation)
        if let host { await look(at: host, surroundings, &observation) }
        return observation
    }

    /// A machine whose time keeper does not tell is no broken one: containers, and machines whose host keeps the time, say
    /// "not synchronised" for ever. It is abnormal only where the keeper knows of an offset that is too large.
    private func look(at clock: OwnClock?, _ observation: inout Observation) {
        guard let clock else {
            observation.details.append(Evidence.Detail("clock", "the system does not tell"))
            return
        }
        observation.readings.append(Reading("clockSynchronised", clock.isSynchronised ? "yes" : "no"))
        observation.details.append(Evidence.Detail("clock offset", "\(clock.offset.microseconds) µs"))
        let offset = clock.offset < .zero ? -clock.offset : clock.offset
        guard clock.isSynchronised, offset > clockOffset else { return }
        observation.verdict = .abnormal
        observation.sentence = Words(
            "当社側の時計が\(offset.shown.japanese)ずれています。", "Our clock is off by \(offset.shown.english).")
    }

    private func look(atDisk folder: String, _ observation: inout Observation) {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0, facts.f_blocks > 0 else {
            observation.verdict = .unknown
            observation.sentence = Words(
                "当社側の空き容量を確認できません。", "How much of our disk is free cannot be told.")
            return
        }
        let percent = Int(Double(facts.f_bavail) / Double(facts.f_blocks) * 100)
        observation.readings.append(Reading("free", String(percent), threshold: ">= \(free)"))
        guard percent < free else { return }
        observation.verdict = .abnormal
        observation.sentence = Words("当社側の空き容量が\(percent)%しかありません。", "Only \(percent) % of our disk are free.")
    }

    private func look(at host: String, _ surroundings: Surroundings, _ observation: inout Observation) async {
        let request = ConnectionRequest(
            host: host, port: port,
            timeoutMilliseconds: max(1, Int(clamping: surroundings.timeout.microseconds / 1_000)))
        observation.source = "NightCall → \(request)"
        do throws(TransferError) {
            let seen = try await surroundings.transfers.look(at: request)
            observation.readings.append(Reading("milliseconds", String(seen.timings.connectedMicroseconds / 1_000)))
        } catch {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "当社側から\(host)に届きません。当社側の回線に問題があります。",
                "We do not reach \(host), which is always there: our own line is broken.")
            observation.mayPass = true
        }
    }
}

/// What the kernel knows of its clock (adjtimex(2)); reading it needs no privilege.
struct OwnClock {
    let isSynchronised: Bool
    let offset: Span

    static func now() -> OwnClock? {
        var facts = timex()
        let state = adjtimex(&facts)
        guard state >= 0 else { return nil }
        // STA_NANO: the offset is in nanoseconds.
        let offset = facts.status & 0x2000 != 0 ? Int64(facts.offset) / 1_000 : Int64(facts.offset)
        // TIME_ERROR: the clock is not synchronised.
        return OwnClock(isSynchronised: state != 5, offset: Span(microseconds: offset))
    }
}
