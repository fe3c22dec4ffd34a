import CallTree
import Dispatch
import Foundation
import NightEngine
import Reports
import ServiceHours
import Synchronization

/// Writes each mail as a file into `outbox/new`, from where a mail program of the site takes it. A file appears there whole
/// (it is renamed into place), and a mail that is written again after a crash replaces itself.
final class Outbox: MailPerformer {
    private let folder: String
    private let journal: JournalEvents
    private let addresses: Mutex<Addresses>
    private let delivered: @Sendable (MailID) -> Void
    private let queue = DispatchQueue(label: "outbox", qos: .utility)

    /// What the site says of mail, beside each contract's own addresses.
    struct Addresses: Sendable {
        /// Gets every mail as well.
        var operatorDesk: String?
        var sender: String?
    }

    /// - Parameter delivered: told when a mail is in the folder.
    init(
        folder: String, journal: JournalEvents, addresses: Addresses, delivered: @escaping @Sendable (MailID) -> Void
    ) {
        self.folder = folder
        self.journal = journal
        self.addresses = Mutex(addresses)
        self.delivered = delivered
    }

    /// Takes the addresses of a reloaded site.
    func change(_ addresses: Addresses) {
        self.addresses.withLock { $0 = addresses }
    }

    func send(_ id: MailID, _ mail: Mail) {
        queue.async { [self] in write(id, mail, failures: 0) }
    }

    private func write(_ id: MailID, _ mail: Mail, failures: Int) {
        do {
            try write(file(id, mail).bytes, name: "mail-\(id).eml")
            delivered(id)
        } catch {
            StandardError.print("mail \(id) cannot be written to \(folder): \(error.localizedDescription)")
            let pause = min(5 << min(failures, 6), 300)
            queue.asyncAfter(deadline: .now() + .seconds(pause)) { [self] in write(id, mail, failures: failures + 1) }
        }
    }

    private func file(_ id: MailID, _ mail: Mail) throws -> MailFile {
        let owed = try journal.of(.mail(id)).first
        let reports = try mail.incidents.prefix(20).compactMap { incident in
            IncidentReport(incident: incident, events: try journal.concerning(incident))
        }
        let addresses = addresses.withLock { $0 }
        let desk = [addresses.operatorDesk].compactMap(\.self).filter { !mail.recipients.contains($0) }
        return MailFile(
            id: id, owedAt: owed?.instant ?? Instant(microseconds: 0), sender: addresses.sender ?? MailFile.noSender,
            recipients: mail.recipients + desk, text: MailText(mail: mail, reports: reports))
    }

    private func write(_ bytes: Data, name: String) throws {
        let manager = FileManager.default
        for part in ["tmp", "new"] {
            try manager.createDirectory(
                atPath: folder.appendingPathSegment(part), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        let draft = folder.appendingPathSegment("tmp").appendingPathSegment(name)
        let place = folder.appendingPathSegment("new").appendingPathSegment(name)
        guard manager.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
        defer { try? file.close() }
        try file.write(contentsOf: bytes)
        // The journal will say that the mail has left: it must not be lost after that.
        try file.synchronize()
        guard rename(draft, place) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
