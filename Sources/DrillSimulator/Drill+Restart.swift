import CallTree
import EventBytes
import NightEngine
import ServiceHours

extension Drill {
    /// Throws the engine away and builds it again from the journal, as a server does. The world lives on: lines know the
    /// calls they have, and dial those they never got.
    mutating func restart(at now: Instant) {
        journal.note(.restarted, at: now)
        var board = Board(contracts: scenario.contracts, capacities: capacities)
        for recorded in journal.openEvents {
            if let read = recorded.throughItsBytes {
                board.restore(read)
            } else {
                journal.note(.unreadable(sequence: recorded.sequence), at: now)
            }
        }
        board.finishRestoring(highest: journal.highest)
        board.restoreCalls(journal.events)
        step = EngineStep(board: board)
        let owed = step.startOver(hearingLinesUntil: now)
        world.start(owed, board: step.board, at: now)
        take([.woke], at: now)
    }
}

extension RecordedEvent {
    /// The event as it is read back from the bytes that a journal keeps.
    fileprivate var throughItsBytes: RecordedEvent? {
        let encoded = event.encoded
        let texts = encoded.texts.map { Optional($0) }
        guard
            let event = try? Event(
                kind: encoded.kind, version: encoded.version, payload: encoded.payload, texts: texts)
        else { return nil }
        return RecordedEvent(sequence: sequence, instant: instant, event: event)
    }
}
