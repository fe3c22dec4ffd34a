import CallTree
import ServiceHours

/// One fact at the head of a report.
struct Fact {
    enum Name {
        case state, reason, takenBy, contract, summary, alertName, severity, source, dedupKey, began, opened, heard,
            recovered,
            ended, attempts, labels
    }

    let name: Name
    let label: String
    let value: String
    /// Shown large where there is room, and then not again among the others.
    var isHeadline = false
}

extension IncidentReport {
    func title(_ language: Language) -> String {
        language.says("インシデント報告 \(id)", "Incident report \(id)")
    }

    /// Where the incident stands, in one line.
    func standingWords(_ language: Language) -> String {
        switch standing {
        case .open: language.says("未終了（open）", "open")
        case .ended(let end, _, _): end.term(language)
        }
    }

    /// Why it ended, and who took or ended it; nil while it is open.
    func endWords(_ language: Language) -> String? {
        switch standing {
        case .open: nil
        case .ended(_, let reason, _):
            reason.words(language) { attempt in contact(of: attempt)?.words(language) }
        }
    }

    func contact(of id: AttemptID) -> CalledContact? {
        escalations.first { $0.id == id.escalation }?.attempt(id.number)?.contact
    }

    /// What stands above everything else, in the order in which a tired person asks for it.
    func facts(_ language: Language) -> [Fact] {
        var facts: [Fact] = []
        func add(_ name: Fact.Name, _ japanese: String, _ english: String, _ value: String?, isHeadline: Bool = false) {
            guard let value, !value.isEmpty else { return }
            facts.append(
                Fact(name: name, label: language.says(japanese, english), value: value, isHeadline: isHeadline))
        }
        add(.state, "状態", "State", standingWords(language), isHeadline: true)
        add(.reason, "終了の理由", "Reason", endWords(language))
        add(.takenBy, "受領者", "Taken by", acknowledgedBy?.words(language))
        add(.contract, "契約", "Contract", contractWords(language))
        add(.summary, "要約", "Summary", alert?.summaryWords(language), isHeadline: true)
        add(.alertName, "名前", "Name", alert?.name.shown())
        add(.severity, "重要度", "Severity", alert.map { severityWords($0, language) })
        add(.source, "監視元", "Source", alert?.source.text.shown())
        add(.dedupKey, "識別キー", "Dedup key", alert?.dedupKey.shown())
        add(.began, "発生（送信元の時計）", "Began (sender's clock)", beganWords(language))
        add(.opened, "受信", "Opened", openedAt?.words(language))
        add(.heard, "続報", "Heard again", heardWords(language))
        add(.recovered, "復旧", "Recovered", recoveredAt?.words(language))
        add(.ended, "終了", "Ended", endedAt.map { $0.words(language) + durationWords(language) })
        add(.attempts, "呼び出し", "Attempts", language.says("\(attemptCount)回", "\(attemptCount)"))
        add(.labels, "ラベル", "Labels", alert.map(labelWords))
        return facts
    }

    private func contractWords(_ language: Language) -> String? {
        guard let contract else { return customer?.shown() }
        let id = contract.text.shown(limit: 60)
        return customer.map { language.says("\($0.shown())（\(id)）", "\($0.shown()) (\(id))") } ?? id
    }

    private func severityWords(_ alert: Alert, _ language: Language) -> String {
        guard let raw = alert.severityRaw, raw != alert.severity.name else { return alert.severity.name }
        return alert.severity.name
            + language.says("（送信元の表記: \(raw.shown(limit: 60))）", " (sender's word: \(raw.shown(limit: 60)))")
    }

    private func beganWords(_ language: Language) -> String? {
        guard let alert, let startedAt = alert.startedAt else { return nil }
        let note = openedAt.flatMap { alert.senderClockWords(receivedAt: $0, language) }
        return startedAt.words(language) + (note.map { language.says("（\($0)）", " (\($0))") } ?? "")
    }

    private func heardWords(_ language: Language) -> String? {
        guard heardAgain > 0, let lastHeardAt else { return nil }
        let last = lastHeardAt.words(language)
        return heardAgain == 1
            ? language.says("1回、\(last)", "once, \(last)")
            : language.says("\(heardAgain)回、最後は \(last)", "\(heardAgain) times, last \(last)")
    }

    private func durationWords(_ language: Language) -> String {
        guard let openedAt, let endedAt else { return "" }
        let span = endedAt.shownSince(openedAt).words(language)
        return language.says("（\(span)後）", " (after \(span))")
    }

    private func labelWords(_ alert: Alert) -> String {
        let shown = alert.labels.prefix(20).map { "\($0.name.shown(limit: 60))=\($0.value.shown(limit: 100))" }
        let left = alert.labels.count - shown.count
        return shown.joined(separator: ", ") + (left > 0 ? " (+\(left))" : "")
    }

    /// The events that a reader wants to see: settled keys and the end of each spoken message are left out.
    var toldEvents: [RecordedEvent] {
        timeline.filter { recorded in
            switch recorded.event {
            case .promptEnded, .incidentForgotten, .escalationForgotten: false
            case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
                .incidentEnded, .escalationStarted, .incidentJoined, .escalationResumed, .escalationEnded,
                .attemptWaits,
                .tryPlaced, .rang, .answered, .machineDetected, .keyPressed, .keyAnswered, .outcomeDecided,
                .hangUpAsked, .tryUnsure,
                .tryFailed, .tryLost, .attemptEnded, .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared,
                .lineChanged, .lineCounted, .readinessJudged,
                .clockStepped, .clockJudged, .journalRestored:
                true
            }
        }
    }
}

extension AttemptReport {
    /// What a reader asks of one attempt after its outcome: lines, rings, keys, waits.
    func details(_ language: Language) -> [String] {
        var details: [String] = []
        for wait in waits {
            details.append(
                language.says(
                    "\(wait.at.clock) 待機: \(wait.reason.words(language))",
                    "\(wait.at.clock) waited: \(wait.reason.words(language))"))
        }
        for call in tries { details += call.details(language, isOnlyOne: tries.count == 1) }
        return details
    }

    /// `応答なし（no-answer）`, or what it is doing.
    func outcomeWords(_ language: Language) -> String {
        if let outcome { return outcome.term(language) }
        return tries.isEmpty ? language.says("発信なし", "not dialled") : language.says("呼び出し中", "under way")
    }
}

extension TryReport {
    fileprivate func details(_ language: Language, isOnlyOne: Bool) -> [String] {
        var parts: [String] = []
        let line = line?.text.shown(limit: 60) ?? language.says("回線不明", "line unknown")
        let placed = placedAt?.clock ?? "--:--:--"
        parts.append(
            isOnlyOne
                ? language.says("\(placed) 発信（\(line)）", "\(placed) dialled on \(line)")
                : language.says("\(placed) 試み\(id.number)を発信（\(line)）", "\(placed) try \(id.number) dialled on \(line)")
        )
        if let digit { parts.append(language.says("読み上げた数字 \(digit)", "digit spoken \(digit)")) }
        if let rangAt { parts.append(language.says("\(rangAt.clock) 呼び出し音", "\(rangAt.clock) rang")) }
        if let answeredAt, let answeredBy {
            let waited = rangAt.map { answeredAt.shownSince($0).words(language) }
            let after = waited.map { language.says("、\($0)後", " after \($0)") } ?? ""
            parts.append(
                language.says(
                    "\(answeredAt.clock) 応答（\(answeredBy.words(language))）\(after)",
                    "\(answeredAt.clock) answered\(after) (\(answeredBy.words(language)))"))
        }
        if let standing, standing != .firing {
            parts.append(language.says("\(standing.words(language))と伝えた", "announced as \(standing.words(language))"))
        }
        if let machineDetectedAt {
            parts.append(
                language.says("\(machineDetectedAt.clock) 機械と判定", "\(machineDetectedAt.clock) found to be a machine"))
        }
        for key in keys {
            parts.append(language.says("\(key.at.clock) キー \(key.key.text)", "\(key.at.clock) key \(key.key.text)"))
        }
        if let unsureUntil {
            parts.append(
                language.says("有無が不明のため \(unsureUntil.clock) まで待つ", "unsure, waited until \(unsureUntil.clock)"))
        }
        switch ending {
        case nil: break
        case .failed(let at, let retryAt):
            parts.append(
                language.says(
                    "\(at.clock) 回線障害、\(retryAt == at ? "すぐに" : retryAt.clock + " に")再試行",
                    "\(at.clock) failed on the line, again \(retryAt == at ? "at once" : "at " + retryAt.clock)"))
        case .lost(let at):
            parts.append(language.says("\(at.clock) 存在せず、かけ直し", "\(at.clock) did not exist, dialled again"))
        }
        return parts
    }
}
