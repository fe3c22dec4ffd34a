import ServiceHours
import Testing

@testable import Mail

@Suite struct DailyHeadNoteTests {
    private func instant(_ text: String) throws -> Instant {
        try #require(CivilDate(iso: String(text.prefix(10)))).startInJapan
            + .hours(Int(text.dropFirst(11).prefix(2)) ?? 0) + .minutes(Int(text.suffix(2)) ?? 0)
    }

    private func note(_ day: String, _ state: DailyHeadNote.State) throws -> DailyHeadNote {
        DailyHeadNote(
            day: try #require(CivilDate(iso: day)), state: state, sequence: 12, madeAt: Instant(microseconds: 5),
            subject: "件名", body: "本文\n\n終わり\n")
    }

    @Test func `a morning begins at nine in Japan`() throws {
        #expect(DailyHeadNote.day(at: try instant("2026-11-26 08:59")).description == "2026-11-25")
        #expect(DailyHeadNote.day(at: try instant("2026-11-26 09:00")).description == "2026-11-26")
        let day = try #require(CivilDate(iso: "2026-11-26"))
        #expect(DailyHeadNote.due(day) == (try instant("2026-11-26 09:00")))
    }

    @Test(arguments: [
        ("2026-11-25", DailyHeadNote.State.sent, "2026-11-26 08:59", DailyHeadNote.Step.rest),
        ("2026-11-25", .sent, "2026-11-26 09:00", .make),
        ("2026-11-25", .owed, "2026-11-26 08:00", .send),
        ("2026-11-25", .owed, "2026-11-26 10:00", .send),
        ("2026-11-26", .sent, "2026-11-26 23:00", .rest),
        // A server that did not run for a week sends one mail.
        ("2026-11-19", .sent, "2026-11-26 23:00", .make),
        // A clock that is a day back waits, one that was far ahead begins again.
        ("2026-11-26", .sent, "2026-11-26 08:00", .rest),
        ("2030-01-01", .sent, "2026-11-26 10:00", .begin),
    ])
    func `each day's mail is made once`(
        day: String, state: DailyHeadNote.State, now: String, step: DailyHeadNote.Step
    ) throws {
        #expect(DailyHeadNote.step(try note(day, state), at: try instant(now)) == step)
    }

    @Test func `without a file it begins to count`() throws {
        #expect(DailyHeadNote.step(nil, at: try instant("2026-11-26 10:00")) == .begin)
    }

    @Test func `what is written is read again, and anything else is not`() throws {
        let note = try note("2026-11-26", .owed)
        #expect(DailyHeadNote(text: note.text) == note)
        for text in ["", "1\n", note.text.replacing("owed", with: "lost"), "2" + note.text.dropFirst()] {
            #expect(DailyHeadNote(text: text) == nil)
        }
    }
}
