import CallTree
import Foundation
import Testing

/// Calls of which the provider's answer does not tell whether they exist.
struct DoubtedCallTests {
    /// The answer to the first call is lost. Callbacks carry the id of the try; the list shows a call after its lag only.
    @Test(arguments: [(30, false, 1), (120, true, 1), (120, false, 2)])
    func `a call whose answer was lost is found by its callbacks or in the list, and doubled only where neither tells`(
        lag: Int, hasCallbacks: Bool, calls: Int
    ) async throws {
        let night = try await TwilioNight(
            """
            {"numbers": {"\(TwilioNight.a)": [{"answer": "no-answer"}],
                         "\(TwilioNight.b)": [{"answer": "person", "press": ["1"]}]}}
            """,
            faults: """
                {"requests": [{"on": "create", "kind": "lose", "times": 1}],
                 "callbacks": [\(hasCallbacks ? "" : #"{"event": "status", "kind": "drop", "to": "\#(TwilioNight.a)"}"#)]}
                """, settings: #"{"listing_lag_seconds": \#(lag)}"#)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.noAnswer, .acknowledged])
        let truth = try await night.fake.truth("idle=1&wait=60")
        #expect(truth.calls.count { $0.to == TwilioNight.a } == calls)
        #expect(truth.calls.count { $0.to == TwilioNight.b } == 1)
    }

    @Test func `an answer with the id of the call before is not taken for this one's`() async throws {
        let night = try await TwilioNight(
            """
            {"numbers": {"\(TwilioNight.a)": [{"answer": "busy"}],
                         "\(TwilioNight.b)": [{"answer": "person", "press": ["1"]}]}}
            """, faults: #"{"requests": [{"on": "create", "kind": "body", "sid": "previous", "after": 1, "times": 1}]}"#
        )
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.busy, .acknowledged])
        #expect(try await night.fake.truth("idle=1&wait=60").calls.map(\.to) == [TwilioNight.a, TwilioNight.b])
    }

    /// 15 seconds by the real clock, whatever the speed: the limit is the transfer's.
    @Test(arguments: [#""kind": "hang""#, #""kind": "slow", "seconds": 1, "per_byte": 1"#])
    func `a provider that answers too slowly or never holds no call up, and its call is not placed twice`(
        fault: String
    ) async throws {
        let night = try await TwilioNight(
            #"{"default": {"answer": "person", "press": ["1"]}}"#,
            faults: #"{"requests": [{"on": "create", \#(fault), "times": 1}]}"#, speed: 5)
        #expect(await night.alert() == 202)
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        #expect(try await night.fake.truth("idle=1&wait=60").calls.count == 1)
    }
}
