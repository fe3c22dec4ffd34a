import CallTree
public import ServiceHours

/// The daily mail with the head of the journal. Whoever keeps it can tell later whether the journal's tail was cut off,
/// which nothing inside the journal could show.
public struct HeadText: Hashable, Sendable {
    public let subject: String
    public let body: String

    /// - Parameters:
    ///   - day: of whose morning it is.
    ///   - hash: of the last row, as 64 hexadecimal digits.
    public init(
        day: CivilDate, sequence: Int, instant: Instant, hash: String, counts: NightCounts, site: String,
        language: Language = .japanese
    ) {
        subject = language.says(
            "[NightCall] 夜間の記録 \(day): 末尾は \(sequence) 行目",
            "[NightCall] The night's record \(day): head at row \(sequence)")
        var page = TextPage()
        page.line(
            language.says(
                "NightCall（\(site.shown())）の記録の末尾です。", "The head of the journal of NightCall (\(site.shown()))."))
        page.line(language.says("このメールを保存してください。", "Please keep this mail."))
        page.heading(language.says("記録の末尾", "Head of the journal"))
        page.facts([
            (language.says("行", "Row"), "\(sequence)"),
            (language.says("時刻", "Instant"), instant.words(language)),
            (language.says("ハッシュ", "Hash"), hash),
        ])
        page.line("")
        page.line(
            language.says(
                "この末尾が今も記録にあるか: nightcall journal verify --site DIR --head \(hash)",
                "Whether the journal still holds it: nightcall journal verify --site DIR --head \(hash)"))
        page.heading(language.says("前回のメールからの件数", "Since the mail before"))
        if let first = counts.first, let last = counts.last {
            page.line(
                language.says(
                    "\(first.instant.words(language)) から \(last.instant.words(language)) まで"
                        + "（\(first.sequence)〜\(last.sequence) 行）",
                    "\(first.instant.words(language)) to \(last.instant.words(language)) "
                        + "(rows \(first.sequence) to \(last.sequence))"))
        }
        page.facts(
            [
                (language.says("受信したインシデント", "Incidents opened"), counts.opened),
                (language.says("警報", "Alarms"), counts.alarms),
            ].map { ($0.0, "\($0.1)") })
        page.heading(language.says("インシデントの終わり", "Incidents by end"))
        page.facts(Self.numbers(End.allCases.map { ($0.term(language), counts.ends[$0]) }, language))
        page.heading(language.says("お電話の結果", "Calls by outcome"))
        page.facts(Self.numbers(Outcome.allCases.map { ($0.term(language), counts.calls[$0]) }, language))
        page.line("")
        page.line(language.says("-- NightCall（時刻はすべて日本時間）", "-- NightCall (all times are Japan time)"))
        body = page.text
    }

    /// Those that there were; a line of its own when there were none.
    private static func numbers(
        _ counts: [(name: String, count: Int?)], _ language: Language
    ) -> [(label: String, value: String)] {
        let some = counts.compactMap { name, count in count.map { (label: name, value: "\($0)") } }
        return some.isEmpty ? [(label: language.says("なし", "none"), value: "")] : some
    }
}
