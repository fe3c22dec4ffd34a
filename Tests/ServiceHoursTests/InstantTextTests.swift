import ServiceHours
import Testing

struct InstantTextTests {
    @Test func `reads and writes RFC 3339 as the table says`() throws {
        let rows = try HoursFixture.rows(of: "instants.txt")
        #expect(rows.count == 77)
        for row in rows {
            let cells = HoursFixture.cells(of: row)
            try #require(cells.count == 2, "\(row)")
            let text = unescaped(cells[0])
            do {
                #expect(try Instant(rfc3339: text).rfc3339 == cells[1], "\(row)")
            } catch {
                let wanted = cells[1].split(separator: ":", maxSplits: 1).last.map { $0.drop { $0 == " " } } ?? ""
                let isNamed = cells[1].hasPrefix("error:") && contains("\(error)", inOrder: wanted)
                #expect(isNamed, "\(row): \(error)")
            }
        }
    }

    @Test func `answers hostile texts with one short error each`() {
        let hostile = [
            String(repeating: "9", count: 400), "2026-11-23T09:00:00+" + String(repeating: "0", count: 400),
            String(repeating: "2026-11-23T09:00:00Z", count: 50_000), String(repeating: "\0", count: 400),
            String(decoding: [0xFF, 0xFE, 0xC0, 0x80] as [UInt8], as: UTF8.self), "\u{FEFF}2026-11-23T09:00:00Z",
            "2026-11-23T09:00:00Z\n", "2026-11-23T09:00:00Z\u{301}", "👩‍👩‍👧‍👦",
        ]
        for text in hostile {
            let error = #expect(throws: InstantError.self) { try Instant(rfc3339: text) }
            #expect((error?.description.utf8.count ?? 0) < 160)
        }
    }

    @Test func `takes a fraction of a million digits`() throws {
        let text = "2026-11-23T09:00:00.123456" + String(repeating: "9", count: 1_000_000) + "+09:00"
        #expect(try Instant(rfc3339: text).rfc3339 == "2026-11-23T09:00:00.123456+09:00")
    }

    @Test func `writes what it reads, for any microsecond of the readable years`() throws {
        var generator = SeededGenerator(seed: 3_339)
        let first = try Instant(rfc3339: "0000-01-01T00:00:00+09:00").microseconds
        let last = try Instant(rfc3339: "9999-12-31T23:59:59.999999+09:00").microseconds
        for _ in 0..<20_000 {
            let instant = Instant(microseconds: Int64.random(in: first...last, using: &generator))
            let again = try Instant(rfc3339: instant.rfc3339)
            if again != instant { Issue.record("\(instant.microseconds) became \(again.microseconds)") }
        }
    }

    @Test func `writes the ends of time without a trap`() {
        #expect(Instant(microseconds: .max).rfc3339 == "+294247-01-10T13:00:54.775807+09:00")
        #expect(Instant(microseconds: .min).rfc3339 == "-290308-12-22T04:59:05.224192+09:00")
    }

    @Test func `shows Japan time in short forms`() throws {
        let time = try Instant(rfc3339: "2026-11-22T15:04:05.678901Z").japanTime
        #expect(time.clock == "00:04:05")
        #expect(time.dateAndClock == "2026-11-23 00:04:05")
        #expect([time.hour, time.minute, time.second, time.microsecond] == [0, 4, 5, 678_901])
        let again = time.date.startInJapan + Span(microseconds: time.microsecondOfDay)
        #expect(again.rfc3339 == "2026-11-23T00:04:05.678901+09:00")
    }

    private func unescaped(_ cell: String) -> String {
        cell == "\\e"
            ? ""
            : cell.split(separator: "\\0", omittingEmptySubsequences: false).joined(separator: "\0")
                .split(separator: "\\_", omittingEmptySubsequences: false).joined(separator: " ")
    }

    /// Whether the message has `byte N` and the other words in this order.
    private func contains(_ message: String, inOrder wanted: some StringProtocol) -> Bool {
        if !wanted.hasPrefix("byte ") { return message.contains(wanted) }
        let words = wanted.split(separator: " ", maxSplits: 2)
        return message.contains("at byte \(words[1]) ") && (words.count < 3 || message.contains(words[2]))
    }
}
