import ArgumentParser
import EventJournal
import Foundation
import NightEngine
import RunbookSteps
import ServiceHours
import SiteSettings

/// `nightcall journal restore`: puts a backup in the place of a site's journal.
struct JournalRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of a site's journal, which is kept beside it; tell what differs.",
        discussion: """
            The server must have ended. Every row of the backup is checked before anything is changed. What was open in \
            the backup is called for no more: the next start ends it as not-called, mails that, and lights an alarm; \
            nothing says what became of it since the backup was made. An alert that fires again after the start is called \
            as ever. Runs that were under way are handed over to the operator and do nothing more. New incidents, \
            escalations, mails and runs get numbers that the present journal has not used.

            Incidents open in the present journal and not in the backup are listed, because nobody will be called for \
            them: look into them by hand (`nightcall report show --journal FILE N`).

            Exit code 0: restored. 1: the backup is broken, or the site's data folder cannot be written; then nothing was \
            changed. 2: the site or the backup cannot be read. 75: a server, or another restore, holds the journal.

            Example:
              nightcall journal restore --site Fixtures/Site --from /backup/journal-20261126.sqlite
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(help: ArgumentHelp("The backup.", valueName: "file"))
    var from: String

    func run() throws {
        let data = DataFolder(path: try SiteFolder.site(site, purpose: .check).dataFolder)
        let backup = try reading { () throws(JournalError) in
            try SQLiteJournalReader(at: JournalFiles(database: from))
        }
        do {
            try data.create()
        } catch {
            StandardError.print("\(data.path) cannot be made: \(error.localizedDescription)")
            throw ExitCode(1)
        }
        let restore = try begin(JournalFiles(folder: data.path))
        do {
            try replace(with: backup, restore)
        } catch let error as JournalError {
            try? restore.discard()
            StandardError.print("\(error); the site's journal is as it was")
            throw ExitCode(1)
        }
    }

    private func begin(_ files: JournalFiles) throws -> JournalRestore {
        do {
            return try JournalRestore(of: files)
        } catch .heldByAnother(let path, let process) {
            StandardError.print("\(JournalError.heldByAnother(path: path, processID: process)); end it first")
            throw ExitCode(75)
        } catch {
            StandardError.print("\(error)")
            throw ExitCode(1)
        }
    }

    private func replace(with backup: SQLiteJournalReader, _ restore: JournalRestore) throws {
        let progress = TerminalProgress()
        let found = try restore.copy(backup, progress: progress.show)
        progress.end()
        guard case .whole(let head, _, _) = found else {
            try restore.discard()
            print("backup: \(found.sentence)")
            StandardError.print("nothing was restored; the site's journal is as it was")
            throw ExitCode(1)
        }
        print("backup:  \(found.sentence)")
        let now = RealClock.now()
        let present = PresentJournal(restore)
        let difference = try JournalDifference(backup: backup, backupHead: head, present: present.reader)
        let copy = try restore.openCopy()
        try RestoredJournal.mark(
            copy, replacing: present.reader, replacesNothing: present.isAbsent, catalogue: StepKinds.catalogue,
            at: now)
        try copy.close()
        let kept = try restore.putInPlace(keeping: "journal-until-\(now.fileStamp)")
        difference.lines(present: present, keptAs: kept).forEach { print($0) }
    }

    /// - Throws: exit code 2, said on standard error.
    private func reading<Value>(_ read: () throws(JournalError) -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }
}

/// The journal that a restore lays aside.
struct PresentJournal {
    /// Nil when there is none, or none that can be read.
    let reader: SQLiteJournalReader?
    let isAbsent: Bool
    /// Why it cannot be read.
    let fault: String?

    init(_ restore: JournalRestore) {
        do {
            reader = try restore.present()
            isAbsent = reader == nil
            fault = nil
        } catch {
            reader = nil
            isAbsent = false
            fault = "\(error)"
        }
    }
}

extension Instant {
    /// `20261126T171500`, Japan time, for the name of a file.
    fileprivate var fileStamp: String {
        rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
    }
}
