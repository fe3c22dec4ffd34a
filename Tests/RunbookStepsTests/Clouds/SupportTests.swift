import JSONText
import RunbookModel
import Testing

@testable import RunbookSteps

/// Vendors that are told through their interfaces where the plan allows that, and in writing where it does not.
@Suite struct SupportTests {
    private static let ticket: [String: StepValue] = [
        "cloud": .text("azure"), "machine": .text(FakeARM.machine), "subject": .text("仮想マシンが応答しません"),
        "service": .text("/providers/Microsoft.Support/services/s"),
        "category": .text("/providers/Microsoft.Support/services/s/problemClassifications/c"),
        "contact": .pairs([
            StepValue.Pair(name: "firstName", value: "太郎"), StepValue.Pair(name: "lastName", value: "山田"),
            StepValue.Pair(name: "primaryEmailAddress", value: "desk@example.jp"),
        ]), "vendor": .text("azure"), "text": .text("調査をお願いします。"),
    ]
    private static let supportCase: [String: StepValue] = [
        "cloud": .text("aws"), "subject": .text("EC2インスタンスが応答しません"), "vendor": .text("aws"),
        "text": .text("調査をお願いします。"),
    ]

    @Test func `a ticket at Azure carries the step's own name, so that the same step is the same ticket`() async throws
    {
        let fake = try await FakeARM()
        try await fake.answer(
            "PUT", "supportTickets", status: 200,
            #"{"properties": {"supportTicketId": "2611280050000123", "status": "Open"}}"#)
        var around = try fake.surroundings()
        around.reference = "nightcall-run-7-2"
        let action = try AzureSupportTicketAction(Self.ticket)
        for _ in 1...2 {
            let opened = await action.act(around)
            #expect(
                opened.course == .done && opened.evidence.requestID == "2611280050000123", "\(opened.sentence.english)")
        }
        let told = try await fake.told()
        #expect(told.count("/supportTickets/nightcall-run-7-2") == 2)
        let body = try #require(told.body("/supportTickets/nightcall-run-7-2"))
        #expect(body.contains(#""severity":"critical""#) && body.contains(#""preferredSupportLanguage":"ja-JP""#))
        #expect(body.contains(FakeARM.machine) && body.contains("desk@example.jp"))
    }

    @Test func `where the plan has no tickets Azure is written to, once`() async throws {
        let fake = try await FakeARM()
        try await fake.answer(
            "PUT", "supportTickets", status: 403,
            #"{"error": {"code": "AuthorizationFailed", "message": "no support plan"}}"#)
        var around = try fake.surroundings()
        let sent = NoticesSent()
        around.notify = { await sent.take($0) }
        let written = try await AzureSupportTicketAction(Self.ticket).act(around)
        #expect(written.course == .done && written.sentence.english.contains("no support plan"))
        #expect(await sent.notices == [Notice(to: .vendor("azure"), text: "調査をお願いします。")])
        // Nobody knows whether that one was opened: it is not written to as well.
        try await fake.faults(
            #"[{"method": "PUT", "path": "supportTickets", "times": 1, "status": 500, "body": {"error": {"code": "InternalServerError", "message": "x"}}}]"#
        )
        let unclear = try await AzureSupportTicketAction(Self.ticket).act(around)
        #expect(unclear.course == .unclear)
        #expect(await sent.notices.count == 1)
    }

    @Test func `a case is opened with AWS Support where it answers for the whole world`() async throws {
        let moto = try await Moto()
        let key = try await moto.key(allowing: ["support:CreateCase"])
        try await moto.verify(true)
        let opened = try await AWSSupportCaseAction(Self.supportCase).act(moto.surroundings(key))
        #expect(
            opened.course == .done && opened.evidence.requestID?.hasPrefix("case-") == true,
            "\(opened.sentence.english)")
        try await moto.verify(false)
        let cases = try JSONDocument(Array(try await moto.cases().utf8)).value.object?["cases"]?.array ?? []
        let told = try #require(cases.first?.object)
        #expect(cases.count == 1 && told["subject"]?.string == "EC2インスタンスが応答しません" && told["language"]?.string == "ja")
        let letters = told["recentCommunications"]?.object?["communications"]?.array
        #expect(letters?.first?.object?["body"]?.string == "調査をお願いします。")
    }

    @Test func `without the right AWS is written to`() async throws {
        let moto = try await Moto()
        let key = try await moto.key(allowing: ["ec2:Describe*"])
        try await moto.verify(true)
        var around = try moto.surroundings(key)
        let sent = NoticesSent()
        around.notify = { await sent.take($0) }
        let written = try await AWSSupportCaseAction(Self.supportCase).act(around)
        #expect(written.course == .done, "\(written.sentence.english)")
        #expect(await sent.notices == [Notice(to: .vendor("aws"), text: "調査をお願いします。")])
    }
}
