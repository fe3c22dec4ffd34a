import CallTree
import DrillSimulator
import Foundation
import NightEngine
import ServiceHours
import Testing

/// Shown by force that nothing is lost: the server is killed while it calls over the fake provider, and the provider's own
/// list says who was rung.
struct TwilioKillTests {
    /// Where the kernel ends the server: as it enters the n-th of these calls, counted from its start. `strace` does it, so
    /// that no hook for it is in the product.
    private enum Moment: CaseIterable {
        /// A sync of the journal: before anything that follows from it is done.
        case sync
        /// A request to the provider, not yet sent.
        case request
        /// An answer of the provider, not yet read: the request has arrived.
        case answer
        /// Anywhere.
        case anywhere

        /// How many of them one tree makes, about.
        var usual: Int {
            switch self {
            case .sync: 10
            case .request, .answer: 4
            case .anywhere: 0
            }
        }

        func tracer(_ count: Int) -> String {
            switch self {
            case .sync: "strace -f -qq -o /dev/null -e trace=fdatasync -e inject=fdatasync:signal=KILL:when=\(count)"
            case .request: "strace -f -qq -o /dev/null -e trace=sendto -e inject=sendto:signal=KILL:when=\(count)"
            case .answer: "strace -f -qq -o /dev/null -e trace=recvfrom -e inject=recvfrom:signal=KILL:when=\(count)"
            case .anywhere: ""
            }
        }
    }

    @Test func `killed at every kind of moment, no alert is lost, no turn is lost and no call is doubled`() async throws
    {
        let count = ProcessInfo.processInfo.environment["NIGHTCALL_KILLS"].flatMap { Int($0) } ?? 200
        // At true speed, because the provider dates its calls by the real clock, and by those dates they are found again.
        let speed = 1
        let seed = UInt64.random(in: 0...UInt64.max)
        var chance = SeededGenerator(seed: seed)
        func number(_ least: Int, _ most: Int) -> Int { least + Int(chance.next() % UInt64(most - least + 1)) }

        let fake = try FakeTwilio(speed: speed, seed: seed % 1_000_000)
        let server = try RunningServer(
            contracts: (0..<count).map { "c\($0)" }, fake: fake, speed: speed, line: "callsPerSecond: 30")
        try await fake.tell("settings", #"{"calls_per_second": null, "listing_lag_seconds": [0, 45]}"#)
        let numbers = (0..<count).map { #""\#(TwilioSite.number($0, "a"))": [{"answer": "busy"}]"# }
        try await fake.tell(
            "behaviours",
            """
            {"numbers": {\(numbers.joined(separator: ","))},
             "default": {"answer": "person", "ring": 3, "press": [{"keys": "1", "after": 1}]}}
            """)

        var kills = 0
        for contract in 0..<count {
            let moment = Moment.allCases[contract % Moment.allCases.count]
            try? server.killAndStartAgain(tracer: moment.tracer(number(1, max(1, moment.usual))))
            try? await fake.route(to: server.address)
            let body = #"{"dedupKey":"key-\#(contract)","status":"firing","summary":"night \#(contract)"}"#
            var isTaken = await server.post(body, to: "/alerts/c\(contract)/mon") == 202
            if moment == .anywhere {
                server.program.kill(afterMilliseconds: number(0, 600))
            } else if isTaken {
                // It dies of what the alert leads to, or has nothing more to do.
                server.program.waitForEnd(atMostSeconds: 1)
            }
            if !server.program.isRunning { kills += 1 }
            while !isTaken {
                if !server.program.isRunning { try? server.killAndStartAgain() }
                isTaken = await server.post(body, to: "/alerts/c\(contract)/mon") == 202
            }
        }
        // The others are killed at the next start.
        #expect(kills > count / 4, "seed \(seed): only \(kills) of \(count) were killed at their moment")
        try server.killAndStartAgain()
        try await fake.route(to: server.address)
        for incident in 1...count { try server.follow(untilEnded: incident) }
        let truth = try await fake.truth("idle=1&wait=120")
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)

        let events = try server.events()
        var check = OutsideCheck()
        for event in events { check.take(event) }
        check.finish()
        #expect(check.violations.isEmpty, "seed \(seed): \(check.violations)")
        var opened: Set<String> = []
        var ends: [End] = []
        /// How often each contact's turn came: after a call that broke off, because its server was gone, it comes again.
        var turns: [String: Int] = [:]
        var contracts: [EscalationID: Int] = [:]
        for recorded in events {
            switch recorded.event {
            case .incidentOpened(_, _, let alert, _): opened.insert(alert.dedupKey)
            case .incidentEnded(_, let end, _): ends.append(end)
            case .escalationStarted(let id, let terms, _, _): contracts[id] = Int(terms.id.text.dropFirst())
            case .attemptEnded(let id, _, _):
                let contact = id.number.isMultiple(of: 2) ? "b" : "a"
                turns[TwilioSite.number(contracts[id.escalation] ?? 0, contact), default: 0] += 1
            default: break
            }
        }
        #expect(opened.count == count, "seed \(seed): an alert is lost")
        // Whoever was cut off while listening is called again, in three rounds at most.
        #expect(ends.count == count && ends.allSatisfy { $0 == .acknowledged || $0 == .exhausted }, "seed \(seed)")
        var rung: [String: Int] = [:]
        for call in truth.calls { rung[call.to, default: 0] += 1 }
        var doubled = 0
        for contract in 0..<count {
            for contact in ["a", "b"] {
                let number = TwilioSite.number(contract, contact)
                let calls = rung[number] ?? 0
                let wanted = turns[number] ?? 0
                #expect(calls >= wanted && wanted >= 1, "seed \(seed): c\(contract) \(contact): a turn is lost")
                doubled += max(0, calls - wanted)
            }
        }
        #expect(doubled == 0, "seed \(seed): \(doubled) calls were doubled")
        #expect(
            truth.numbers.values.allSatisfy { $0.overlaps.isEmpty }, "seed \(seed): two calls at once to one number")
        let all = turns.values.reduce(0, +)
        let lost = count - opened.count
        let calls = "\(truth.calls.count) calls for \(all) turns"
        // Whoever outlived its moment was killed before the next start.
        print(
            "killed \(count) times, \(kills) at their moment: \(calls), \(doubled) doubled, \(lost) lost, seed \(seed)")
    }
}
