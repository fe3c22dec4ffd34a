import CallTree
import EventJournal
import NightEngine
import Reports
import ServiceHours

/// What a backup and the journal that it replaces do not both tell.
struct JournalDifference {
    /// How the rows of the two relate.
    enum Relation: Equatable {
        /// There is nothing to compare with.
        case unknown
        /// The backup is an earlier state of the present journal, which has so many rows more.
        case earlier(by: Int64)
        /// The two part somewhere before the end of the backup.
        case parted
    }

    let relation: Relation
    private let presentHead: JournalHead?
    /// Open in the backup; nobody is called for them any more.
    private let openInBackup: [IncidentList.Row]
    /// Open in the present journal, and ended or unknown in the backup.
    private let openInPresentAlone: [IncidentList.Row]

    /// - Parameter present: nil when there is none that can be read.
    /// - Throws: when the backup cannot be read.
    init(backup: SQLiteJournalReader, backupHead: JournalHead, present: SQLiteJournalReader?) throws {
        openInBackup = try Self.open(in: backup)
        let names = Set(openInBackup.map(\.name))
        let others = (try? present.map(Self.open)) ?? nil
        openInPresentAlone = (others ?? []).filter { !names.contains($0.name) }
        presentHead = (try? present?.head()) ?? nil
        relation = present.flatMap { try? Self.relation(of: backupHead, to: $0) } ?? .unknown
    }

    /// For a person who has just restored, each with what to do.
    func lines(present: PresentJournal, keptAs kept: String?) -> [String] {
        var lines: [String] = []
        if let fault = present.fault { lines.append("present: cannot be read (\(fault))") }
        if let presentHead { lines.append("present: \(presentHead.sequence) rows\(presentHead.untilWhen)") }
        switch relation {
        case .unknown: break
        case .earlier(let rows): lines.append("differs: the present journal goes on after the backup by \(rows) rows")
        case .parted: lines.append("differs: the two journals have different rows; the backup is of another history")
        }
        if let kept { lines.append("kept:    the present journal is now \(kept)") }
        lines += openInBackup.map { "not called any more, open in the backup: \($0.line)" }
        lines += openInPresentAlone.map { "not called, open in the present journal alone: \($0.line)" }
        lines.append("restored; look into what is listed, and start the server")
        return lines
    }

    private static func open(in journal: SQLiteJournalReader) throws -> [IncidentList.Row] {
        var list = IncidentList()
        try JournalEvents(journal).rows { row in
            // What cannot be read is told by the start, which sets it aside.
            if case .success(let recorded) = row { list.take(recorded) }
        }
        return list.rows.filter { $0.end == nil }
    }

    private static func relation(of head: JournalHead, to present: SQLiteJournalReader) throws -> Relation {
        guard head.sequence > 0 else { return .earlier(by: try present.head().sequence) }
        let there = try present.rows(from: head.sequence, limit: 1).first
        guard there?.sequence == head.sequence, there?.hash == head.hash else { return .parted }
        return .earlier(by: try present.head().sequence - head.sequence)
    }
}

extension IncidentList.Row {
    /// The same incident in both journals has the same number and began at the same instant.
    fileprivate var name: [Int64] { [Int64(id.number), openedAt.microseconds] }

    fileprivate var line: String {
        "\(id) \(contract) since \(openedAt): \(summary.shown(limit: 80))"
    }
}
