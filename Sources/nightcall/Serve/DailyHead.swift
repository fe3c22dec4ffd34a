import CallTree
import Dispatch
import EventJournal
import Mail
import NightEngine
import Reports
import ServiceHours
import Synchronization

/// Mails the operator the head of the journal each morning at nine, or as soon afterwards as the server runs, with the
/// night in a few numbers.
///
/// What was sent is decided by a file in the data folder; see `DailyHeadNote`. Without an operator's address nothing is
/// sent, and the mail that comes once there is one counts from the last.
final class DailyHead: Sendable {
    private let file: DailyHeadFile
    private let journal: SQLiteJournal
    private let clock: ServerClock
    private let mailer: Mailer
    private let site: String
    private let addresses: Mutex<Addresses>
    /// Reading a night takes a moment, and the threads that answer requests are few.
    private let queue = DispatchQueue(label: "daily head", qos: .utility)

    /// What the site folder says today.
    struct Addresses: Sendable {
        var operatorDesk: String?
        var sender: String?
    }

    /// - Parameter site: which NightCall it is, in a few words.
    init(
        data: DataFolder, journal: SQLiteJournal, clock: ServerClock, mailer: Mailer, site: String, addresses: Addresses
    ) {
        file = DailyHeadFile(path: data.path.appendingPathSegment("daily-head"))
        self.journal = journal
        self.clock = clock
        self.mailer = mailer
        self.site = site
        self.addresses = Mutex(addresses)
    }

    /// Takes what a reloaded site says.
    func change(_ addresses: Addresses) {
        self.addresses.withLock { $0 = addresses }
    }

    /// Returns when its task is cancelled; by then the journal is not read any more.
    func run() async {
        while !Task.isCancelled {
            await onQueue { [self] in self.make(at: clock.now()) }
            if let note = await onQueue({ [self] in file.read() }), note.state == .owed { await send(note) }
            let next = DailyHeadNote.due(DailyHeadNote.day(at: clock.now()).adding(days: 1))
            let wait = min(clock.realNanoseconds(for: next.since(clock.now())), Self.longestWaitNanoseconds)
            try? await Task.sleep(for: .nanoseconds(wait), clock: .continuous)
        }
    }

    /// A clock that is set, and an address that is written into the site, are found after a minute.
    private static let longestWaitNanoseconds: UInt64 = 60_000_000_000

    private func make(at now: Instant) {
        let note = file.read()
        let today = DailyHeadNote.day(at: now)
        let head = journal.head()
        do {
            switch DailyHeadNote.step(note, at: now) {
            case .begin:
                try file.write(
                    DailyHeadNote(day: today, state: .sent, sequence: Int(head.sequence), madeAt: now))
            case .make:
                guard addresses.withLock({ $0.operatorDesk }) != nil else { break }
                let counts = try count(after: note?.sequence ?? 0, through: Int(head.sequence))
                let text = HeadText(
                    day: today, sequence: Int(head.sequence), instant: head.instant.map(Instant.init) ?? now,
                    hash: "\(head.hash)", counts: counts, site: site)
                try file.write(
                    DailyHeadNote(
                        day: today, state: .owed, sequence: Int(head.sequence), madeAt: now, subject: text.subject,
                        body: text.body))
            case .send, .rest: break
            }
        } catch {
            StandardError.print("the daily mail with the journal's head cannot be made: \(error)")
        }
    }

    private func count(after first: Int, through last: Int) throws -> NightCounts {
        var counts = NightCounts()
        guard first < last else { return counts }
        // A row that cannot be read is counted by nobody and told by the check of the journal.
        try JournalEvents(journal).rows(from: first + 1) { row in
            if case .success(let recorded) = row, recorded.sequence <= last { counts.take(recorded) }
        }
        return counts
    }

    private func send(_ note: DailyHeadNote) async {
        let addresses = addresses.withLock { $0 }
        guard let desk = addresses.operatorDesk else { return }
        let isLeft = await withCheckedContinuation { continuation in
            let leaving = LeavingMail(name: "head-\(note.day)") { _ in
                MailFile(
                    name: "head-\(note.day)", at: note.madeAt, sender: addresses.sender ?? MailFile.noSender,
                    recipients: [desk], subject: note.subject, body: note.body)
            } told: { news in
                switch news {
                case .refused: break
                case .left: continuation.resume(returning: true)
                case .stopped: continuation.resume(returning: false)
                }
            }
            mailer.send(leaving)
        }
        guard isLeft else { return }
        var sent = note
        sent.state = .sent
        await onQueue { [self, sent] in
            do { try file.write(sent) } catch {
                StandardError.print("that the daily mail was sent cannot be noted: \(error)")
            }
        }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
