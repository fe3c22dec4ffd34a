internal import RunbookModel
internal import ServiceHours

/// What is seen of our own side, thing by thing. All that is wrong is told, and the worst of it is the verdict: a disk that
/// cannot be looked at must not hide a clock that is off.
struct OwnSight {
    private let source: String
    private var readings: [Reading] = []
    private var details: [Evidence.Detail] = []
    private var broken: [Words] = []
    private var unseen: [Words] = []
    private var mayPass = false

    init(source: String) {
        self.source = source
    }

    /// A machine whose time keeper does not tell is no broken one. Containers may not ask at all, and a machine without a
    /// time keeper of its own, as most containers and many virtual machines whose host keeps the time, is "not
    /// synchronised" for ever, with an error bound of 16 s that says only that nobody has set one. Were that abnormal, or
    /// even a warning, nothing could ever be decided from there. So the clock is abnormal only by an offset that the
    /// kernel holds for known, and everything else stands in the details.
    mutating func clock(_ clock: OwnClock?, within limit: Span) {
        guard let clock else {
            details.append(Evidence.Detail("clock", "the system does not tell"))
            return
        }
        readings.append(Reading("clockSynchronised", clock.isSynchronised ? "yes" : "no"))
        details.append(Evidence.Detail("clock offset", "\(clock.offset.microseconds) µs"))
        details.append(Evidence.Detail("clock error at most", "\(clock.largestError.microseconds) µs"))
        guard let off = clock.knownError, off > limit else { return }
        broken.append(
            Words("当社側の時計が\(off.shown.japanese)ずれています。", "Our clock is off by \(off.shown.english)."))
    }

    mutating func disk(_ disk: OwnDisk?, free limit: Int) {
        guard let disk else {
            unseen.append(Words("当社側の空き容量を確認できません。", "How much of our disk is free cannot be told."))
            return
        }
        readings.append(Reading("free", String(disk.freePercent), threshold: ">= \(limit)"))
        guard disk.freePercent < limit else { return }
        broken.append(
            Words(
                "当社側の空き容量が\(disk.freePercent)%しかありません。", "Only \(disk.freePercent) % of our disk are free."))
    }

    mutating func reached(afterMicroseconds microseconds: Int) {
        readings.append(Reading("milliseconds", String(microseconds / 1_000)))
    }

    /// - Parameter why: what a check of that host would say. Only whoever has truly asked knows that the way is broken.
    mutating func missed(_ host: String, _ why: Observation) {
        details.append(Evidence.Detail("way out", why.sentence.english))
        details += why.details
        mayPass = why.mayPass
        switch why.verdict {
        case .abnormal:
            broken.append(
                Words(
                    "当社側から\(host)に届きません。当社側の回線に問題があります。",
                    "We do not reach \(host), which is always there: our own line is broken."))
        case .normal, .warning, .unknown, .skipped:
            unseen.append(
                Words("当社側から\(host)に届くか確認できません。", "Whether we reach \(host) cannot be told."))
        }
    }

    var observation: Observation {
        let wrong = broken + unseen
        let verdict: Verdict = !broken.isEmpty ? .abnormal : !unseen.isEmpty ? .unknown : .normal
        let sentence =
            wrong.isEmpty
            ? Words("当社側の回線・時計・空き容量は正常です。", "Our line, clock and disk are in order.")
            : Words(wrong.map(\.japanese).joined(), wrong.map(\.english).joined(separator: " "))
        return Observation(
            verdict, sentence, source: source, readings: readings, details: details, mayPass: mayPass)
    }
}
