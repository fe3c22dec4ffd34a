import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

@Suite struct ManualCheckTests {
    @Test(
        arguments: [("はい", .normal), ("いいえ", .abnormal), ("不明", .unknown), ("たぶん", .unknown), (nil, .unknown)]
            as [(String?, Verdict)])
    func `an operator's answer is the verdict, and none is no health`(text: String?, verdict: Verdict) async throws {
        let check = try ManualCheck(
            ["question": .text("ログインできますか。"), "choices": .texts(["はい", "いいえ", "不明"])])
        var surroundings = TestSurroundings()
        surroundings.ask = { question in
            text.map { ManualAnswer(text: question.text.isEmpty ? "" : $0, by: "山田", at: VirtualTime.start) }
        }
        let seen = await check.look(try surroundings.made())
        #expect(seen.verdict == verdict)
        #expect(seen.reading("answer") == text && seen.detail("by") == (text == nil ? nil : "山田"))
    }

    @Test func `a question to which no answer is normal is refused`() {
        #expect(throws: StepRefusal.self) {
            try ManualCheck(["question": .text("ログインできますか。")], expect: ["normal": .texts(["できます"])])
        }
    }
}
