public import ServiceHours

/// What a journal that was put back from a backup means to the board.
///
/// The backup says what was open when it was made, not what became of it since: people may have been called, or have
/// taken the incident. So nobody is called for it again. A message that comes afterwards speaks of now: it opens a new
/// incident, and that one is called as ever.
extension Board {
    mutating func restoreJournal(_ counters: Counters) {
        continueNumbers(after: counters)
        docket.outdated = incidents.keys.sorted()
        docket.outdatedTrees = escalations.keys.sorted()
        // A line that returns must not start a tree of then.
        for id in docket.outdated { incidents[id]?.rerunUsed = true }
    }

    /// Ends what was open when the journal was restored. To be called before anything is decided, so that no message of
    /// now is taken for one more of then. Once all has an end nothing is left to do, whenever the board is folded again.
    ///
    /// - Parameter commit: as in `settle`.
    public mutating func endOutdated(at now: Instant, _ commit: (inout Board, Event) -> Void) {
        for id in docket.outdated.takeAll() {
            guard let incident = incidents[id], incident.end == nil else { continue }
            commit(
                &self,
                incident.recoveredAt == nil
                    ? .incidentEnded(id, .notCalled, .journalRestored) : .incidentEnded(id, .recovered, .alertRecovered)
            )
        }
        // At once, and not when the line has told of the call of then: a new incident must not join a tree that is old.
        for id in docket.outdatedTrees.takeAll() {
            guard let escalation = escalations[id], escalation.ended == nil else { continue }
            commit(&self, end(of: escalation, at: now))
        }
    }
}
