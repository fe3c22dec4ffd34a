import Documents
import ServiceHours

@testable import SiteSettings

/// A site folder in memory. Without arguments it is a small site with nothing to complain of.
struct MemorySite {
    var files: [String: [UInt8]]
    var environment = ["TOKEN": "a-long-secret-token"]
    /// Files that others may read.
    var readableByAll: [String] = []

    static let plainSite = """
        operator: {alarm: {url: "https://pager.example.jp/"}}
        lines: [{id: sim, driver: simulated}]
        """

    static let plainContract = """
        id: acme
        customer: 株式会社アクメ
        contacts: [{id: sato, name: 佐藤, phone: "+819000000001"}]
        sources: [{id: prom, kind: alertmanager, token: "${env:TOKEN}"}]
        designated: [{source: prom}]
        """

    init(site: String = plainSite, contract: String = plainContract) {
        files = ["nightcall.yaml": Array(site.utf8), "contracts/acme.yaml": Array(contract.utf8)]
    }

    /// Built once: every calendar is the same here.
    private static let holidays = HolidayCalendar(announcedThrough: 2027)

    func read(_ purpose: SiteReader.Purpose = .serve) -> SiteReader.Reading {
        SiteReader(
            folder: "site", environment: environment, files: door, sourceKinds: ["alertmanager", "json"],
            holidays: Self.holidays, purpose: purpose
        ).read()
    }

    /// Every problem as it is printed.
    func problems(_ purpose: SiteReader.Purpose = .serve) -> [String] {
        switch read(purpose) {
        case .unreadable(let reason): [reason]
        case .refused(let problems), .site(_, let problems): problems.map(\.description)
        }
    }

    func site(_ purpose: SiteReader.Purpose = .serve) -> Site? {
        switch read(purpose) {
        case .unreadable, .refused: nil
        case .site(let site, _): site
        }
    }

    /// A scenario with nothing to complain of, beside the site's contract.
    static let plainScenario = """
        contract: contracts/acme.yaml
        start: 2026-11-20T18:00:00+09:00
        alerts: [{at: +0s, dedupKey: web-1}]
        """

    static func scenario(_ text: String) -> ScenarioReader.Reading {
        scenario(Array(text.utf8))
    }

    static func scenario(_ bytes: [UInt8]) -> ScenarioReader.Reading {
        var site = MemorySite()
        site.files["drill.yaml"] = bytes
        site.files["broken.yaml"] = Array("id: acme".utf8)
        return ScenarioReader(files: site.door, holidays: holidays).read("site/drill.yaml")
    }

    static func scenarioProblems(_ text: String) -> [String] {
        switch scenario(text) {
        case .unreadable(let reason): [reason]
        case .refused(let problems), .scenario(_, let problems): problems.map(\.description)
        }
    }

    private var door: SiteFiles {
        let files = files
        let readableByAll = readableByAll
        return SiteFiles(
            read: { path, limit in
                guard let bytes = files[Self.inner(path)] else { throw Missing() }
                return Array(bytes.prefix(limit + 1))
            },
            names: { folder in
                let prefix = folder == "site" ? "" : Self.inner(folder) + "/"
                let names = Set(
                    files.keys.filter { $0.hasPrefix(prefix) }.compactMap {
                        $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
                    })
                if names.isEmpty { throw Missing() }
                return names.sorted()
            },
            isReadableByAll: { path in readableByAll.contains(Self.inner(path)) })
    }

    private static func inner(_ path: String) -> String {
        path.hasPrefix("site/") ? String(path.dropFirst(5)) : path
    }

    private struct Missing: Error {}
}
