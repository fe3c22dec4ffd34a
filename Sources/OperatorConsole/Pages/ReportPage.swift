internal import CallTree
internal import Reports
internal import ServiceHours

/// An incident's report as the server gives it: with the way back to the desk and to the other language.
struct ReportPage {
    let report: IncidentReport
    let language: Language

    var html: String {
        let page = report.html(language: language)
        // The report is a page that stands alone, also in a mail or on a disk, where these would lead nowhere.
        guard let place = page.firstRange(of: "<main>") else { return page }
        return page[..<place.upperBound] + ways + page[place.upperBound...]
    }

    private var ways: String {
        MarkupText.fragment { page in
            page.element("nav", ["class": "quiet"]) { page in
                page.element(
                    "a", ["href": "/" + language.query], text: language.says("← 監視席に戻る", "← Back to the desk"))
                page.write(" ")
                switch language {
                case .japanese: page.element("a", ["href": "/incidents/\(report.id)?lang=en"], text: "English")
                case .english: page.element("a", ["href": "/incidents/\(report.id)"], text: "日本語")
                }
            }
        }
    }
}
