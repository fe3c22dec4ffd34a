internal import CallTree
internal import ServiceHours

/// What a source has found in one alert, before it is cleaned, cut to length and made an `Alert`.
struct AlertDraft {
    let index: Int
    /// Cut to length already, because it is looked up among those of the body.
    let dedupKey: String
    let status: Alert.Status
    var severityRaw: String?
    var name = ""
    var summary = ""
    var startedAt: Instant?
    var endedAt: Instant?
    var labels: [Label] = []

    init(index: Int, dedupKey: String, status: Alert.Status) {
        self.index = index
        self.dedupKey = AlertText.dedupKey(dedupKey)
        self.status = status
    }

    func alert(from source: SourceID) -> Alert {
        let severityRaw = severityRaw.map { AlertText.line($0, limit: AlertText.severityLimit) }
        return Alert(
            source: source,
            dedupKey: dedupKey,
            status: status,
            severity: Severity(spelling: severityRaw ?? ""),
            severityRaw: severityRaw,
            name: AlertText.line(name, limit: AlertText.nameLimit),
            summary: AlertText.line(summary, limit: AlertText.summaryLimit),
            startedAt: startedAt,
            labels: labels)
    }

    /// What decides between two alerts of one body with the same key: the one that tells of the later moment counts,
    /// and at the same moment the one that fires.
    ///
    /// A moment that is missing never helps a recovery: without one a recovery is the oldest of all and a firing
    /// alert the latest of all. An update counts only where there is nothing else.
    var standing: Standing {
        switch status {
        case .firing: Standing(tellsOfState: 1, moment: startedAt?.microseconds ?? .max, fires: 1)
        case .resolved:
            Standing(tellsOfState: 1, moment: endedAt?.microseconds ?? startedAt?.microseconds ?? .min, fires: 0)
        case .update: Standing(tellsOfState: 0, moment: startedAt?.microseconds ?? .min, fires: 0)
        }
    }

    struct Standing: Comparable {
        let tellsOfState: Int
        let moment: Int64
        let fires: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.tellsOfState, left.moment, left.fires) < (right.tellsOfState, right.moment, right.fires)
        }
    }
}
