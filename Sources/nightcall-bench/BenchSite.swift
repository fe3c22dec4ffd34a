import CallTree
import NightEngine
import ServiceHours

/// The contracts and alerts that all measurements use.
enum BenchSite {
    static let source = SourceID("prom")
    static let line = LineID("line")
    /// Tuesday 2026-12-29 17:00 in Japan: the window opens and closes again on 2027-01-05 at 9:00.
    static let opening = Instant(microseconds: 1_798_531_200_000_000)
    /// Before the year is built into anything, so that the clock is always believed.
    static let builtAt = Instant(microseconds: 0)

    /// Contracts `contract-000000` and so on, each with three contacts of its own.
    static func contracts(_ count: Int, policy: CallPolicy = CallPolicy()) throws -> [Contract] {
        let calendar = ServiceCalendar(rules: HoursRules(), holidays: HolidayCalendar(announcedThrough: 2027))
        var calls = policy
        calls.routes = [line]
        calls.escalationsPerHour = 1_000
        calls.callsPerNumberAndDay = 1_000_000
        let designated = [Designation(source: source, severity: try TextPattern("critical"))]
        return try (0..<count).map { index in
            let contacts = try (0..<3).map { place in
                let digits = String(3 * index + place)
                guard let phone = PhoneNumber(e164: "+8190" + String(repeating: "0", count: 8 - digits.count) + digits)
                else { throw BenchError("\(count) contracts are more than there are numbers") }
                return Contact(id: ContactID("contact-\(place + 1)"), name: "担当\(place + 1)", phone: phone)
            }
            let id = name(index)
            let terms = CallTerms(
                id: id, customer: "株式会社\(index)", contacts: contacts, calls: calls, mail: ["desk@example.jp"])
            return Contract(terms: terms, calendar: calendar, designated: designated)
        }
    }

    static func name(_ index: Int) -> ContractID {
        let digits = String(index)
        return ContractID("contract-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
    }

    /// A designated alert of some 300 bytes, key and labels included.
    static func alert(_ key: String) -> Alert {
        Alert(
            source: source, dedupKey: key, status: .firing, severity: .critical, severityRaw: "critical",
            name: "HostDown", summary: "\(key) does not answer: no scrape has succeeded for five minutes",
            labels: [
                Label(name: "alertname", value: "HostDown"), Label(name: "severity", value: "critical"),
                Label(name: "instance", value: "web-17.acme.example.jp:9100"), Label(name: "job", value: "web-nodes"),
                Label(name: "region", value: "asia-northeast1"), Label(name: "key", value: key),
            ])
    }
}

/// Why a measurement could not be made.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
