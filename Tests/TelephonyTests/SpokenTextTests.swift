import CallTree
import ServiceHours
import Telephony
import Testing

@Suite struct SpokenTextTests {
    static let since = Instant(microseconds: 1_795_266_900_000_000)  // 2026-11-21T22:15:00+09:00

    static func announcement(
        _ count: Int = 1, standing: Announcement.Standing = .firing, proof: CallPolicy.Proof = .key
    ) -> Announcement {
        Announcement(
            contract: ContractID("acme"), incidents: (1...max(count, 1)).map { IncidentID($0) }, standing: standing,
            proof: proof, digit: 7)
    }

    @Test func `says who calls, since when, what failed, how many more, and what to press`() {
        let text = SpokenText.message(
            Self.announcement(3), customer: "アクメ",
            incidents: [SpokenIncident(summary: "db-1 が応答しません", since: Self.since)], language: .japanese)
        #expect(
            text == """
                監視センターのナイトコールです。アクメ様の監視についてお知らせします。11月21日22時15分から、「db-1 が応答しません」が\
                発生しています。ほかに2件あります。確認したかたは、1番を、次の担当者に回すかたは、2番を押してください。
                """)
    }

    @Test func `asks for the digit that was drawn`() {
        let text = SpokenText.message(
            Self.announcement(proof: .randomDigit), customer: "アクメ", incidents: [], language: .japanese)
        #expect(text.contains("確認したかたは、7番を"))
    }

    @Test(arguments: [
        (Announcement.Standing.recovered, "復旧しました"), (.acknowledged, "別の方が受領"), (.cancelled, "取り消されました"),
    ])
    func `what is settled already asks for nothing`(standing: Announcement.Standing, words: String) {
        let text = SpokenText.message(
            Self.announcement(standing: standing), customer: "アクメ", incidents: [], language: .japanese)
        #expect(text.contains(words))
        #expect(text.contains("対応は不要です"))
        #expect(!text.contains("押して"))
    }

    @Test(arguments: Language.allCases)
    func `is never longer than 300 characters, and still ends with what to press`(language: Language) {
        let long = String(repeating: "長", count: 10_000)
        let text = SpokenText.message(
            Self.announcement(10_000), customer: long, incidents: [SpokenIncident(summary: long, since: Self.since)],
            language: language)
        #expect(text.count <= SpokenText.limit)
        #expect(text.hasSuffix(language == .japanese ? "2番を押してください。" : "press 2."))
    }

    @Test func `says what a runbook beside the calls has found, before what to press`() {
        func text(_ standing: Announcement.Standing, _ finding: String, _ summary: String = "db-1") -> String {
            SpokenText.message(
                Self.announcement(standing: standing), customer: "アクメ",
                incidents: [SpokenIncident(summary: summary, since: Self.since)], finding: finding, language: .japanese)
        }
        let found = "自動で確認した結果、停止しています。処置を行い、復旧を確認しました。"
        #expect(text(.firing, found).contains("「db-1」が発生しています。\(found)確認したかたは、1番を"))
        #expect(text(.recovered, found).contains("「db-1」は復旧しました。\(found)対応は不要です。"))
        #expect(!text(.acknowledged, found).contains(found) && !text(.cancelled, found).contains(found))
    }

    @Test(arguments: Language.allCases) func `it is the finding that is cut, never what to press`(language: Language) {
        for length in 1...120 {
            let text = SpokenText.message(
                Self.announcement(3), customer: "アクメ",
                incidents: [SpokenIncident(summary: String(repeating: "短", count: length), since: Self.since)],
                finding: String(repeating: "長", count: 1_000), language: language)
            #expect(text.count <= SpokenText.limit && text.contains("長長長"), "\(text)")
            #expect(text.hasSuffix(language == .japanese ? "2番を押してください。" : "press 2."), "\(text)")
        }
    }

    @Test(arguments: Language.allCases, ["", " ", "\u{0}\n<>", "🔥"])
    func `says that there is trouble and what to press, though the text is empty or cannot be spoken`(
        language: Language, text: String
    ) {
        let said = SpokenText.message(
            Self.announcement(), customer: "アクメ", incidents: [SpokenIncident(summary: text, since: Self.since)],
            language: language)
        #expect(said.count > 40)
        #expect(said.hasSuffix(language == .japanese ? "2番を押してください。" : "press 2."))
        #expect(!said.contains("「」") && !said.contains("  "), "\(said)")
    }

    @Test func `speaks no controls, no markup and no brackets of a text from outside`() {
        let text = SpokenText.message(
            Self.announcement(), customer: "ア\u{0}ク\u{202E}メ",
            incidents: [SpokenIncident(summary: "a」<speak>\n\r「b\"", since: Self.since)], language: .japanese)
        for scalar in text.unicodeScalars { #expect(!"<>\"\n\r\u{0}\u{202E}".unicodeScalars.contains(scalar)) }
        #expect(text.contains("「a speak b」"))
    }

    @Test(arguments: Outcome.allCases)
    func `says goodbye whatever the outcome`(outcome: Outcome) {
        #expect(SpokenText.goodbye(outcome, language: .japanese).hasSuffix("失礼いたします。"))
        #expect(SpokenText.goodbye(outcome, language: .english).hasSuffix("Goodbye."))
    }
}
