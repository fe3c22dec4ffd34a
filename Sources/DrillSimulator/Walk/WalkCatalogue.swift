import CallTree
import ServiceHours

/// The small sites that are walked: every choice of the call tree, and every number of contacts, rounds and troubles.
extension WalkPlan {
    /// Those of `make test`: a few minutes in a debug build on two cores.
    public static var all: [WalkPlan] {
        [
            one(
                "everything at once, smallest", kinds: [.operators, .rareReports, .contradictions, .forgetting, .lines]
            ) {
                $0.holdOff = .minutes(5)
            },
            one("proof answer", kinds: [.rareReports]) { $0.proof = .answer },
            one("proof random-digit", kinds: [.rareReports]) { $0.proof = .randomDigit },
            one("three contacts, three rounds", contacts: 3, rounds: 3, kinds: []),
            one("two contacts, two troubles", contacts: 2, troubles: 2, kinds: []),
            one("three troubles", troubles: 3, kinds: []),
            one("reopening", troubles: 2, kinds: []) { $0.holdOff = .minutes(5) },
            one("reopening between two rounds", contacts: 2, rounds: 2, kinds: [.forgetting]) {
                $0.holdOff = .minutes(5)
            },
            one("onRecovery continue", troubles: 2, kinds: [.forgetting]) { $0.onRecovery = .continue },
            closing(.stop), closing(.finishRound), closing(.finishTree),
            one("outsideWindow record-only", troubles: 2, always: false, kinds: [.window]) {
                $0.outsideWindow = .recordOnly
            },
            one("a line that fails for long", kinds: [.lines]) { $0.lineFailureLimit = .minutes(3) },
            one("two lines that fail", kinds: []) { $0.routes = [LineID("first"), LineID("second")] },
            one("clock distrusted", contacts: 2, always: false, kinds: [.clock, .window]),
            one("clock steps", troubles: 2, always: false, kinds: [.steps, .window]),
            one("cap of two", troubles: 2, kinds: [.forgetting]) { $0.escalationsPerHour = 2 },
            one("one call to a number a day", contacts: 2, troubles: 2, kinds: [.forgetting]) {
                $0.callsPerNumberAndDay = 1
            },
            one("a crash", troubles: 2, kinds: [.crash]),
            shared("two contracts, one number, one slot", rounds: 1, slots: 1, kinds: []),
        ]
    }

    /// Those of `make soak`, beside the others.
    public static var soak: [WalkPlan] {
        let everything: Kinds = [
            .operators, .rareReports, .contradictions, .forgetting, .lines, .window, .crash, .clock, .steps,
        ]
        return (1...3).flatMap { contacts in
            (1...3).flatMap { rounds in
                (1...2).map { troubles in
                    one(
                        "\(contacts) contacts, \(rounds) rounds, \(troubles) troubles", contacts: contacts,
                        rounds: rounds, troubles: troubles, kinds: [.operators, .forgetting])
                }
            }
        } + [
            one("two lines that fail, go down and come back", kinds: [.lines]) {
                $0.routes = [LineID("first"), LineID("second")]
            },
            one("three troubles, two contacts, two rounds", contacts: 2, rounds: 2, troubles: 3, kinds: [.operators]),
            one("everything that may happen", always: false, kinds: everything),
            shared("two contracts, one number, two rounds, a crash", rounds: 2, slots: 2, kinds: [.crash]),
            shared("two contracts, three troubles", rounds: 1, troubles: 2, slots: 1, kinds: []),
        ]
    }

    private static func closing(_ choice: CallPolicy.OnWindowClose) -> WalkPlan {
        one("onWindowClose \(choice.rawValue)", contacts: 2, rounds: 2, always: false, kinds: [.window]) {
            $0.onWindowClose = choice
        }
    }

    /// Two contracts whose only contact is one and the same person, over one line.
    private static func shared(
        _ name: String, rounds: Int, troubles: Int = 1, slots: Int, kinds: Kinds
    ) -> WalkPlan {
        let first = contract("acme", phones: [1], rounds: rounds)
        let second = contract("beta", phones: [1], rounds: rounds)
        let ofFirst = (1...troubles).map { Trouble(first.id, "trouble-\($0)") }
        return WalkPlan(
            name: name, contracts: [first, second], capacities: [LineID("sim"): LineCapacity(slots: slots)],
            start: morning,
            troubles: ofFirst + [Trouble(second.id, "trouble")], kinds: kinds)
    }

    /// One contract, every contact with a number of their own.
    static func one(
        _ name: String, contacts: Int = 1, rounds: Int = 1, troubles: Int = 1, always: Bool = true, kinds: Kinds,
        stateLimit: Int = 2_000_000, _ change: (inout CallPolicy) -> Void = { _ in }
    ) -> WalkPlan {
        let contract = contract("acme", phones: Array(1...contacts), rounds: rounds, always: always, change)
        return WalkPlan(
            name: name, contracts: [contract], start: morning,
            troubles: (1...troubles).map { Trouble(contract.id, "trouble-\($0)") }, kinds: kinds,
            stateLimit: stateLimit)
    }
}
