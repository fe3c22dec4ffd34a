public import CallTree
public import JSONText
public import ServiceHours

extension Readiness {
    /// One sentence, and what stands in the way.
    public func words(_ language: Language) -> String {
        let calls = proven.map { $0.text.shown(limit: 60) }.joined(separator: language.says("、", ", "))
        let tested = proven.isEmpty ? "" : language.says("（自己発信 \(calls)）", " (self-call over \(calls))")
        if isArmed { return language.says("今夜の待機は準備完了", "Tonight is armed") + tested }
        let found = faults.map { $0.words(language) }.joined(separator: language.says("。", "; "))
        return language.says("今夜の待機に支障あり: ", "Tonight is not armed: ") + found + tested
    }

    public var members: [JSONMember] {
        [
            JSONMember("armed", .bool(isArmed)), JSONMember("proven", .array(proven.map { .string($0.text) })),
            JSONMember("faults", .array(faults.map { .string($0.words(.english)) })),
        ]
    }
}

extension ReadinessFound {
    public var json: JSONValue { .object([JSONMember("at", .instant(at))] + readiness.members) }
}

extension ReadinessFault {
    public func words(_ language: Language) -> String {
        switch self {
        case .selfCall(let line, let outcome):
            language.says(
                "回線 \(line.text.shown(limit: 60)) の自己発信は\(outcome.words(language))",
                "the self-call over line \(line.text.shown(limit: 60)) ended \(outcome.rawValue)")
        case .selfCallUnfinished(let line):
            language.says(
                "回線 \(line.text.shown(limit: 60)) の自己発信が終わらない",
                "the self-call over line \(line.text.shown(limit: 60)) did not end")
        case .credentials(let line, let why):
            language.says(
                "回線 \(line.text.shown(limit: 60)) の接続を確かめられない: \(why.shown(limit: 200))",
                "line \(line.text.shown(limit: 60)) does not take our credentials: \(why.shown(limit: 200))")
        case .lineOut(let line):
            language.says(
                "回線 \(line.text.shown(limit: 60)) がつながらない", "line \(line.text.shown(limit: 60)) is out")
        case .calendar(let contract):
            language.says(
                "契約 \(contract.text.shown(limit: 60)) の暦が読めない",
                "the calendar of contract \(contract.text.shown(limit: 60)) cannot be read")
        case .nobodyToCall(let contract):
            language.says(
                "契約 \(contract.text.shown(limit: 60)) に電話できる連絡先がない",
                "contract \(contract.text.shown(limit: 60)) has nobody whose number may be dialled")
        case .nothingDesignated(let contract):
            language.says(
                "契約 \(contract.text.shown(limit: 60)) に指定アラートがなく、誰にも電話しない",
                "contract \(contract.text.shown(limit: 60)) designates no alert: nobody is ever called")
        case .clockDistrusted: language.says("時計が信頼できない", "the clock cannot be right")
        case .journalUnwritable: language.says("記録を書けない", "the journal cannot be written")
        case .diskTight: language.says("記録のディスクの空きが足りない", "the disk of the journal has too little room")
        case .mailFailing: language.says("メールを送れない", "no mail leaves")
        case .restartingOften: language.says("再起動が続き、誰にも電話しない", "the process kept dying, and nobody is called")
        }
    }
}
