import ArgumentParser
import CallTree
import EventJournal
import NightEngine
import Reports
import SiteSettings

/// Where a command finds the journal: by the site folder, or by the file itself. Reading never disturbs a server that
/// writes it.
struct JournalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The site folder whose journal is read.", valueName: "dir"))
    var site: String?

    @Option(help: ArgumentHelp("The journal's database file, instead of a site.", valueName: "file"))
    var journal: String?

    func validate() throws {
        guard (site == nil) != (journal == nil) else {
            throw ValidationError("Give either --site DIR or --journal FILE.")
        }
    }

    /// - Throws: exit code 2, said on standard error, when there is no journal that can be read.
    func reader() throws -> SQLiteJournalReader {
        do {
            return try SQLiteJournalReader(at: try files())
        } catch let error as JournalError {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }

    private func files() throws -> JournalFiles {
        if let journal { return JournalFiles(database: journal) }
        return JournalFiles(folder: try SiteFolder.site(site ?? "", purpose: .check).dataFolder)
    }
}

/// What the commands read out of a journal.
struct SiteJournal {
    private let journal: any JournalReader

    init(_ journal: any JournalReader) {
        self.journal = journal
    }

    /// All events, one by one. A journal that cannot be read to its end is told on standard error, with exit code 2.
    func events(from sequence: Int = 1, _ body: (RecordedEvent) throws -> Void) throws {
        do {
            try JournalEvents(journal).all(from: sequence, body)
        } catch let error as JournalError {
            StandardError.print("\(error)")
            throw ExitCode(2)
        } catch let error as UnreadableRow {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }

    /// The report of one incident; nil when no event names it.
    ///
    /// Reads from the incident's first event to the one with which it left the board, and no further.
    func report(_ id: IncidentID, today: CallTerms? = nil) throws -> IncidentReport? {
        guard let first = try JournalEvents(journal).of(.incident(id)).first else { return nil }
        var fold = IncidentFold(only: id)
        do {
            try events(from: first.sequence) { recorded in
                fold.take(recorded)
                if recorded.event == .incidentForgotten(id) { throw EnoughRead() }
            }
        } catch is EnoughRead {}
        return fold.report(id, today: today)
    }

    func incidents() throws -> IncidentList {
        var list = IncidentList()
        try events { list.take($0) }
        return list
    }

    private struct EnoughRead: Error {}
}
