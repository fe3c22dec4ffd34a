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

    /// A contract's terms as the site folder states them; nil when only the journal was given.
    func terms(of contract: ContractID) -> CallTerms? {
        guard let site = try? site.map({ try SiteFolder.site($0, purpose: .check) }) else { return nil }
        return site.contract(contract)?.contract.terms
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
        try reading { try $0.all(from: sequence, body) }
    }

    /// The report of one incident; nil when no event names it.
    /// - Parameter today: a contract's terms as they are now, for an incident that no escalation carried.
    func report(_ id: IncidentID, today: (ContractID) -> CallTerms?) throws -> IncidentReport? {
        let events = try reading { try $0.concerning(id) }
        guard case .incidentOpened(_, let contract, _, _) = events.first?.event else {
            return IncidentReport(incident: id, events: events)
        }
        return IncidentReport(incident: id, events: events, today: today(contract))
    }

    func incidents() throws -> IncidentList {
        var list = IncidentList()
        try events { list.take($0) }
        return list
    }

    private func reading<Value>(_ read: (JournalEvents) throws -> Value) throws -> Value {
        do {
            return try read(JournalEvents(journal))
        } catch let error as JournalError {
            StandardError.print("\(error)")
            throw ExitCode(2)
        } catch let error as UnreadableRow {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }
}
