public import ServiceHours

/// What a contract has looked at once a day: that a backup has come to its end (R9).
public struct DailyWatch: Hashable, Sendable {
    /// The key of the contract in the site folder.
    public let contract: String
    public let name: String
    public let target: TargetID
    public let runbook: RunbookID
    /// Since midnight in Japan.
    public let at: Span
    /// What is begun where it is not well; nil for nothing but the report.
    public let investigation: RunbookID?

    public init(
        contract: String, name: String, target: TargetID, runbook: RunbookID, at: Span, investigation: RunbookID?
    ) {
        self.contract = contract
        self.name = name
        self.target = target
        self.runbook = runbook
        self.at = at
        self.investigation = investigation
    }

    /// When it was due last.
    func due(before now: Instant) -> Instant {
        let today = now.japanTime.date.startInJapan + at
        return today <= now ? today : today - .hours(24)
    }
}

extension RunBoard {
    /// A run that a watch needs now.
    public struct WatchNeed: Hashable, Sendable {
        public let runbook: RunbookID
        public let watch: RunOrder.Watch
    }

    /// Nil when nothing is due. What was missed while nobody kept watch is made up for, once.
    public func need(of watch: DailyWatch, at now: Instant) -> WatchNeed? {
        let kept = runs.values.filter { run in
            guard case .watch(let order) = run.order.asker else { return false }
            return run.order.contract == watch.contract && order.name == watch.name
        }
        let looks = kept.filter { $0.order.runbook.id == watch.runbook }
        guard let last = looks.max(by: { $0.id < $1.id }), last.began >= watch.due(before: now) else {
            return WatchNeed(
                runbook: watch.runbook,
                watch: RunOrder.Watch(name: watch.name, isAwaited: isAwaited(watch, looks)))
        }
        guard let investigation = watch.investigation, last.isEnded,
            last.conclusion == .abnormal || last.conclusion == .unknown,
            !kept.contains(where: { $0.order.runbook.id == investigation && $0.id > last.id })
        else { return nil }
        return WatchNeed(runbook: investigation, watch: RunOrder.Watch(name: watch.name, isAwaited: false))
    }

    /// Whether the customer waits for a completion: the schedule was changed, and none was seen since.
    private func isAwaited(_ watch: DailyWatch, _ looks: [Run]) -> Bool {
        let seen = looks.filter { $0.conclusion == .normal }.map(\.began).max()
        return ledger.entries.contains { entry in
            entry.contract == watch.contract && entry.target == watch.target && entry.action == Self.rescheduling
                && entry.provenAt != nil && (seen.map { $0 <= entry.at } ?? true)
        }
    }

    /// The kind of action that changes a schedule.
    private static let rescheduling = "backup.reschedule"
}
