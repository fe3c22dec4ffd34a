import CallTree
import ServiceHours
import SiteSettings

/// Calls of NightCall to itself: over one line, to a number that answers and presses 1.
///
/// A self-call is a call tree like any other, of a contract of its own that no source can reach: the alert, the journal, the
/// dial request, the ringing, the voice, the key and what the provider calls back take the very way that they take at night.
struct SelfCalls: Sendable {
    /// The lines that have a number for it, with their contracts.
    let contracts: [LineID: Contract]

    init(_ site: Site) {
        var contracts: [LineID: Contract] = [:]
        for line in site.lines {
            if let number = line.selfCall { contracts[line.id] = Self.contract(line, number, site.holidays) }
        }
        self.contracts = contracts
    }

    /// In the order of their names.
    var lines: [LineID] { contracts.keys.sorted { $0.text < $1.text } }

    func isSelfCall(_ contract: ContractID) -> Bool { contracts.values.contains { $0.id == contract } }

    static let source = SourceID("self-call")

    private static func contract(
        _ line: LineSettings, _ number: PhoneNumber, _ holidays: HolidayCalendar
    ) -> Contract {
        var calls = CallPolicy()
        calls.rounds = 1
        calls.routes = [line.id]
        // What is asked is whether the line works now. A test each minute must not be gathered, paused or capped.
        calls.lineFailureLimit = .zero
        calls.gatherAfterAcknowledgement = .zero
        calls.gatherAfterExhaustion = .zero
        calls.holdOff = .zero
        calls.escalationsPerHour = 1_000
        calls.callsPerNumberAndDay = 10_000
        calls.rerunWhenLineReturns = false
        let terms = CallTerms(
            id: line.selfCallContract, customer: "自己発信",
            contacts: [Contact(id: ContactID("self"), name: "自己発信", phone: number)], calls: calls)
        return Contract(
            terms: terms, calendar: ServiceCalendar(rules: HoursRules(always: true), holidays: holidays),
            designated: [Designation(source: source)])
    }
}
