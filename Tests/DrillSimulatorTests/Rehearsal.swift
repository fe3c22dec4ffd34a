import CallTree
import DrillSimulator
import ServiceHours

/// A scenario for a test: three contacts on a Wednesday night, changed as the test needs it.
struct Rehearsal {
    var calls = CallPolicy()
    var contacts = ["sato", "suzuki", "tanaka"]
    /// Numbers by contact; who has none gets one of its own.
    var phones: [String: String] = [:]
    var rules = HoursRules()
    var start = "2026-08-19T22:00:00+09:00"
    var alerts: [(after: Span, key: String)] = [(.zero, "db-down")]
    var answers: [String: [Scenario.Answer]] = [:]
    var recoveries: [Scenario.Recovery] = []
    /// An alert fires again, or a body of several: given whole.
    var bodies: [Scenario.Body] = []
    var operatorActions: [Scenario.OperatorAction] = []
    var crashes: [Scenario.Crash] = []
    var lineChanges: [Scenario.LineChange] = []
    var expectation = Expectation()

    static let contractID = ContractID("acme")
    static let source = SourceID("prom")

    func at(_ span: Span) throws -> Instant {
        try Instant(rfc3339: start) + span
    }

    func contract() throws -> Contract {
        let people = try contacts.enumerated().map { index, id in
            Contact(id: ContactID(id), name: id, phone: try phone(phones[id] ?? "+8190000000\(10 + index)"))
        }
        let terms = CallTerms(
            id: Self.contractID, customer: "株式会社アクメ", contacts: people, calls: calls, mail: ["desk@acme.example.jp"])
        let calendar = ServiceCalendar(rules: rules, holidays: HolidayCalendar(announcedThrough: 2027))
        return Contract(terms: terms, calendar: calendar, designated: [Designation(source: Self.source)])
    }

    func scenario() throws -> Scenario {
        let begin = try Instant(rfc3339: start)
        let own = alerts.map { (at: begin + $0.after, alert: Self.alert($0.key)) }
        return Scenario(
            name: "rehearsal.yaml", title: "", contracts: [try contract()], start: begin,
            bodies: Scenario.Body.grouping(own, contract: Self.contractID) + bodies,
            answers: Dictionary(uniqueKeysWithValues: answers.map { (ContactID($0.key), $0.value) }),
            recoveries: recoveries, operatorActions: operatorActions, crashes: crashes, lineChanges: lineChanges,
            expectation: expectation)
    }

    func run(seed: UInt64 = 1) throws -> DrillResult {
        Drill.run(try scenario(), seed: seed)
    }

    static func alert(_ key: String, _ status: Alert.Status = .firing, severity: Severity = .critical) -> Alert {
        Alert(source: source, dedupKey: key, status: status, severity: severity, name: key, summary: "\(key) が発生")
    }

    private func phone(_ text: String) throws -> PhoneNumber {
        guard let phone = PhoneNumber(e164: text) else { throw NoNumber(text: text) }
        return phone
    }

    struct NoNumber: Error { let text: String }
}

extension DrillResult {
    var outcomes: [String] { attempts.map(\.outcome.rawValue) }
    var called: [String] { attempts.map(\.contact.text) }
    var ends: [String] { incidents.map { $0.end?.rawValue ?? "none" } }

    /// Seconds from the start of the scenario.
    func seconds(_ instant: Instant) -> Int { instant.since(scenario.start).seconds }
    var startSeconds: [Int] { attempts.map { seconds($0.startedAt) } }
    var endSeconds: [Int] { attempts.map { seconds($0.endedAt) } }
}
