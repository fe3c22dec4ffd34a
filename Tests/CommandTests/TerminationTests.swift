import CallTree
import Foundation
import Testing

/// SIGTERM in every phase of a call over a real protocol: the server ends in order, and the next one goes on with the same
/// call.
struct TerminationTests {
    enum Phase: String, CaseIterable, Sendable {
        case dialling, ringing, listening, acknowledged
    }

    @Test(arguments: Phase.allCases)
    func `ended in any phase of a call, the server ends within ten seconds and the next goes on with the call`(
        phase: Phase
    ) async throws {
        let fake = try FakeTwilio(speed: 1)
        let server = try RunningServer(contracts: ["acme"], fake: fake, speed: 1)
        try await fake.route(to: server.address)
        try await fake.tell(
            "behaviours",
            #"{"default": {"answer": "person", "ring_delay": 1, "ring": 3, "press": [{"keys": "1", "after": 2}]}}"#)
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        try await wait(for: phase, server, fake)
        let begun = ContinuousClock.now
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0, "\(phase)")
        #expect(ContinuousClock.now - begun < .seconds(10))
        try server.killAndStartAgain()
        try await fake.route(to: server.address)
        try server.follow(untilEnded: 1)
        let calls = try await fake.truth("idle=1&wait=60").calls
        #expect(calls.count == 1, "\(phase)")
        let outcomes = try server.events().compactMap {
            if case .attemptEnded(_, let outcome, _) = $0.event { outcome } else { nil }
        }
        #expect(outcomes == [.acknowledged], "\(phase)")
    }

    private func wait(for phase: Phase, _ server: RunningServer, _ fake: FakeTwilio) async throws {
        switch phase {
        case .dialling: _ = try await fake.truth("created=1&wait=20")
        case .ringing: _ = try await fake.truth("ringing=1&wait=20")
        case .listening: _ = try await fake.truth("spoken=1&wait=20")
        case .acknowledged:
            while try !server.events().contains(where: { if case .keyPressed = $0.event { true } else { false } }) {
                server.program.waitForEnd(atMostSeconds: 0.05)
            }
        }
    }

    /// At the moment at which the requests leave: some have, of some nobody can tell.
    @Test func `ended as its calls leave, the server ends in order and the next one places each call once`()
        async throws
    {
        let contracts = ["c1", "c2", "c3"]
        let night = try await TwilioNight(
            #"{"default": {"answer": "person", "press": ["1"]}}"#, contracts: contracts)
        for contract in contracts { #expect(await night.alert(contract) == 202) }
        night.server.program.signal(SIGTERM)
        #expect(night.server.program.wait() == 0)
        try night.server.killAndStartAgain()
        try await night.fake.route(to: night.server.address)
        for incident in 1...3 { try night.server.follow(untilEnded: incident) }
        #expect(try night.outcomes() == [.acknowledged, .acknowledged, .acknowledged])
        let called = try await night.fake.truth("idle=1&wait=60").calls.map(\.to)
        #expect(called.sorted() == (0..<3).map { TwilioSite.number($0, "a") })
    }

    @Test func `SIGHUP, SIGPIPE and a second SIGHUP in the midst of a call leave the call alone`() async throws {
        let server = try RunningServer(contracts: ["acme"], answers: "{a: [acknowledge]}", speed: 20)
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        for signal in [SIGHUP, SIGPIPE, SIGHUP] { server.program.signal(signal) }
        #expect(server.program.errors.next() == "reloaded: 1 contracts")
        try server.follow(untilEnded: 1)
        let events = try server.events()
        #expect(events.count { if case .tryPlaced = $0.event { true } else { false } } == 1)
        #expect(events.contains { if case .attemptEnded(_, .acknowledged, _) = $0.event { true } else { false } })
    }

    @Test func `SIGINT ends it in order, and SIGPIPE does nothing`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        server.program.signal(SIGPIPE)
        #expect(await server.get("/healthz").status == 200)
        server.program.signal(SIGINT)
        #expect(server.program.wait() == 0)
    }

    /// The pipe is filled to its 64 KiB (pipe(7)) before the server starts.
    @Test(arguments: ["exec sleep 15", "exec 0<&-"])
    func `a log that nobody reads, or whose reader has gone, holds up no call`(reader: String) async throws {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"], answers: "{a: [acknowledge]}")
        let program = try RunningProgram(
            "/bin/bash",
            [
                "-c",
                #"exec 2> >("# + reader + #"); head -c 65536 /dev/zero >&2; exec "$0" serve --site "$1" --speed 100"#,
                NightCallProgram.path,
                folder.url.path,
            ], environment: RunningServer.secrets)
        let line = try #require(program.output.next())
        let server = String(line.dropFirst("listening ".count))
        // A reload writes a line.
        program.signal(SIGHUP)
        let status = try await post(server)
        #expect(status == 202)
        let follower = try NightCallProgram.run(
            "report", "follow", "--site", folder.url.path, "--until-ended", "1", environment: RunningServer.secrets)
        #expect(follower.text.contains("acknowledged"))
        program.signal(SIGTERM)
        #expect(program.wait() == 0)
    }

    private func post(_ server: String) async throws -> Int {
        let body = #"{"dedupKey":"disk","status":"firing","summary":"x"}"#
        let sent = try RunningProgram(
            "/usr/bin/curl",
            [
                "-s", "-o", "/dev/null", "-w", "%{http_code}\n", "-H", "Authorization: Bearer source-secret", "-d",
                body,
                server + "/alerts/acme/mon",
            ])
        return sent.output.next().flatMap { Int($0) } ?? 0
    }
}
