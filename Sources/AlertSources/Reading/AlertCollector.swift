internal import CallTree

/// Gathers what a source reads out of one body. Of several alerts with the same dedup key one is kept, in the place of
/// the first; see `AlertDraft.standing`.
struct AlertCollector {
    private let source: SourceID
    private var drafts: [AlertDraft] = []
    private var placeOfKey: [String: Int] = [:]
    private var rejected: [RejectedAlert] = []
    private var notes: [ReadingNote] = []

    init(source: SourceID) {
        self.source = source
    }

    mutating func add(_ draft: AlertDraft) {
        guard let place = placeOfKey[draft.dedupKey] else {
            placeOfKey[draft.dedupKey] = drafts.count
            drafts.append(draft)
            return
        }
        note(.sameKey, at: draft.index)
        // At the same standing the later one counts: it is what the sender said last.
        if draft.standing >= drafts[place].standing { drafts[place] = draft }
    }

    mutating func reject(_ reason: RejectedAlert.Reason, at index: Int) {
        rejected.append(RejectedAlert(index: index, reason: reason))
    }

    mutating func note(_ oddity: ReadingNote.Oddity, at index: Int) {
        notes.append(ReadingNote(index: index, oddity: oddity))
    }

    func result(truncated: Int = 0, repairs: Int) -> ReadAlerts {
        ReadAlerts(
            alerts: drafts.map { $0.alert(from: source) }, rejected: rejected, truncated: truncated, notes: notes,
            repairs: repairs)
    }
}
