import CallTree
import EventJournal
import Reports
import ServiceHours
import Synchronization
import Testing

@testable import NightEngine

/// What is found in a journal for the reports of some incidents, and what an unreadable row does to it.
struct JournalExtractTests {
    private static let contract = acme().id

    /// A journal that is written by hand, one row a second.
    private final class Rows {
        let journal = MemoryJournal()
        var now = fridayNight

        func add(_ events: Event..., after span: Span = .seconds(1)) throws {
            now = now + span
            try journal.append(events.map { JournalForm.entry($0, at: now) })
        }

        func open(_ id: Int, _ course: Course = .call) throws {
            let alert = Alert(source: SourceID("mon"), dedupKey: "k\(id)", status: .firing)
            try add(.incidentOpened(IncidentID(id), contract, alert, course))
        }

        func start(_ id: Int, _ incidents: Int...) throws {
            try add(
                .escalationStarted(EscalationID(id), acme().terms, incidents.map { IncidentID($0) }, closing: nil))
        }

        /// A row of a kind that no version knows.
        func addUnreadable(of subject: EventSubject, _ standing: JournalStanding = .continues) throws {
            now = now + .seconds(1)
            try journal.append([
                JournalEntry(
                    instant: now.microseconds, subject: JournalForm.subject(subject), standing: standing, kind: 9_999,
                    version: 1, payload: [])
            ])
        }

        func extract(_ incidents: Int...) throws -> JournalExtract {
            try JournalEvents(journal).concerning(incidents.map { IncidentID($0) })
        }
    }

    @Test func `an unreadable row of one incident is named there and spoils no other`() throws {
        let rows = Rows()
        try rows.open(1)
        try rows.open(2)
        try rows.addUnreadable(of: .incident(IncidentID(2)))
        try rows.start(1, 1, 2)
        let first = try rows.extract(1)
        #expect(first.unreadable.isEmpty)
        #expect(first.events.map(\.sequence) == [1, 4])
        let second = try rows.extract(2)
        #expect(second.unreadable.map(\.sequence) == [3])
        #expect(second.events.map(\.sequence) == [2, 4])
        let report = IncidentReport(
            incident: IncidentID(2), events: second.events, unreadableRows: second.unreadable.map(\.sequence))
        #expect(report?.partial == [.unreadableRow(3)])
    }

    @Test func `an unreadable row counts once, and not where the row's subject is known to be another's`() throws {
        let rows = Rows()
        try rows.open(1)
        try rows.open(2)
        try rows.start(1, 1)
        try rows.addUnreadable(of: .escalation(EscalationID(1)))
        try rows.start(2, 2)
        try rows.addUnreadable(of: .escalation(EscalationID(2)))
        try rows.addUnreadable(of: .escalation(EscalationID(3)), .opens)
        #expect(try rows.extract(1).unreadable.map(\.sequence) == [4, 7])
        #expect(try rows.extract(2).unreadable.map(\.sequence) == [6, 7])
    }

    @Test func `reading by row goes on after an unreadable one, and reading by event ends there`() throws {
        let rows = Rows()
        try rows.open(1)
        try rows.addUnreadable(of: .incident(IncidentID(1)))
        try rows.open(2)
        let events = JournalEvents(rows.journal)
        var read: [Int?] = []
        try events.rows { row in read.append(try? row.get().sequence) }
        #expect(read == [1, nil, 3])
        #expect(throws: UnreadableRow.self) { try events.all { _ in } }
        #expect(try events.of(.incident(IncidentID(1))).map(\.sequence) == [1])
    }

    @Test func `an open incident is found with the tree that began long after its last own event`() throws {
        let rows = Rows()
        try rows.open(1, .waits(until: fridayNight + .hours(3)))
        rows.now = rows.now + .hours(3)
        try rows.start(1, 1)
        try rows.add(.mailOwed(MailID(1), mail(1)))
        #expect(try rows.extract(1).events.count == 3)
    }

    @Test func `twenty incidents are looked for once, no further than their end, and each has all its own`() throws {
        let rows = Rows()
        for id in 1...20 { try rows.open(id) }
        for id in 1...20 { try rows.start(id, id) }
        for id in 1...20 {
            try rows.add(
                .incidentEnded(IncidentID(id), .exhausted, .roundsMade),
                .escalationEnded(EscalationID(id), .exhausted, gatheringUntil: nil), .mailOwed(MailID(id), mail(id)))
        }
        for _ in 1...1_000 { try rows.add(.alertHeard(IncidentID(1))) }
        let counting = CountingReader(rows.journal)
        let all = try JournalEvents(counting).concerning((1...20).map { IncidentID($0) })
        #expect(counting.scans == 1)
        // 20 openings, 20 starts, 20 times 3 rows at the ends, and the row at which it is over.
        #expect(counting.scannedRows == 101)
        var fold = IncidentFold()
        for event in all.events { fold.take(event) }
        for id in (1...20).map({ IncidentID($0) }) {
            let alone = try JournalEvents(rows.journal).concerning(id)
            let report = IncidentReport(incident: id, events: alone.events)
            #expect(report?.mails.count == 1)
            #expect(fold.report(id) == report)
        }
    }

    @Test func `what happens to a call after its incident's end still concerns it`() throws {
        let rows = Rows()
        let call = TryID(attempt: AttemptID(escalation: EscalationID(1), number: 1), number: 1)
        try rows.open(1)
        try rows.start(1, 1)
        try rows.add(.tryPlaced(call, LineID("sim"), digit: 4))
        try rows.add(.incidentEnded(IncidentID(1), .acknowledged, .operatorAsked(name: "山田", reason: "")))
        try rows.add(.alarmRaised(AlarmID(1), .endNotReported(call)), after: .seconds(30))
        try rows.add(.attemptEnded(call.attempt, .hungUp, rings: 1))
        try rows.add(.alarmRaised(AlarmID(2), .clockDistrusted), after: .hours(1))
        #expect(try rows.extract(1).events.map(\.sequence) == [1, 2, 3, 4, 5, 6])
    }

    private func mail(_ id: Int) -> Mail {
        Mail(kind: .exhausted, contract: Self.contract, incidents: [IncidentID(id)], recipients: [])
    }
}

/// Counts how often a journal is read from a row on, and how far.
private final class CountingReader: JournalReader {
    private let journal: MemoryJournal
    private let counts = Mutex((scans: 0, rows: 0))

    init(_ journal: MemoryJournal) {
        self.journal = journal
    }

    var scans: Int { counts.withLock(\.scans) }
    var scannedRows: Int { counts.withLock(\.rows) }

    func read(from sequence: Int64, limit: Int, _ body: (JournalRow) throws -> Void) throws {
        counts.withLock { $0.scans += 1 }
        try journal.read(from: sequence, limit: limit) { row in
            counts.withLock { $0.rows += 1 }
            try body(row)
        }
    }

    func read(of subject: JournalSubject, _ body: (JournalRow) throws -> Void) throws {
        try journal.read(of: subject, body)
    }

    func readOpen(_ body: (JournalRow) throws -> Void) throws { try journal.readOpen(body) }
    func head() throws(JournalError) -> JournalHead { journal.head() }
    func openSubjects() throws(JournalError) -> [JournalSubject] { try journal.openSubjects() }
    func highestID(of kind: UInt8) throws(JournalError) -> Int64 { try journal.highestID(of: kind) }
}
