import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// DESIGN "In a drill": a restart builds the board from the journal, and a crash changes nothing but waiting.
@Suite struct CrashTests {
    @Test(arguments: try Night.all)
    func `a crash after any event changes no attempt and no end`(night: Night) throws {
        let calm = try night.rehearsal.run()
        #expect(calm.events.count > 8)
        for place in 1...calm.events.count {
            var rehearsal = night.rehearsal
            rehearsal.crashes = [.afterEvent(place)]
            let crashed = try rehearsal.run()
            #expect(crashed.transcript.contains("立ち上がり直した"), "no crash after event \(place)")
            #expect(crashed.attempts == calm.attempts, "after event \(place)")
            #expect(crashed.incidents == calm.incidents, "after event \(place)")
        }
    }

    @Test(arguments: try Night.all)
    func `an engine that crashes after every event walks the same tree`(night: Night) throws {
        let calm = try night.rehearsal.run()
        var rehearsal = night.rehearsal
        rehearsal.crashes = (1...(2 * calm.events.count)).map { .afterEvent($0) }
        let crashed = try rehearsal.run()
        #expect(crashed.attempts == calm.attempts)
        #expect(crashed.incidents == calm.incidents)
    }

    @Test func `a crash at any second of a tree changes nothing`() throws {
        let rehearsal = Rehearsal(
            contacts: ["sato", "suzuki"], answers: ["suzuki": [.always(.voicemail), .always(.acknowledge)]])
        let calm = try rehearsal.run()
        for second in 0...120 {
            var crashing = rehearsal
            crashing.crashes = [.at(try rehearsal.at(.seconds(second)))]
            #expect(try crashing.run().attempts == calm.attempts, "at second \(second)")
        }
    }

    @Test func `what ended before a crash leaves the board after it all the same`() throws {
        // The last alert, hours later, makes the engine look at what may leave.
        var rehearsal = Rehearsal(
            alerts: [(.zero, "a"), (.hours(2), "b"), (.hours(4), "c")], answers: ["sato": [.always(.acknowledge)]])
        rehearsal.recoveries = [.init(dedupKey: "a", moment: .at(try rehearsal.at(.minutes(2))))]
        rehearsal.crashes = [.at(try rehearsal.at(.minutes(30)))]
        let forgotten = try rehearsal.run().events.compactMap { event -> String? in
            switch event.event {
            case .escalationForgotten(let id): "escalation \(id)"
            case .incidentForgotten(let id): "incident \(id)"
            default: nil
            }
        }
        #expect(forgotten.starts(with: ["escalation 1", "incident 1"]))
    }

    @Test func `a restart goes through contracts in the same order every time`() throws {
        // Twelve contracts whose incidents wait for the opening; after a crash all are started by one step.
        let base = try Rehearsal(start: "2026-08-19T15:00:00+09:00").scenario()
        var scenario = base
        scenario.contracts = try (0..<12).map { try contract("c\($0 + 10)", phone: "+8190000001\($0 + 10)") }
        scenario.bodies = scenario.contracts.map {
            .init(at: base.start, contract: $0.id, alerts: [Rehearsal.alert("a")])
        }
        scenario.crashes = [.at(base.start + .hours(2))]
        let started = Drill.run(scenario, seed: 1).events.compactMap { event -> String? in
            if case .escalationStarted(_, let terms, _, _) = event.event { terms.id.text } else { nil }
        }
        #expect(started == started.sorted())
        #expect(started.count == 12)
    }

    private func contract(_ id: String, phone: String) throws -> Contract {
        let contract = try Rehearsal(contacts: ["person-\(id)"], phones: ["person-\(id)": phone]).contract()
        let terms = CallTerms(
            id: ContractID(id), customer: id, contacts: contract.terms.contacts, calls: contract.terms.calls)
        return Contract(terms: terms, calendar: contract.calendar, designated: contract.designated)
    }
}

/// A night in which much happens.
struct Night: CustomTestStringConvertible {
    let testDescription: String
    let rehearsal: Rehearsal

    static var all: [Night] {
        get throws {
            [
                Night(
                    testDescription: "two rounds, then a key",
                    rehearsal: Rehearsal(
                        answers: [
                            "sato": [.always(.noAnswer), .always(.hangUp)],
                            "suzuki": [.always(.voicemail), .always(.acknowledge)], "tanaka": [.always(.answer)],
                        ])),
                try joining, try failing, try byDay, try flapping, try pausing,
            ]
        }
    }

    private static var joining: Night {
        get throws {
            var rehearsal = Rehearsal(
                alerts: [(.zero, "a"), (.zero, "b"), (.seconds(8), "c"), (.seconds(30), "d")],
                answers: ["sato": [.always(.acknowledge), .always(.busy)], "suzuki": [.always(.acknowledge)]])
            rehearsal.calls.proof = .randomDigit
            return Night(testDescription: "incidents join, are left over and gathered", rehearsal: rehearsal)
        }
    }

    private static var failing: Night {
        get throws {
            var rehearsal = Rehearsal(contacts: ["sato", "suzuki"], answers: ["sato": [.always(.acknowledge)]])
            rehearsal.calls.rounds = 1
            rehearsal.calls.routes = [LineID("one"), LineID("two")]
            rehearsal.lineChanges = try ["one", "two"].flatMap { line in
                [
                    Scenario.LineChange(line: LineID(line), at: try rehearsal.at(.zero), state: .down),
                    Scenario.LineChange(line: LineID(line), at: try rehearsal.at(.minutes(8)), state: .up),
                ]
            }
            return Night(testDescription: "lines fail and return", rehearsal: rehearsal)
        }
    }

    private static var byDay: Night {
        get throws {
            var rehearsal = Rehearsal(
                start: "2026-08-19T16:00:00+09:00", alerts: [(.zero, "a"), (.minutes(1), "b"), (.minutes(2), "c")],
                answers: ["tanaka": [.always(.pass), .always(.acknowledge)]])
            rehearsal.operatorActions = [
                .init(at: try rehearsal.at(.minutes(5)), deed: .cancel, name: "山田", dedupKey: "b")
            ]
            return Night(testDescription: "deferred to the opening", rehearsal: rehearsal)
        }
    }

    private static var flapping: Night {
        get throws {
            var rehearsal = Rehearsal(
                alerts: [(.zero, "a"), (.minutes(3), "a"), (.minutes(4), "b")],
                answers: ["suzuki": [.always(.noAnswer), .always(.acknowledge)]])
            rehearsal.recoveries = [.init(dedupKey: "a", moment: .at(try rehearsal.at(.seconds(70))))]
            return Night(testDescription: "recovers and fires again", rehearsal: rehearsal)
        }
    }

    private static var pausing: Night {
        get throws {
            Night(
                testDescription: "one number for two contacts",
                rehearsal: Rehearsal(
                    contacts: ["sato", "desk"], phones: ["sato": "+819012345678", "desk": "+819012345678"],
                    answers: ["desk": [.always(.busy), .always(.rejected), .always(.acknowledge)]]))
        }
    }
}
