import ArgumentParser
import CallTree
import DrillSimulator
import EventJournal
import JSONText
import NightEngine
import Reports

/// `nightcall journal`: the durable record itself.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check the journal, write its events out, back it up and restore it.",
        discussion: """
            Example:
              nightcall journal verify --site Fixtures/Site
            """,
        subcommands: [
            JournalVerifyCommand.self, JournalExportCommand.self, JournalBackupCommand.self, JournalRestoreCommand.self,
            JournalEraseCommand.self,
        ])
}

struct JournalVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every row against the one before it, and every text against its digest.",
        discussion: """
            Exit code 0: whole. 1: a row was changed, removed or cut off; the first such row is named; or, with --calls, \
            a call was not by the book. 2: no journal can be read. A tail that was cut off shows only against a hash that was noted elsewhere: give it as --head.

            Example:
              nightcall journal verify --site Fixtures/Site
              whole: 1042 rows, head 3f1c…
            """)

    @OptionGroup var options: JournalOptions

    @Option(help: ArgumentHelp("The hash of a row that must be in the journal, noted earlier.", valueName: "hash"))
    var head: String?

    @Flag(help: "Check only what came after the last checkpoint.")
    var sinceCheckpoint = false

    @Flag(
        help:
            "Also hold the calls against the rules of the call tree: order, pauses, closing, one call to a number, proof."
    )
    var calls = false

    func validate() throws {
        guard head == nil || JournalDigest(hexadecimal: head ?? "") != nil else {
            throw ValidationError("--head takes the 64 hexadecimal digits of a row's hash.")
        }
        guard head == nil || !sinceCheckpoint else {
            throw ValidationError("--head needs the whole journal; leave --since-checkpoint out.")
        }
    }

    func run() throws {
        let reader = try options.reader()
        let extent: JournalCheck.Extent =
            sinceCheckpoint
            ? .sinceLastCheckpoint : .everything(expectedHead: head.flatMap { JournalDigest(hexadecimal: $0) })
        switch try check(reader, extent) {
        case .whole(let head, let rows, let erased):
            let texts = erased == 0 ? "" : ", \(erased) erased texts"
            print("whole: \(rows) rows\(texts), head \(head.hash)")
            if calls { try judgeCalls(reader) }
        case .broken(let sequence, let why):
            print("broken at row \(sequence): \(why)")
            throw ExitCode(1)
        case .cancelled(let sequence):
            print("not checked after row \(sequence)")
            throw ExitCode(2)
        }
    }

    /// The check knows nothing of the engine that made the calls, and not what the contracts say today: what each
    /// escalation began with counts.
    private func judgeCalls(_ reader: SQLiteJournalReader) throws {
        var check = OutsideCheck()
        var calls = 0
        var isErased = false
        try JournalEvents(reader).all { recorded in
            if case .escalationStarted(_, let terms, _, _) = recorded.event, terms.contacts.isEmpty { isErased = true }
            if case .tryPlaced = recorded.event { calls += 1 }
            check.take(recorded)
        }
        if isErased {
            print(
                "the calls are not judged: contacts were erased, and nobody can say any more in which order they stood")
            throw ExitCode(2)
        }
        for violation in check.violations { print("not by the book: \(violation)") }
        if !check.violations.isEmpty { throw ExitCode(1) }
        print("by the book: \(calls) dial requests")
    }

    /// - Throws: exit code 2, said on standard error, when the file could not be read.
    private func check(_ reader: SQLiteJournalReader, _ extent: JournalCheck.Extent) throws -> JournalCheck {
        do {
            return try reader.verify(extent, progress: { StandardError.print("\($0) rows checked") })
        } catch {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }
}

struct JournalExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the events as JSON Lines, oldest first; telephone numbers are masked.",
        discussion: """
            Exit code 1: a row is no event that this version knows. In its line, `unreadable` says why, and the export \
            goes on.

            Example:
              nightcall journal export --site Fixtures/Site --from 1000
            """)

    @OptionGroup var options: JournalOptions

    @Option(help: ArgumentHelp("The first row to write.", valueName: "sequence"))
    var from = 1

    func validate() throws {
        guard from >= 1 else { throw ValidationError("--from counts from 1.") }
    }

    func run() throws {
        var isWhole = true
        try SiteJournal(try options.reader()).everyRow(from: from) { row in
            switch row {
            case .call(let recorded): print(recorded.json.text(.compact))
            case .run(let recorded): print(recorded.json.text(.compact))
            case .unreadable(let row):
                print(row.json.text(.compact))
                isWhole = false
            }
        }
        if !isWhole { throw ExitCode(1) }
    }
}
