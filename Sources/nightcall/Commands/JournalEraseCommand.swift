import ArgumentParser
import CallTree
import EventJournal
import Foundation
import NightEngine
import ServiceHours
import SiteSettings
import Telephony

/// `nightcall journal erase`: takes names, numbers and words of people out of the journal for good.
struct JournalEraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase names, numbers and texts of alerts for good; the chain of hashes stays whole.",
        discussion: """
            Says what would be erased; with --yes it is, and the server must have ended. Events stay, with (erased) where \
            the words stood, and `journal verify` counts them. Whatever is open is not touched.

            --contact takes the terms of all escalations in which the contact was, and with them the names of the other \
            contacts and the customer: they are one text. Take the contact out of the site first, or the next escalation \
            writes it down again. --before takes all texts that no event on or after that day (in Japan) names.

            Speech that was made of such texts goes as a whole: it is made again when somebody is called.

            Backups, journals laid aside by `journal restore`, mails in outbox/new and bodies in unreadable are not looked \
            at: they are files of their own.

            Exit code 0: erased, or told. 1: the journal cannot be written. 2: the site or its journal cannot be read. 75: \
            a server holds the journal.

            Example:
              nightcall journal erase --site Fixtures/Site --before 2025-04-01 --yes
            """)

    @Option(help: ArgumentHelp("The site folder.", valueName: "dir"))
    var site: String

    @Option(help: ArgumentHelp("A contact, as the site names it.", valueName: "contract/contact"))
    var contact: String?

    @Option(help: ArgumentHelp("A day; what is older goes.", valueName: "day"))
    var before: String?

    @Flag(help: "Erase, and not only tell.")
    var yes = false

    private var day: CivilDate? { before.flatMap { CivilDate(iso: $0) } }

    private var person: (contract: ContractID, contact: ContactID)? {
        let parts = (contact ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts.contains("") else { return nil }
        return (ContractID(parts[0]), ContactID(parts[1]))
    }

    func validate() throws {
        guard (contact == nil) != (before == nil) else { throw ValidationError("Give either --contact or --before.") }
        guard contact == nil || person != nil else {
            throw ValidationError("--contact takes a contract and a contact, such as acme/sato.")
        }
        guard before == nil || day != nil else { throw ValidationError("--before takes a day, such as 2025-04-01.") }
    }

    func run() throws {
        let read = try SiteFolder.site(site, purpose: .check)
        let files = JournalFiles(folder: read.dataFolder)
        let reader = try telling(code: 2) { () throws(JournalError) in try SQLiteJournalReader(at: files) }
        if let person,
            read.contract(person.contract)?.contract.terms.contacts.contains(where: { $0.id == person.contact }) == true
        {
            StandardError.print(
                "\(contact ?? "") is in the site: the next escalation of its contract writes it down again")
        }
        guard yes else {
            let found = try found(in: reader)
            print("would erase \(found.erasable.count) texts\(found.kept)")
            return StandardError.print("nothing was erased; --yes erases")
        }
        let journal = try telling(code: 1) { () throws(JournalError) in try SQLiteJournal(at: files, reserveBytes: 0) }
        let found = try found(in: journal)
        let erased = try telling(code: 1) { () throws(JournalError) in try journal.erase(found) }
        try telling(code: 1) { () throws(JournalError) in try journal.close() }
        let spoken = read.speechFolders.reduce(0) { $0 + $1.remove(unusedSince: RealClock.now() + .hours(1)) }
        print("erased \(erased) texts\(found.kept)")
        if spoken > 0 { print("removed \(spoken) files of speech") }
        let check = try telling(code: 2) { () throws(JournalError) in try reader.verify(.everything()) }
        print(check.sentence)
        if case .whole = check { return }
        throw ExitCode(1)
    }

    private func found(in journal: any JournalReader) throws -> PersonalTexts {
        do {
            if let person { return try PersonalTexts(of: person.contact, of: person.contract, in: journal) }
            return try PersonalTexts(lastUsedBefore: day?.startInJapan ?? RealClock.now(), in: journal)
        } catch let error as JournalError {
            StandardError.print("\(error)")
            throw ExitCode(2)
        }
    }

    /// - Throws: the exit code, and 75 while another holds the journal; said on standard error.
    private func telling<Value>(code: Int32, _ work: () throws(JournalError) -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            StandardError.print("\(error)")
            if case .heldByAnother = error { throw ExitCode(75) }
            throw ExitCode(code)
        }
    }
}

extension PersonalTexts {
    fileprivate var kept: String {
        keptForOpen == 0 ? "" : "; \(keptForOpen) more are kept, because something open needs them"
    }
}
