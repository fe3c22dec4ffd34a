public import CallTree
public import ServiceHours

/// A night made from a seed: contracts that share telephones, alerts that come, go and come again, people who answer or
/// do not, operators and lines that fail.
///
///     let night = RandomNight(seed: 7)
///     let result = Drill.run(night.scenario, seed: 7, capacities: night.capacities)
public struct RandomNight: Sendable {
    public let scenario: Scenario
    public let capacities: [LineID: LineCapacity]

    /// - Parameter holidays: one calendar for many nights, because it is large.
    public init(seed: UInt64, holidays: HolidayCalendar) {
        var dice = Dice(seed: seed)
        let lines = dice.flip() ? [LineID("east")] : [LineID("east"), LineID("west")]
        // Chance of its own: with the other, every night of an older seed would be another one.
        var capDice = Dice(seed: seed ^ 0xCA11_5A0F)
        let contracts = (0..<dice.number(1, 3)).map {
            dice.contract($0, lines, holidays, callsPerDay: capDice.number(0, 2) == 0 ? capDice.number(1, 6) : 60)
        }
        let start = dice.start()
        var scenario = Scenario(name: "seed \(seed)", contracts: contracts, start: start)
        for contract in contracts {
            for contact in contract.terms.contacts { scenario.answers[contact.id] = dice.answers() }
            scenario.bodies += dice.bodies(for: contract.id, from: start)
        }
        let keys = scenario.bodies.flatMap(\.alerts).map(\.dedupKey)
        for _ in 0..<dice.number(0, 4) {
            scenario.recoveries.append(dice.recovery(of: dice.one(of: keys), from: start))
        }
        for _ in 0..<dice.number(0, 2) {
            scenario.operatorActions.append(
                Scenario.OperatorAction(
                    at: dice.instant(from: start), deed: dice.flip() ? .acknowledge : .cancel, name: "山田",
                    dedupKey: dice.one(of: keys)))
        }
        for _ in 0..<(dice.number(0, 3) == 0 ? 2 : 0) {
            let line = dice.one(of: lines)
            let down = dice.instant(from: start)
            scenario.lineChanges.append(.init(line: line, at: down, state: .down))
            scenario.lineChanges.append(.init(line: line, at: down + .seconds(dice.number(1, 1_500)), state: .up))
        }
        self.scenario = scenario
        var capacities: [LineID: LineCapacity] = [:]
        if !dice.flip() { for line in lines { capacities[line] = LineCapacity(slots: dice.number(1, 2)) } }
        if dice.number(0, 3) == 0 {
            for line in lines { capacities[line, default: LineCapacity()].pace = .seconds(dice.number(1, 7)) }
        }
        self.capacities = capacities
    }

    /// The same night with an engine that dies at places of its own, as many as `crashes`, among the first `events`.
    public func crashing(_ crashes: Int, among events: Int, seed: UInt64) -> Scenario {
        var dice = Dice(seed: seed ^ 0xC4A5_11ED)
        var scenario = scenario
        for _ in 0..<crashes { scenario.crashes.append(.afterEvent(dice.number(1, max(events, 1)))) }
        return scenario
    }
}

/// What chance decides of a night.
private struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func number(_ least: Int, _ most: Int) -> Int {
        least + Int(generator.next() % UInt64(most - least + 1))
    }

    mutating func flip() -> Bool { number(0, 1) == 1 }

    mutating func one<Element>(of list: [Element]) -> Element { list[number(0, list.count - 1)] }

    /// Near an opening or a closing as often as deep in the night: 2026-08-19 is a Wednesday.
    mutating func start() -> Instant {
        let day = CivilDate(year: 2026, month: 8, day: 19).map(\.startInJapan) ?? Instant(microseconds: 0)
        switch number(0, 3) {
        case 0: return day + .hours(17) + .seconds(number(-1_800, 600))
        case 1: return day + .hours(9) + .seconds(number(-1_500, 60))
        case 2: return day + .hours(22) + .seconds(number(0, 3_600))
        default: return day + .hours(72) + .seconds(number(0, 86_400))
        }
    }

    mutating func instant(from start: Instant) -> Instant { start + .seconds(number(0, 3_000)) }

    mutating func contract(_ index: Int, _ lines: [LineID], _ holidays: HolidayCalendar, callsPerDay: Int) -> Contract {
        var calls = CallPolicy()
        calls.rings = number(1, 10)
        calls.rounds = number(1, 3)
        calls.proof = one(of: CallPolicy.Proof.allCases)
        calls.onWindowClose = one(of: CallPolicy.OnWindowClose.allCases)
        calls.onRecovery = number(0, 3) == 0 ? .continue : .stop
        calls.outsideWindow = number(0, 3) == 0 ? .recordOnly : .callAtOpening
        calls.routes = flip() ? lines : lines.reversed()
        calls.escalationsPerHour = number(1, 6)
        calls.callsPerNumberAndDay = callsPerDay
        calls.holdOff = .seconds(number(30, 600))
        calls.gatherAfterExhaustion = .seconds(number(1, 300))
        calls.rerunWhenLineReturns = flip()
        let contacts = (0..<number(1, 3)).map { place in
            // Few numbers, so that contracts share them; a contact's own id, because answers are given by contact.
            Contact(
                id: ContactID("p\(index)\(place)"), name: "p\(index)\(place)",
                phone: phones[number(0, phones.count - 1)])
        }
        return Contract(
            terms: CallTerms(
                id: ContractID("c\(index)"), customer: "c\(index)", contacts: contacts, calls: calls,
                mail: ["desk@c\(index).example.jp"]),
            calendar: ServiceCalendar(rules: HoursRules(), holidays: holidays),
            designated: [Designation()])
    }

    private var phones: [PhoneNumber] {
        (1...4).compactMap { PhoneNumber(e164: "+81900000000\($0)") }
    }

    mutating func answers() -> [Scenario.Answer] {
        (0..<number(1, 4)).map { _ in
            if number(0, 2) > 0 { return .always(one(of: Scenario.Reaction.allCases)) }
            return .drawn([
                Scenario.Chance(reaction: one(of: Scenario.Reaction.allCases), weight: 0.5),
                Scenario.Chance(reaction: .noAnswer, weight: 1),
            ])
        }
    }

    /// A few troubles, each spoken of several times: firing, recovered and updates in any order.
    mutating func bodies(for contract: ContractID, from start: Instant) -> [Scenario.Body] {
        (0..<number(1, 5)).map { _ in
            let alerts = (0..<number(1, 3)).map { _ in
                let status: Alert.Status = number(0, 3) == 0 ? one(of: Alert.Status.allCases) : .firing
                return Alert(
                    source: SourceID("mon"), dedupKey: "\(contract)-\(number(1, 3))", status: status,
                    severity: one(of: Severity.allCases), summary: "trouble")
            }
            return Scenario.Body(at: instant(from: start), contract: contract, alerts: alerts)
        }
    }

    mutating func recovery(of key: String, from start: Instant) -> Scenario.Recovery {
        let moment: Scenario.Recovery.Moment =
            switch number(0, 2) {
            case 0: .at(instant(from: start))
            case 1: .beforeAttempt(number(1, 9))
            default: .duringAttempt(number(1, 9))
            }
        return Scenario.Recovery(dedupKey: key, moment: moment)
    }
}
