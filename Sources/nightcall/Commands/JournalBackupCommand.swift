import ArgumentParser
import EventJournal

/// `nightcall journal backup`: a copy that can be restored, made beside the running server.
struct JournalBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the journal into one new file while the server runs, and check every row of the copy.",
        discussion: """
            The copy is the journal as it stood at one moment. Only when every row is checked and the file is safe on its \
            disk does it get its name. It holds names and telephone numbers: keep it like the journal itself. The mails in \
            outbox/new and the bodies in unreadable are not in it.

            Exit code 0: the copy is whole. 1: the journal is broken, or the file exists or cannot be written; then there \
            is no copy. 2: no journal can be read.

            Example:
              nightcall journal backup --site Fixtures/Site --to /backup/journal-20261126.sqlite
              whole: 1042 rows to 2026-11-26T03:12:09+09:00, head 3f1c…
            """)

    @OptionGroup var options: JournalOptions

    @Option(help: ArgumentHelp("The file to make; nothing is overwritten.", valueName: "file"))
    var to: String

    func run() throws {
        let reader = try options.reader()
        let progress = TerminalProgress()
        let found: JournalCheck
        do {
            found = try reader.backUp(to: to, progress: progress.show)
        } catch {
            progress.end()
            StandardError.print("\(error); no copy was made")
            throw ExitCode(1)
        }
        progress.end()
        print(found.sentence)
        if case .whole = found { return }
        StandardError.print("no copy was made: restore an earlier one, or copy the files as they are by hand")
        throw ExitCode(1)
    }
}
