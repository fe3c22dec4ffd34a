import CallTree
import DrillSimulator
import EventJournal
import Foundation
import NightEngine
import ServiceHours
import Testing

/// `nightcall serve` as its users meet it: a process with a socket, a folder and a journal.
@Suite(.serialized) struct ServerTests {
    @Test func `an alert gets its 202, the tree is walked, and the report tells it`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        let status = await server.post(
            #"{"dedupKey":"disk","status":"firing","summary":"容量不足"}"#, to: "/alerts/acme/mon")
        #expect(status == 202)
        try server.follow(untilEnded: 1)
        let outcomes = try server.events().compactMap { recorded -> Outcome? in
            if case .attemptEnded(_, let outcome, _) = recorded.event { outcome } else { nil }
        }
        #expect(outcomes == [.noAnswer, .busy, .noAnswer, .acknowledged])

        let report = try NightCallProgram.run(
            "report", "show", "--site", server.folder.url.path, "1", environment: RunningServer.secrets)
        #expect(report.code == 0)
        #expect(report.text.contains("容量不足"))
        #expect(!report.text.contains("+819010000000"))
        let verified = try NightCallProgram.run(
            "journal", "verify", "--calls", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(verified.code == 0)
        #expect(verified.text.hasPrefix("whole: "))
        #expect(verified.output.last == "by the book: 4 dial requests")
        let exported = try NightCallProgram.run(
            "journal", "export", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(exported.output.count == (try server.events().count))
        #expect(!exported.text.contains("+8190"))
    }

    @Test func `a second process on the site exits 75 with one line`() throws {
        let server = try RunningServer(contracts: ["acme"])
        let second = try NightCallProgram.run(
            "serve", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(second.code == 75)
        #expect(second.errors.count == 1)
        #expect(second.errors.first?.contains("\(server.program.processID)") == true)
        #expect(second.output.isEmpty)
    }

    @Test func `SIGTERM ends the server in order, with calls under way, and the next one goes on with them`()
        async throws
    {
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [acknowledge]}", speed: 1)
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        let begun = DispatchTime.now()
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        #expect(DispatchTime.now().uptimeNanoseconds - begun.uptimeNanoseconds < 10_000_000_000)
        try server.killAndStartAgain()
        try server.follow(untilEnded: 1)
        let placed = try server.events().filter { if case .tryPlaced = $0.event { true } else { false } }
        #expect(placed.count == 1)
    }

    @Test func `an operator acknowledges over the server, by name`() async throws {
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [no-answer], b: [no-answer]}", speed: 1)
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        let done = try NightCallProgram.run(
            "incidents", "acknowledge", "1", "--url", server.address, "--token-env", "NIGHTCALL_TOKEN",
            environment: RunningServer.secrets)
        #expect(done.code == 0, "\(done.errors.joined(separator: "\n"))")
        let ends = try server.events().compactMap { recorded -> EndReason? in
            if case .incidentEnded(_, .acknowledged, let reason) = recorded.event { reason } else { nil }
        }
        #expect(ends == [.operatorAsked(name: "山田", reason: "")])
        let listed = try NightCallProgram.run(
            "incidents", "list", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(listed.code == 0)
        #expect(listed.text.contains("disk"))
        let asked = try NightCallProgram.run(
            "incidents", "list", "--url", server.address, environment: RunningServer.secrets)
        #expect(asked.code == 0)
        let rows = try [listed, asked].map { result in
            try #require(try JSONSerialization.jsonObject(with: Data(result.text.utf8)) as? [[String: Any]])
        }
        #expect(rows.map(\.count) == [1, 1])
        let keys = rows.map { $0.first.map { Set($0.keys) } ?? [] }
        #expect(keys[0] == keys[1] && keys[0].count == 16)
        for key in ["place", "escalation", "acknowledgedByOperator", "openedAt", "state", "end", "recoveredAt"] {
            #expect(rows[0].first?[key] as? NSObject == rows[1].first?[key] as? NSObject, "\(key)")
        }
    }

    @Test func `a reload takes the folder whole or not at all`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        try server.folder.write("contracts/acme.yaml", "id: acme\ncustomer: [\n")
        server.program.signal(SIGHUP)
        #expect(server.program.errors.first { $0.contains("not reloaded") } != nil)
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
    }

    @Test func `a server that starts five times in a minute takes alerts and calls nobody until the operator says so`()
        async throws
    {
        let server = try RunningServer(contracts: ["acme"], speed: 10)
        for _ in 1...4 { try server.killAndStartAgain(forgetsStarts: false) }
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        let events = try server.events()
        #expect(events.contains { $0.event == .alarmRaised(AlarmID(1), .restartingOften) })
        #expect(events.contains { if case .attemptWaits(_, .restartingOften) = $0.event { true } else { false } })
        #expect(!events.contains { if case .tryPlaced = $0.event { true } else { false } })
        #expect(await server.postAsOperator("/api/alarms/1/clear") == 200)
        try server.follow(untilEnded: 1)
    }

    @Test func `by a real clock ten rings end after 29 s, and the whole tree is walked before the mail is owed`()
        async throws
    {
        let speed = Soak.isOn ? 1 : 10
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [no-answer], b: [no-answer]}", speed: speed)
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
        var rang: [AttemptID: Instant] = [:]
        var lengths: [Span] = []
        for recorded in try server.events() {
            switch recorded.event {
            case .rang(let id): rang[id.attempt] = recorded.instant
            case .attemptEnded(let id, .noAnswer, rings: 10...):
                lengths.append(try #require(rang[id].map { recorded.instant.since($0) }))
            default: break
            }
        }
        #expect(lengths.count == 6)
        // A second is left to the machine, which is busy with other tests; at true speed the eleventh ring would begin then.
        #expect(lengths.allSatisfy { $0 >= .seconds(29) && $0 < .seconds(29 + speed) }, "\(lengths)")
        #expect(try server.events().contains { $0.event == .incidentEnded(IncidentID(1), .exhausted, .roundsMade) })
    }

    /// The kill comes at a random number of sentences after the alert was taken: before, within and after calls.
    @Test func `killed at fifty random moments, every alert that got its 202 is walked, and none twice`() async throws {
        let count = Soak.isOn ? 1_000 : 50
        let server = try RunningServer(contracts: (1...count).map { "c\($0)" }, speed: 50)
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        let follower = try RunningProgram(
            NightCallProgram.path, ["report", "follow", "--site", server.folder.url.path],
            environment: RunningServer.secrets)
        for number in 1...count {
            let body = #"{"dedupKey":"key-\#(number)","status":"firing","summary":"night \#(number)"}"#
            while await server.post(body, to: "/alerts/c\(number)/mon") != 202 {
                #expect(server.program.isRunning, "seed \(seed)")
            }
            for _ in 0..<Int(generator.nextFraction() * 14) { _ = follower.output.next(within: 5) }
            try server.killAndStartAgain()
        }
        for number in 1...count { try server.follow(untilEnded: number) }
        follower.kill()
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)

        let events = try server.events()
        var check = OutsideCheck()
        for event in events { check.take(event) }
        check.finish()
        #expect(check.violations.isEmpty, "seed \(seed): \(check.violations)")
        var opened: [String: Int] = [:]
        var turns: [AttemptID: (placed: Int, failed: Int)] = [:]
        var ends: [End] = []
        for recorded in events {
            switch recorded.event {
            case .incidentOpened(_, _, let alert, _): opened[alert.dedupKey, default: 0] += 1
            case .tryPlaced(let id, _, _): turns[id.attempt, default: (0, 0)].placed += 1
            // In fast time a busy machine may take longer than 32 s to let a telephone ring.
            case .tryFailed(let id, _): turns[id.attempt, default: (0, 0)].failed += 1
            case .incidentEnded(_, let end, _): ends.append(end)
            default: break
            }
        }
        #expect(opened.count == count && opened.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        #expect(ends == Array(repeating: .acknowledged, count: count), "seed \(seed)")
        #expect(turns.count == 4 * count, "seed \(seed)")
        #expect(turns.values.allSatisfy { $0.placed == $0.failed + 1 }, "seed \(seed): rung twice")
        let verified = try NightCallProgram.run(
            "journal", "verify", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(verified.code == 0, "\(verified.text)")
    }
}
