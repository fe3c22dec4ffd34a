import CallTree
import Reports
import ServiceHours

extension DrillResult {
    /// The drill in plain Japanese, one line for each happening, with Japanese times: first the terms in force, last the
    /// result beside what was expected. Ends with a line break.
    public var transcript: String {
        var transcript = TranscriptWriter()
        transcript.write(headerOf: scenario, seed: seed)
        transcript.write(events, notes: notes)
        transcript.write(resultOf: self)
        return transcript.text
    }
}

private struct TranscriptWriter {
    private(set) var text = ""
    private var narrator = Narrator(.japanese)
    private var day: CivilDate?

    private mutating func line(_ line: String) {
        text += line + "\n"
    }

    mutating func write(headerOf scenario: Scenario, seed: UInt64) {
        line("訓練  \(scenario.name)" + (scenario.title.isEmpty ? "" : "  \(scenario.title)"))
        line("種    \(seed)")
        for contract in scenario.contracts {
            let terms = contract.terms
            line("契約  \(terms.customer)（\(terms.id)）")
            let contacts = terms.contacts.enumerated().map { "\($0 + 1) \($1.name)（\($1.id)）" }
            line("  連絡先: " + contacts.joined(separator: " → "))
            for choice in terms.calls.lines(.japanese) {
                line("  \(choice.label): \(choice.value)" + (choice.isDefault ? "" : "　＊既定と異なる"))
            }
        }
    }

    // MARK: What happened

    mutating func write(_ events: [RecordedEvent], notes: [(place: Int, at: Instant, note: DrillNote)]) {
        var notes = notes[...]
        for event in events {
            while let next = notes.first, next.place < event.sequence {
                write(next.note, at: next.at)
                notes.removeFirst()
            }
            let sentence = narrator.sentence(event)
            if !event.event.isHousekeeping { write(sentence, at: event.instant) }
        }
        for next in notes { write(next.note, at: next.at) }
    }

    private mutating func write(_ note: DrillNote, at instant: Instant) {
        switch note {
        case .restarted: write("＊＊ エンジンが落ち、記録から立ち上がり直した ＊＊", at: instant)
        case .unreadable(let sequence): write("事象 \(sequence) を記録から読み戻せない", at: instant)
        case .operatorRefused(let why): write("監視員の操作は受け付けられない: \(why)", at: instant)
        case .recoveryOfNothing(let key): write("復旧の知らせ「\(key)」に対応するインシデントがない", at: instant)
        case .recoveryDidNotCome(let recovery): write("起きなかったこと: " + words(recovery), at: instant)
        case .crashDidNotCome(let place):
            write("起きなかったこと: 事象 \(place) の後にエンジンが落ちる（事象はそこまで達しなかった）", at: instant)
        }
    }

    private func words(_ recovery: Scenario.Recovery) -> String {
        switch recovery.moment {
        case .at: "「\(recovery.dedupKey)」の復旧"
        case .beforeAttempt(let number): "\(number)回目の呼び出しの前の「\(recovery.dedupKey)」の復旧"
        case .duringAttempt(let number): "\(number)回目の呼び出し中の「\(recovery.dedupKey)」の復旧"
        }
    }

    private mutating func write(_ sentence: String, at instant: Instant) {
        let time = instant.japanTime
        if time.date != day {
            day = time.date
            line("")
            line("\(time.date)（\(time.date.weekday.japaneseName)）")
        }
        line("\(time.clock)  \(sentence)")
    }

    // MARK: What came of it

    mutating func write(resultOf result: DrillResult) {
        line("")
        line("結果")
        if result.incidents.isEmpty { line("  インシデントなし") }
        for incident in result.incidents {
            let end = incident.end?.term(.japanese) ?? "終わっていない"
            line("  インシデント \(incident.id)「\(incident.dedupKey)」: \(end)" + by(incident, result.scenario))
        }
        line("  呼び出し \(result.attempts.count)回")
        if result.passed {
            line(result.scenario.expectation == Expectation() ? "判定  期待の記載なし" : "判定  期待どおり")
        } else {
            line("判定  期待と異なる")
        }
        for failure in result.failures { line("  \(failure)") }
    }

    private func by(_ incident: DrillResult.IncidentResult, _ scenario: Scenario) -> String {
        guard let id = incident.acknowledgedBy else { return "" }
        let contacts = scenario.contracts.flatMap(\.terms.contacts)
        return "、\(contacts.first { $0.id == id }?.name ?? "")（\(id)）"
    }
}
