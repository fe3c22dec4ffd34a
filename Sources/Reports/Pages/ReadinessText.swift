public import CallTree
public import ServiceHours

/// The mail with what the check before the night found.
public struct ReadinessText: Hashable, Sendable {
    public let subject: String
    public let body: String

    /// - Parameters:
    ///   - windows: of each contract, when its window opens or closes next, in words.
    ///   - site: which NightCall it is, in a few words.
    public init(
        _ found: ReadinessFound, windows: [(contract: String, words: String)], site: String,
        language: Language = .japanese
    ) {
        let readiness = found.readiness
        subject =
            readiness.isArmed
            ? language.says("[NightCall] 今夜の待機は準備完了", "[NightCall] Tonight is armed")
            : language.says(
                "[NightCall] 今夜の待機に支障あり（\(readiness.faults.count)件）",
                "[NightCall] Tonight is not armed (\(counted(readiness.faults.count, "fault")))")
        var page = TextPage()
        page.line(
            language.says(
                "NightCall（\(site.shown())）を \(found.at.words(language)) に点検しました。",
                "NightCall (\(site.shown())) was checked at \(found.at.words(language))."))
        if !readiness.isArmed {
            page.heading(language.says("支障", "In the way"))
            for fault in readiness.faults { page.line("- " + fault.words(language)) }
            page.line("")
            page.line(
                language.says(
                    "直してから点検し直す: nightcall ready --check --url URL",
                    "Check again when it is mended: nightcall ready --check --url URL"))
        }
        page.heading(language.says("自己発信", "Self-calls"))
        let calls = readiness.proven.map { line in
            (label: line.text.shown(limit: 60), value: language.says("鳴り、話し、キーを受けた", "rang, spoke and heard the key"))
        }
        page.facts(calls.isEmpty ? [(label: language.says("なし", "none"), value: "")] : calls)
        page.heading(language.says("対応時間", "Service windows"))
        page.facts(windows.map { (label: $0.contract.shown(limit: 60), value: $0.words) })
        page.line("")
        page.line(language.says("-- NightCall（時刻はすべて日本時間）", "-- NightCall (all times are Japan time)"))
        body = page.text
    }
}
