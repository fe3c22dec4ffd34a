import CallTree
import Foundation
import ServiceHours
import Testing

/// A server that calls through the fake provider: what the tree does over a real protocol, and what becomes of it when the
/// provider breaks what it says.
struct TwilioTests {
    static let speed = 20

    @Test func `a tree is walked over the provider, with every outcome that it can tell`() async throws {
        let night = try await TwilioNight(
            """
            {"numbers": {
              "\(TwilioNight.a)": [{"answer": "no-answer"}, {"answer": "voicemail"}, {"answer": "rejected"}],
              "\(TwilioNight.b)": [{"answer": "busy"}, {"answer": "person", "press": ["2"]},
                             {"answer": "person", "press": [{"keys": "1", "gather": 2}]}]}}
            """)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        let outcomes = try night.outcomes()
        #expect(outcomes == [.noAnswer, .busy, .voicemail, .passed, .rejected, .acknowledged])
        let calls = try await night.fake.truth("idle=1&wait=60").calls
        #expect(calls.map(\.status) == ["canceled", "busy", "completed", "completed", "busy", "completed"])
        // Ten rings: the eleventh begins after 30 s. A second is left to the machine.
        #expect(try #require(calls[0].rang_seconds) >= 28.9)
        #expect(try #require(calls[0].rang_seconds) < 29 + Double(Self.speed))
        #expect(calls[5].spoken.count == 3)
        #expect(calls[5].spoken[0].text.contains("株式会社acme様"))
        #expect(calls[5].spoken[0].text.contains("「disk」が発生しています"))
        #expect(calls[5].spoken[0].text.count <= 300)
        #expect(calls[5].spoken[2].text.contains("確認を受け付けました"))
        #expect(calls.allSatisfy { $0.errors.isEmpty })
    }

    @Test func `a number that does not exist is used up at once, and fails no line`() async throws {
        let night = try await TwilioNight(
            #"{"numbers": {"\#(TwilioNight.a)": [{"answer": "failed", "sip": 404}], "\#(TwilioNight.b)": [{"answer": "person", "press": ["1"]}]}}"#
        )
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.unreachableNumber, .acknowledged])
    }

    @Test
    func `a lost answer, a failing server that placed the call and an answer without an id lead to one call each`()
        async throws
    {
        for fault in [
            #"{"on": "create", "kind": "lose", "times": 1}"#,
            #"{"on": "create", "kind": "cut", "bytes": 40, "times": 1}"#,
            #"{"on": "create", "kind": "status", "status": 500, "place": true, "times": 1}"#,
            #"{"on": "create", "kind": "body", "sid": "none", "times": 1}"#,
            #"{"on": "create", "kind": "body", "sid": "html", "times": 1}"#,
        ] {
            let night = try await TwilioNight(
                #"{"default": {"answer": "person", "press": ["1"]}}"#, faults: #"{"requests": [\#(fault)]}"#,
                settings: #"{"listing_lag_seconds": [0, 45]}"#)
            #expect(await night.alert() == 202)
            try night.server.follow(untilEnded: 1)
            let outcomes = try night.outcomes()
            #expect(outcomes == [.acknowledged], "\(fault)")
            #expect(try await night.fake.truth("idle=1&wait=60").calls.count == 1, "\(fault)")
        }
    }

    @Test func `a provider that refuses or is not reached fails the line, and the attempt is tried again`() async throws
    {
        let night = try await TwilioNight(
            #"{"default": {"answer": "person", "press": ["1"]}}"#,
            faults: """
                {"requests": [{"on": "create", "kind": "status", "status": 429, "place": false, "times": 1},
                              {"on": "create", "kind": "status", "status": 401, "place": false, "times": 1}]}
                """)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        let failed = try night.server.events().count { if case .tryFailed = $0.event { true } else { false } }
        #expect(failed == 2)
        #expect(try await night.fake.truth().calls.count == 1)
    }

    @Test(arguments: ["drop", "repeat", "reorder", "delay", "swap"])
    func `callbacks that are lost, repeated, late or out of order change no outcome`(_ kind: String) async throws {
        let extra = ["delay": #", "seconds": 6"#, "repeat": #", "copies": 2"#][kind] ?? ""
        let night = try await TwilioNight(
            """
            {"numbers": {"\(TwilioNight.a)": [{"answer": "no-answer"}],
                         "\(TwilioNight.b)": [{"answer": "person", "press": [{"keys": "1", "gather": 2}]}]}}
            """, faults: #"{"callbacks": [{"event": "status", "kind": "\#(kind)"\#(extra)}]}"#)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.noAnswer, .acknowledged])
        let truth = try await night.fake.truth("idle=1&wait=60")
        #expect(truth.calls.count == 2)
        // Found by asking every 3 s at the latest, and ended 29 s after that.
        #expect(try #require(truth.calls[0].rang_seconds) < 36 + Double(Self.speed))
    }

    @Test func `a forged callback is refused with 403, changes nothing and lights an alarm`() async throws {
        let night = try await TwilioNight(#"{"default": {"answer": "person", "ring": 20}}"#)
        #expect(await night.alert() == 202)
        _ = try await night.fake.truth("ringing=1&wait=60")
        let call = try #require(try await night.fake.truth().calls.first)
        for token in [#""wrong""#, "null"] {
            let (_, answer) = await night.fake.ask(
                "forge",
                """
                {"url": "\(TwilioSite.publicURL)/lines/twilio/calls/1.1.1/key", "token": \(token),
                 "params": {"CallSid": "\(call.sid)", "AccountSid": "\(FakeTwilio.account)", "Digits": "1"}}
                """)
            #expect(answer.contains("403"), "\(answer)")
        }
        let events = try night.server.events()
        #expect(!events.contains { if case .keyPressed = $0.event { true } else { false } })
        #expect(events.count { if case .alarmRaised(_, .callbackForged) = $0.event { true } else { false } } == 1)
    }

    @Test func `a signed callback for a call that nobody knows changes nothing`() async throws {
        let night = try await TwilioNight(#"{"default": {"answer": "person", "ring": 20}}"#)
        #expect(await night.alert() == 202)
        _ = try await night.fake.truth("ringing=1&wait=60")
        let before = try night.server.events().count
        for (subject, status) in [("status", "404"), ("machine", "404"), ("key", "200"), ("answer", "200")] {
            for call in ["9.1.1", "1.1.1"] {
                let (_, answer) = await night.fake.ask(
                    "forge",
                    """
                    {"url": "\(TwilioSite.publicURL)/lines/twilio/calls/\(call)/\(subject)",
                     "params": {"CallSid": "CA00000000000000000000000000000bad", "AccountSid": "\(FakeTwilio.account)",
                                "CallStatus": "completed", "AnsweredBy": "fax", "Digits": "1"}}
                    """)
                #expect(answer.contains(status), "\(subject) of \(call): \(answer)")
            }
        }
        let after = try night.server.events()
        #expect(!after.contains { if case .keyPressed = $0.event { true } else { false } })
        #expect(
            !after.dropFirst(before).contains {
                if case .attemptEnded(_, .acknowledged, _) = $0.event { true } else { false }
            })
    }

    @Test func `a provider that accepts everything and rings nobody fails the line, and the operator is told`()
        async throws
    {
        let night = try await TwilioNight(#"{"default": {"answer": "silent"}}"#, speed: 100)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        let events = try night.server.events()
        let begun = try #require(events.first).instant
        let told = try #require(
            events.first { if case .alarmRaised(_, .linesFailing) = $0.event { true } else { false } })
        #expect(told.instant.since(begun) < .minutes(3))
        #expect(try night.outcomes().allSatisfy { $0 == .lineFailure })
        #expect(try await night.fake.truth().calls.allSatisfy { $0.rang_seconds == nil || $0.rang_seconds == 0 })
    }

    @Test
    func `a server that was killed while the telephone rang, and while somebody listened, goes on with the same call`()
        async throws
    {
        for moment in ["ringing=1", "answered=1", "spoken=1"] {
            // Long enough to ring on until the next server is there.
            let ring = moment == "ringing=1" ? 25 : 12
            let night = try await TwilioNight(
                #"{"default": {"answer": "person", "ring": \#(ring), "press": [{"keys": "1", "gather": 2}]}}"#, speed: 5
            )
            #expect(await night.alert() == 202)
            _ = try await night.fake.truth(moment + "&wait=60")
            try night.server.killAndStartAgain()
            try await night.fake.route(to: night.server.address)
            try night.server.follow(untilEnded: 1)
            let truth = try await night.fake.truth("idle=1&wait=60")
            // Whoever listens while nobody serves what to say is hung up on by the provider, and called again.
            #expect(truth.calls.count <= (moment == "ringing=1" ? 1 : 2), "\(moment)")
            #expect(truth.numbers.values.allSatisfy { $0.overlaps.isEmpty }, "\(moment)")
            #expect(try night.outcomes().last == .acknowledged, "\(moment)")
        }
    }

    @Test func `no secret and no full number stands in anything that a run shows or writes out`() async throws {
        let night = try await TwilioNight(
            """
            {"numbers": {"\(TwilioNight.a)": [{"answer": "failed"}],
                         "\(TwilioNight.b)": [{"answer": "person", "press": ["1"]}]}}
            """,
            faults: #"{"requests": [{"on": "create", "kind": "status", "status": 401, "place": false, "times": 1}]}"#)
        #expect(await night.alert() == 202)
        #expect(await night.server.post("{", to: "/alerts/acme/mon") == 422)
        #expect(await night.server.post("{}", to: "/alerts/acme/mon", token: "guess") == 401)
        try night.server.follow(untilEnded: 1)
        let site = night.server.folder.url.path
        var shown: [String] = []
        for path in ["/", "/live", "/metrics", "/readyz", "/incidents/1", "/api/incidents", "/api/incidents/1"] {
            let (status, text) = await night.server.get(path)
            #expect(status == 200, "\(path)")
            shown.append(text)
        }
        for arguments in [
            ["journal", "export", "--site", site], ["report", "show", "1", "--site", site, "--format", "text"],
            ["report", "show", "1", "--site", site, "--format", "html"],
            ["report", "show", "1", "--site", site, "--format", "json"], ["report", "list", "--site", site],
            ["incidents", "show", "1", "--site", site], ["check", "--site", site],
        ] {
            let program = try RunningProgram(NightCallProgram.path, arguments, environment: TwilioSite.secrets)
            program.wait()
            shown += program.output.all() + program.errors.all()
        }
        night.server.program.signal(SIGTERM)
        night.server.program.wait()
        shown += night.server.program.output.all() + night.server.program.errors.all()
        let mails = FileManager.default.enumerator(atPath: site + "/var/outbox")
        while let name = mails?.nextObject() as? String {
            shown.append((try? String(contentsOfFile: site + "/var/outbox/" + name, encoding: .utf8)) ?? "")
        }
        let all = shown.joined(separator: "\n")
        #expect(all.contains("…0001"), "the numbers are shown masked somewhere")
        for secret in TwilioSite.secrets.values { #expect(!all.contains(secret)) }
        for number in [TwilioNight.a, TwilioNight.b] {
            let national = number.dropFirst(3)
            #expect(!all.contains(national), "\(number.suffix(4))")
        }
    }

    @Test func `calls leave at the pace of the line, the gravest first, and the provider holds none back`() async throws
    {
        let contracts = (1...8).map { "c\($0)" }
        let night = try await TwilioNight(
            #"{"default": {"answer": "person", "press": ["1"]}}"#, contracts: contracts, speed: 5)
        for (index, contract) in contracts.enumerated() {
            #expect(await night.alert(contract, severity: index == 7 ? "critical" : "warning") == 202)
        }
        for number in 1...8 { try night.server.follow(untilEnded: number) }
        let events = try night.server.events()
        let placed = events.compactMap { recorded -> Instant? in
            if case .tryPlaced = recorded.event { recorded.instant } else { nil }
        }
        #expect(placed.count == 8)
        #expect(zip(placed, placed.dropFirst()).allSatisfy { $1.since($0) >= .seconds(1) })
        // The critical one came last; the next call that leaves is its own, whoever had been waiting.
        var grave: EscalationID?
        var next: EscalationID?
        for recorded in events where next == nil {
            switch recorded.event {
            case .escalationStarted(let id, let terms, _, _) where terms.id.text == "c8": grave = id
            case .tryPlaced(let id, _, _) where grave != nil: next = id.escalation
            default: break
            }
        }
        #expect(next != nil && next == grave)
        // Asked for all at once, the eighth would have waited there for seven seconds.
        let calls = try await night.fake.truth("idle=1&wait=60").calls
        #expect(calls.allSatisfy { ($0.dialled ?? .infinity) - $0.created < 3 })
    }
}
