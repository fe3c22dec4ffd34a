import RunbookModel
import ServiceHours
import Testing

@testable import Reports

/// A runbook as a procedure for people.
@Suite struct ProcedureTests {
    private func procedure(_ language: Language) throws -> Procedure {
        Procedure(
            try RunReportTests.Night.order().runbook, catalogue: RunReportTests.Night.catalogue, language: language)
    }

    @Test func `a procedure tells what to look at, how to decide, what to do and how to prove it`() throws {
        let text = try procedure(.japanese).text
        for word in [
            "手順書：サービスの一次復旧", "■ 確認", "1. 当社側", "■ 判断", "「ページが表示される」が異常", "停止しています。再起動します。", "■ 対応「再起動」",
            "[10](19)", "2回続けて", "■ 処置後の再確認", "続けて2回すべて正常なら復旧",
        ] {
            #expect(text.contains(word), "\(word) is not in:\n\(text)")
        }
        #expect(try procedure(.english).text.contains("Before anything is changed"))
    }

    @Test func `a page stands alone, and holds the same`() throws {
        let page = try procedure(.japanese).html
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("処置後の再確認") && !page.contains("http://"))
    }
}
