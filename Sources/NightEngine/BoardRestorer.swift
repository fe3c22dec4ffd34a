internal import CallTree
internal import EventBytes
internal import EventJournal
internal import RunbookModel
internal import ServiceHours

/// Builds the board from a journal: folds the events of all that is open, and nothing else.
enum BoardRestorer {
    struct Restored {
        var board: Board
        var runs: RunBoard
        /// Subjects whose events could not be read; the others run.
        var setAside: [SetAside]
    }

    /// A subject whose events could not be read.
    struct SetAside {
        /// Nil for a kind that this version does not know.
        let subject: EventSubject?
        /// The subject, the row, and what is wrong with it.
        let why: String
    }

    static func restore(
        from journal: any JournalReader, contracts: [Contract], capacities: [LineID: LineCapacity],
        catalogue: StepCatalogue
    ) throws -> Restored {
        var unreadable: [JournalSubject: String] = [:]
        while true {
            var board = Board(contracts: contracts, capacities: capacities)
            var runs = RunBoard(catalogue: catalogue)
            var found: [JournalSubject: String] = [:]
            try journal.readOpen { row in
                if let subject = row.subject, unreadable[subject] != nil { return }
                do {
                    if let recorded = try JournalForm.recordedRun(row) {
                        runs.apply(recorded.event, at: recorded.at)
                    } else {
                        board.restore(try JournalForm.recorded(row))
                    }
                } catch let error as EventCodingError {
                    if let subject = row.subject { found[subject] = "row \(row.sequence): \(error)" }
                }
            }
            if found.isEmpty {
                board.finishRestoring(highest: try highest(in: journal))
                runs.finishRestoring(last: board.counters.run)
                try countCalls(in: journal, on: &board)
                let setAside = unreadable.map { subject, why in
                    SetAside(subject: JournalForm.subject(subject), why: "\(name(subject)) (\(why))")
                }
                return Restored(board: board, runs: runs, setAside: setAside.sorted { $0.why < $1.why })
            }
            // Events of these subjects before the unreadable one were applied: begin again without them.
            unreadable.merge(found) { first, _ in first }
        }
    }

    /// How long a tree takes at most, all its waiting included, for its calls to be found again.
    private static let longestTree = Span.hours(48)

    /// Counts the calls of the day that escalations made which have left the board. Those on it were counted as they were
    /// folded.
    private static func countCalls(in journal: any JournalReader, on board: inout Board) throws {
        guard let last = try journal.head().instant.map(Instant.init(microseconds:)) else { return }
        let noon = CallsOfDay.start(ofDayOf: last)
        var id = try highest(in: journal).escalation
        while id > 0 {
            let rows = try journal.rows(of: JournalForm.subject(.escalation(EscalationID(id))))
            guard let first = rows.first, Instant(microseconds: first.instant) + longestTree >= noon else { return }
            if let latest = rows.last, Instant(microseconds: latest.instant) >= noon {
                // What cannot be read counts for nothing; whoever reads the escalation's report is told.
                board.restoreCalls(rows.compactMap { try? JournalForm.recorded($0) })
            }
            id -= 1
        }
    }

    /// The highest number of each kind that this journal has given out.
    static func highest(in journal: any JournalReader) throws -> Board.Counters {
        func highest(_ kind: JournalForm.SubjectKind) throws -> Int {
            Int(try journal.highestID(of: kind.rawValue))
        }
        return Board.Counters(
            incident: try highest(.incident), escalation: try highest(.escalation), mail: try highest(.mail),
            alarm: try highest(.alarm), run: try highest(.run))
    }

    private static func name(_ subject: JournalSubject) -> String {
        switch JournalForm.SubjectKind(rawValue: subject.kind) {
        case .incident: "incident \(subject.id)"
        case .escalation: "escalation \(subject.id)"
        case .mail: "mail \(subject.id)"
        case .alarm: "alarm \(subject.id)"
        case .site: "the site"
        case .run: "run \(subject.id)"
        case .stopSwitch: "the switch that stops all actions"
        case nil: "subject \(subject.kind)/\(subject.id)"
        }
    }
}
