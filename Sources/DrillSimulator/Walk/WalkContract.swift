import CallTree
import ServiceHours

extension WalkPlan {
    /// Wednesday 2026-11-25 08:00 Japan time: the window is open and closes at 9:00.
    static let morning = Instant(microseconds: 1_795_561_200_000_000)

    private static let holidays = HolidayCalendar(announcedThrough: 2027)

    /// A contract of a walk. Its calls ring once and its lines fail twice at most, so that little time passes; unless the
    /// plan sets them, there is no hold-off and the cap is out of reach, because both multiply the states.
    ///
    /// - Parameter phones: a number for each contact; contracts that name the same share it.
    static func contract(
        _ id: String, phones: [Int], rounds: Int, always: Bool = true, _ change: (inout CallPolicy) -> Void = { _ in }
    ) -> Contract {
        var calls = CallPolicy()
        calls.rings = 1
        calls.rounds = rounds
        calls.routes = [LineID("sim")]
        calls.escalationsPerHour = 1_000
        calls.callsPerNumberAndDay = 1_000
        calls.holdOff = .zero
        calls.lineFailureLimit = .seconds(8)
        change(&calls)
        let contacts = phones.enumerated().compactMap { place, number in
            PhoneNumber(e164: "+8190000000\(10 + number)").map {
                Contact(id: ContactID("\(id)-\(place + 1)"), name: "contact \(place + 1)", phone: $0)
            }
        }
        let terms = CallTerms(
            id: ContractID(id), customer: id, contacts: contacts, calls: calls, mail: ["desk@\(id).example"])
        let calendar = ServiceCalendar(rules: HoursRules(always: always), holidays: holidays)
        return Contract(terms: terms, calendar: calendar, designated: [Designation()])
    }
}
