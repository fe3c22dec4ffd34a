import CallTree
import RunbookModel
import ServiceHours
import Testing

@testable import Reports

/// What a telephone tells of a run beside the calls, in each of its phases.
@Suite struct RunFindingTests {
    private typealias Night = RunReportTests.Night

    private func finding(_ night: Night) -> String { night.board.findings[7]?.japanese ?? "" }

    @Test func `from the first check to the proof, every phase says what was found and what was done`() throws {
        var night = Night()
        night.take(.runOrdered(try Night.order().asked(byIncident: 7)))
        #expect(finding(night) == "自動で確認しています。")
        night.checks(["page": .abnormal, "process": .abnormal])
        #expect(finding(night) == "自動で確認した結果、停止しています。再起動します。確認を続けています。")
        night.passes(.seconds(30))
        night.checks(["page": .abnormal, "process": .abnormal])
        night.stands()
        #expect(finding(night).hasSuffix("再起動します。処置を行っています。"))
        night.acted()
        #expect(finding(night).hasSuffix("処置を行い、復旧を確認しています。"))
        for _ in 1...2 {
            night.passes(.seconds(30))
            night.checks()
        }
        #expect(finding(night).hasSuffix("処置を行い、復旧を確認しました。"))
    }

    @Test func `never says recovered of what is not proven`() throws {
        var night = Night()
        night.untilActing(try Night.order().asked(byIncident: 7))
        night.acted()
        for _ in 1...30 {
            night.passes(.seconds(30))
            night.checks(["page": .abnormal])
            if night.board.runs[RunID(1)]?.isEnded == false { #expect(!finding(night).contains("復旧を確認しました")) }
        }
        #expect(finding(night).hasSuffix("処置を行いましたが、復旧していません。"))
    }

    @Test func `what a guard holds back is said to be held back`() throws {
        var night = Night()
        night.untilActing(try Night.order(consents: false).asked(byIncident: 7))
        #expect(finding(night).hasSuffix("処置は見合わせました。"))
    }

    @Test func `a run that a person has ordered is no incident's, and of several incidents the told one counts`() throws
    {
        var night = Night()
        night.take(.runOrdered(try Night.order()))
        #expect(night.board.findings.isEmpty)
        let findings = [7: Words("七", "seven"), 8: Words("八", "eight")]
        let asked = [IncidentID(6), IncidentID(7), IncidentID(8)]
        #expect(findings.told(of: asked, first: IncidentID(8), .japanese) == "八")
        #expect(findings.told(of: asked, first: IncidentID(6), .english) == "seven")
        #expect(findings.told(of: [IncidentID(1)], first: nil, .japanese).isEmpty)
    }
}
