import ArgumentParser
import CallTree
import EventJournal
import JSONText
import NightEngine
import Reports
import RunbookModel
import RunbookSteps
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

    /// The site folder as it is now; nil when only the journal was given, or the folder has errors.
    var today: Site? {
        try? site.map { try SiteFolder.site($0, purpose: .check) }
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
    /// - Parameter unreadable: takes each row that is no event; the reading then goes on.
    func events(
        from sequence: Int = 1, unreadable: (UnreadableRow) throws -> Void = passOver,
        _ body: (RecordedEvent) throws -> Void
    ) throws {
        try reading { journal in
            try journal.rows(from: sequence) { row in
                switch row {
                case .success(let recorded): try body(recorded)
                case .failure(let row): try unreadable(row)
                }
            }
        }
    }

    /// Every row, those about runs among them.
    func everyRow(from sequence: Int, _ body: (JournalEvents.Row) throws -> Void) throws {
        try reading { try $0.everyRow(from: sequence, body) }
    }

    static func passOver(_ row: UnreadableRow) {
        StandardError.print("\(row); it is passed over")
    }

    /// The report of one incident; nil when no event names it.
    /// - Parameter site: as it is now, for what no event tells.
    func report(_ id: IncidentID, today site: Site?) throws -> IncidentReport? {
        let extract = try reading { try $0.concerning(id) }
        return IncidentReport(
            incident: id, events: extract.events, unreadableRows: extract.unreadable.map(\.sequence),
            today: { site?.contract($0)?.contract.terms }, operatorGetsMails: site?.operatorDesk.mail != nil)
    }

    func incidents() throws -> IncidentList {
        var list = IncidentList()
        try events { list.take($0) }
        return list
    }

    /// The report of one run, with what was done and asked before it; nil when the journal knows none by this number.
    func run(_ id: RunID) throws -> RunReport? {
        guard var report = try runAlone(id) else { return nil }
        report.history = try reading { try $0.history(of: report.story.run, catalogue: StepKinds.catalogue) }
        return report
    }

    /// Rows that cannot be read are told.
    private func runAlone(_ id: RunID) throws -> RunReport? {
        let found = try reading { try $0.of(id) }
        for row in found.unreadable { Self.passOver(row) }
        return RunReport(found.events, catalogue: StepKinds.catalogue)
    }

    /// The reports of all runs, oldest first, each without what came before it: that is asked for one at a time.
    func runs() throws -> [RunReport] {
        let last = try reading { try $0.lastRun() }
        return last > 0 ? try (1...last).compactMap { try runAlone(RunID($0)) } : []
    }

    private func reading<Value>(_ read: (JournalEvents) throws -> Value) throws -> Value {
        do {
            return try read(JournalEvents(journal))
        } catch let error as JournalError {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }
}

extension UnreadableRow {
    /// What stands for the row in an export: `sequence`, and under `unreadable` why.
    var json: JSONValue {
        ["sequence": .integer(sequence), "unreadable": .string("\(why)")]
    }
}
