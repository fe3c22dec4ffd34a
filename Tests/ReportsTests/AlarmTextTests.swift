import CallTree
import Reports
import ServiceHours
import Testing

@Suite struct AlarmTextTests {
    private let at = Instant(microseconds: 1_795_180_503_000_000)

    @Test func `one alarm by every way`() {
        let text = AlarmText([AlarmNote(.restartingOften, raisedAt: at)], site: "desk1:/etc/nightcall")
        #expect(text.subject == "[NightCall] 警報: 1分間に5回起動した。受け付けるが、誰も呼ばない")
        #expect(text.short == "[NightCall] 2026-11-20（金）22:15:03 1分間に5回起動した。受け付けるが、誰も呼ばない")
        #expect(
            text.json
                == #"{"alarm":"restarting-often","text":"2026-11-20（金）22:15:03 1分間に5回起動した。受け付けるが、誰も呼ばない","#
                + #""at":"2026-11-20T22:15:03+09:00","site":"desk1:/etc/nightcall"}"#)
        #expect(text.body.contains("（desk1:/etc/nightcall）"))
    }

    @Test func `many at once are told in one text, and no more than twenty by name`() {
        let notes = (1...30).map {
            AlarmNote(.journalBroken(row: $0), raisedAt: at, clearedAt: $0 == 1 ? at : nil, language: .english)
        }
        let text = AlarmText(notes, site: "x", language: .english)
        #expect(text.subject.hasSuffix("(and 29 more)"))
        #expect(text.short.split(separator: "\n").count == 21)
        #expect(text.short.contains("row 1 (cleared at Fri 2026-11-20 22:15:03)"))
        #expect(text.json.hasPrefix(#"{"alarm":"journal-broken","#))
        let mixed = AlarmText([notes[0], AlarmNote(.mailFailing, raisedAt: at)], site: "x")
        #expect(mixed.json.hasPrefix(#"{"alarm":"several","#))
    }

    @Test func `a text from outside stays one line`() {
        let text = AlarmText([AlarmNote(kind: "x", text: "a\r\nb\u{202E}", at: at)], site: "x\ny")
        #expect(text.subject == "[NightCall] 警報: a b<U+202E>")
        #expect(!text.short.contains("\n"))
    }

    @Test func `the daily mail has the head, and the night in numbers`() throws {
        var counts = NightCounts()
        let call = AttemptID(escalation: EscalationID(1), number: 1)
        for (place, event) in [
            Event.incidentEnded(IncidentID(1), .acknowledged, .contact(call)), .attemptEnded(call, .busy, rings: 0),
            .attemptEnded(call, .busy, rings: 0), .attemptEnded(call, .acknowledged, rings: 1),
            .alarmRaised(AlarmID(1), .mailFailing), .incidentEnded(IncidentID(2), .exhausted, .roundsMade),
        ].enumerated() {
            counts.take(RecordedEvent(sequence: 40 + place, instant: at, event: event))
        }
        let day = try #require(CivilDate(iso: "2026-11-21"))
        let text = HeadText(
            day: day, sequence: 45, instant: at, hash: String(repeating: "ab", count: 32), counts: counts, site: "here")
        #expect(text.subject == "[NightCall] 夜間の記録 2026-11-21: 末尾は 45 行目")
        for line in [
            "ハッシュ  " + String(repeating: "ab", count: 32), "受領済み（acknowledged）  1", "受領者なし（exhausted）", "話し中（busy）",
            "（40〜45 行）",
            "--head " + String(repeating: "ab", count: 32),
        ] {
            #expect(text.body.contains(line), "\(line) in \(text.body)")
        }
        #expect(!text.body.contains("voicemail"))
    }
}
