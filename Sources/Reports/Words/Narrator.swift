public import CallTree
public import ServiceHours

/// Tells events in sentences, one each. It remembers from the beginning of an escalation who its contacts are, so events
/// must be told in their order.
///
///     var narrator = Narrator(.japanese)
///     for event in events { print(event.instant.japanTime.clock, narrator.sentence(event)) }
public struct Narrator: Sendable {
    private let language: Language
    private var terms: [EscalationID: CallTerms] = [:]

    public init(_ language: Language) {
        self.language = language
    }

    /// What the event says, without its instant. Texts from outside are made fit to be shown; numbers are masked.
    public mutating func sentence(_ recorded: RecordedEvent) -> String {
        if case .escalationStarted(let id, let begun, _, _) = recorded.event { terms[id] = begun }
        return tell(recorded.event, at: recorded.instant)
    }

    private func says(_ japanese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language.says(japanese(), english())
    }

    private func tell(_ event: Event, at now: Instant) -> String {
        switch event {
        case .alertRecorded(_, let alert, let why):
            says(
                "アラートを記録: \(text(alert))。\(why.words(language))",
                "Alert recorded: \(text(alert)). \(why.words(language))")
        case .incidentOpened(let id, _, let alert, let course):
            says(
                "インシデント \(id) を開始: \(text(alert))。\(course.words(language))",
                "Incident \(id) opened: \(text(alert)); \(course.words(language))")
                + (alert.senderClockWords(receivedAt: now, language).map { says("。\($0)", "; \($0)") } ?? "")
        case .alertHeard(let id): says("インシデント \(id) の続報を受信", "Heard of incident \(id) again")
        case .alertRecovered(let id): says("インシデント \(id) のアラートが復旧", "The alert of incident \(id) recovered")
        case .incidentReopened(let id, let reason, let course):
            says(
                "インシデント \(id) を\(reason.words(language))。\(course.words(language))",
                "Incident \(id) \(reason.words(language)); \(course.words(language))")
        case .incidentDeferred(let id, let until):
            says(
                "インシデント \(id) の呼び出しを \(until.words(language)) に変更",
                "Incident \(id) now waits until \(until.words(language))")
        case .incidentEnded(let id, let end, let reason):
            says(
                "インシデント \(id) は\(end.term(language))で終了: \(reason.words(language, turn: contact))",
                "Incident \(id) ended \(end.rawValue): \(reason.words(language, turn: contact))")
        case .incidentForgotten(let id): says("インシデント \(id) の鍵を解放", "The key of incident \(id) is free again")
        case .escalationStarted(let id, let terms, let incidents, let closing): started(id, terms, incidents, closing)
        case .incidentJoined(let id, let incident):
            says("インシデント \(incident) がエスカレーション \(id) に合流", "Incident \(incident) joined escalation \(id)")
        case .escalationResumed(let id, _): says("エスカレーション \(id) を続行", "Escalation \(id) goes on")
        case .escalationEnded(let id, let end, let gathering):
            says("エスカレーション \(id) は\(end.term(language))で終了", "Escalation \(id) ended \(end.rawValue)")
                + (gathering.map { says("。以後のアラートは \($0.clock) までまとめる", "; new alerts gather until \($0.clock)") } ?? "")
        case .escalationForgotten(let id): says("エスカレーション \(id) は片付いた", "Escalation \(id) is settled")
        case .attemptWaits, .tryPlaced, .rang, .answered, .machineDetected, .promptEnded, .keyPressed, .keyAnswered,
            .outcomeDecided,
            .hangUpAsked, .tryUnsure, .tryFailed, .tryLost, .attemptEnded:
            tellCall(event, at: now)
        case .mailOwed(_, let mail):
            says("メール「\(mail.kind.words(language))」を送る", "Mail to send: \(mail.kind.words(language))")
                + (mail.recipients.isEmpty ? "" : says("（\(addresses(mail))）", " (\(addresses(mail)))"))
        case .mailDelivered(let id): says("メール \(id) を送信済み", "Mail \(id) delivered")
        case .alarmRaised(_, let alarm): says("警報: \(alarm.words(language))", "Alarm: \(alarm.words(language))")
        case .alarmCleared(let id, let name):
            says("警報 \(id) を \(name.shown(limit: 60)) が解除", "Alarm \(id) cleared by \(name.shown(limit: 60))")
        case .lineChanged(let line, let state):
            says("回線 \(text(line)) が\(state.words(language))", "Line \(text(line)) is \(state.words(language))")
        case .lineCounted(let line, let failures):
            failures == 0
                ? says("回線 \(text(line)) がつながった", "Line \(text(line)) got through")
                : says("回線 \(text(line)) の続けての失敗: \(failures)回", "Line \(text(line)) has failed \(failures) in a row")
        case .readinessJudged(let readiness): readiness.words(language)
        case .clockStepped(let span):
            says("時計が \(span.words(language)) 動いた", "The clock moved by \(span.words(language))")
        case .clockJudged(let trusted):
            trusted
                ? says("時計は信頼できる", "The clock can be trusted")
                : says("時計が信頼できない。誰も呼ばない", "The clock cannot be right; nobody is called")
        case .journalRestored:
            says("記録をバックアップから復元した", "The journal was restored from a backup")
        }
    }

    private func tellCall(_ event: Event, at now: Instant) -> String {
        switch event {
        case .attemptWaits(let id, let reason):
            says("\(turn(id))は待機: \(reason.words(language))", "\(capital(turn(id))) waits: \(reason.words(language))")
        case .tryPlaced(let id, let line, _):
            says("\(turn(id.attempt))へ発信", "Dialled \(turn(id.attempt))") + says("（\(text(line))", " (\(text(line))")
                + (id.number > 1 ? says("、\(id.number)回目の試み", ", try \(id.number)") : "") + says("）", ")")
        case .rang(let id): says("\(person(id))の電話が鳴り始めた", "\(person(id))'s telephone rings")
        case .answered(let id, let answerer, let incidents, let standing):
            says(
                "\(person(id))の電話に応答あり（\(answerer.words(language))）。\(numberedIncidents(incidents, language))（\(standing.words(language))）を伝える",
                "\(person(id))'s telephone was answered (\(answerer.words(language))); the call announces \(numberedIncidents(incidents, language)) (\(standing.words(language)))"
            )
        case .machineDetected(let id): says("\(person(id))の電話は機械と判定", "\(person(id))'s telephone is a machine")
        case .promptEnded(let id): says("\(person(id))への読み上げが終わった", "The message to \(person(id)) was spoken")
        case .keyAnswered(let id):
            says("\(person(id))に押すキーを案内し、もう一度待つ", "\(person(id)) is told which keys to press, and waited for again")
        case .keyPressed(let id, let key): says("\(person(id))が \(key.text) を押した", "\(person(id)) pressed \(key.text)")
        case .outcomeDecided(let id, let outcome):
            says(
                "\(person(id))への呼び出しの結果: \(outcome.term(language))",
                "The call to \(person(id)) is decided: \(outcome.rawValue)")
        case .hangUpAsked(let id, let outcome):
            says(
                "\(person(id))への呼び出しを切る（\(outcome.words(language))）",
                "Hanging up on \(person(id)) (\(outcome.words(language)))")
        case .tryUnsure(let id, let until):
            says(
                "回線は\(person(id))への呼び出しの有無を答えられない。\(until.clock) まで待つ",
                "The line cannot tell whether it has the call to \(person(id)); waiting until \(until.clock)")
        case .tryFailed(let id, let retryAt):
            says(
                "\(person(id))への試み \(id.number) は回線障害。\(retryAt <= now ? "すぐに" : retryAt.clock + " に")再試行",
                "Try \(id.number) to \(person(id)) failed on the line; again \(retryAt <= now ? "at once" : "at " + retryAt.clock)"
            )
        case .tryLost(let id):
            says("\(person(id))への呼び出しは存在しなかった。かけ直す", "The call to \(person(id)) does not exist; dialling again")
        case .attemptEnded(let id, let outcome, let rings):
            says("\(turn(id)): \(outcome.term(language))", "\(capital(turn(id))): \(outcome.rawValue)")
                + (rings > 0 ? says("、呼び出し音 \(rings)回", ", \(counted(rings, "ring"))") : "")
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
            .incidentEnded, .incidentForgotten, .escalationStarted, .incidentJoined, .escalationResumed,
            .escalationEnded,
            .escalationForgotten, .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared, .lineChanged, .lineCounted,
            .readinessJudged, .clockStepped,
            .clockJudged, .journalRestored:
            ""
        }
    }

    private func started(_ id: EscalationID, _ terms: CallTerms, _ incidents: [IncidentID], _ closing: Instant?)
        -> String
    {
        let names = terms.contacts.map { $0.name.shown(limit: 60) }.joined(separator: " → ")
        let until =
            closing.map { says("対応時間は \($0.words(language)) まで", "the window closes \($0.words(language))") }
            ?? says("対応時間の終わりなし", "the window never closes")
        return says(
            "エスカレーション \(id) を開始: \(numberedIncidents(incidents, language))、\(names)、\(terms.calls.rounds)巡。\(until)",
            "Escalation \(id) began: \(numberedIncidents(incidents, language)), \(names), \(counted(terms.calls.rounds, "round")); \(until)"
        )
    }

    // MARK: Names

    private func text(_ alert: Alert) -> String {
        let said = alert.summary.isEmpty ? alert.name : alert.summary
        return says("「\(said.shown())」（\(alert.severity.name)）", "“\(said.shown())” (\(alert.severity.name))")
    }

    private func text(_ line: LineID) -> String { line.text.shown(limit: 60) }

    private func addresses(_ mail: Mail) -> String {
        mail.recipients.prefix(5).map { $0.shown(limit: 100) }.joined(separator: ", ")
    }

    /// `佐藤（sato）`; nil when the beginning of the escalation was not told.
    private func contact(_ id: AttemptID) -> String? {
        terms[id.escalation]?.turn(id.number).map { CalledContact($0.contact).words(language) }
    }

    private func person(_ id: TryID) -> String {
        contact(id.attempt) ?? says("呼び出し \(id.attempt) の相手", "the contact of attempt \(id.attempt)")
    }

    /// `第2巡 1番 佐藤（sato）`.
    private func turn(_ id: AttemptID) -> String {
        guard let turn = terms[id.escalation]?.turn(id.number) else { return says("呼び出し \(id)", "attempt \(id)") }
        let name = CalledContact(turn.contact).words(language)
        return says("第\(turn.round)巡 \(turn.place)番 \(name)", "round \(turn.round), place \(turn.place), \(name)")
    }
}

/// The sentence begins with a capital in English; Japanese and names stay as they are.
private func capital(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}

extension RecordReason {
    func words(_ language: Language) -> String {
        switch self {
        case .undesignated: language.says("指定外のため呼び出さない", "It is not designated, so nobody is called")
        case .unknownTrouble: language.says("対応するインシデントがない", "No incident knows the trouble")
        case .contractGone: language.says("契約が設定にない", "The contract is not in the site folder")
        }
    }
}
