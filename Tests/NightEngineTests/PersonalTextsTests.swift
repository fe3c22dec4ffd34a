import CallTree
import EventJournal
import Reports
import ServiceHours
import Testing

@testable import NightEngine

/// What may be erased of the names, numbers and words in a journal.
@Suite struct PersonalTextsTests {
    /// One incident that is over and left the board, and a month later one that is open.
    private func night() throws -> Night {
        var night = try Night()
        night.take(firing("old"))
        night.take(.operatorAsked(.cancel(IncidentID(1), by: "山田", reason: "誤報")))
        night.take(.callReported(call(1, 1), .ended(.noAnswer)))
        night.clock.pass(.hours(48))
        night.take(.mailDelivered(MailID(1)))
        night.clock.pass(.hours(24 * 30))
        night.take(.woke)
        return night
    }

    private func texts(_ journal: MemoryJournal) throws -> [String] {
        try journal.rows().flatMap(\.texts).compactMap { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func `what only old events name is erased, and the journal is read as before but for the words`() throws {
        var night = try night()
        let limit = night.clock.now() - .hours(24)
        let found = try PersonalTexts(lastUsedBefore: limit, in: night.journal)
        #expect(found.erasable.count >= 3 && found.keptForOpen == 0)
        let rows = try night.journal.rows()
        #expect(try night.journal.erase(found) == found.erasable.count)
        #expect(try texts(night.journal).isEmpty)
        #expect(try night.journal.rows().map(\.hash) == rows.map(\.hash))
        #expect(try PersonalTexts(lastUsedBefore: limit, in: night.journal).erasable.isEmpty)

        let extract = try JournalEvents(night.journal).concerning(IncidentID(1))
        let report = try #require(
            IncidentReport(
                incident: IncidentID(1), events: extract.events, unreadableRows: [], today: { _ in nil },
                operatorGetsMails: false))
        let text = report.text(language: .japanese)
        #expect(text.contains("(erased)"))
        for word in ["山田", "disk full", "sato", "アクメ"] { #expect(!text.contains(word), "\(text)") }
        night.take(firing("fresh"))
        #expect(night.look().incidents[IncidentID(2)]?.end == nil)
    }

    @Test func `what something open needs is kept, and a text that is named again is as young as that`() throws {
        var night = try night()
        night.take(firing("fresh"))
        let tomorrow = night.clock.now() + .hours(24)
        let everything = try PersonalTexts(lastUsedBefore: tomorrow, in: night.journal)
        // The terms of the contract are those of the old escalation.
        #expect(everything.keptForOpen >= 2)
        #expect(try night.journal.erase(everything) == everything.erasable.count)
        let restored = try BoardRestorer.restore(
            from: night.journal, contracts: [acme()], capacities: [:], catalogue: TestRuns.catalogue)
        #expect(restored.setAside.isEmpty)
        #expect(restored.board.escalations == night.look().escalations)

        let before = try PersonalTexts(lastUsedBefore: night.clock.now() - .hours(24), in: night.journal)
        #expect(before.erasable.isEmpty && before.keptForOpen == 0)
    }

    @Test func `a contact goes with the terms in which it stands, and not while a tree calls it`() throws {
        var night = try night()
        let contract = ContractID("acme")
        #expect(try PersonalTexts(of: ContactID("nobody"), of: contract, in: night.journal).erasable.isEmpty)
        #expect(try PersonalTexts(of: ContactID("sato"), of: ContractID("b"), in: night.journal).erasable.isEmpty)
        let found = try PersonalTexts(of: ContactID("sato"), of: contract, in: night.journal)
        #expect(found.erasable.count == 1)
        night.take(firing("fresh"))
        let open = try PersonalTexts(of: ContactID("sato"), of: contract, in: night.journal)
        #expect(open.erasable.isEmpty && open.keptForOpen == 1)
        // One that has come to be needed meanwhile is left, and nothing fails.
        #expect(try night.journal.erase(found) == 0)
    }

    @Test func `a search that is cancelled ends`() throws {
        let night = try night()
        #expect(throws: CancellationError.self) {
            _ = try PersonalTexts(lastUsedBefore: night.clock.now(), in: night.journal, isCancelled: { true })
        }
    }
}
