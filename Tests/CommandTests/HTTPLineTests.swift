import CallTree
import Foundation
import NightEngine
import ServiceHours
import Testing

/// Calls over a provider that the site itself describes, by a running server at ten times the speed.
@Suite(.serialized) struct HTTPLineTests {
    private static let answers = #"{"ring": 0.1, "answer": 0.4, "keys": "1", "after": 0.5}"#

    private func server(_ folder: ScratchFolder, token: String = "right-token", speed: Int = 10) throws
        -> RunningServer
    {
        try RunningServer(serving: folder, speed: speed, environment: ["VOICE_TOKEN": token])
    }

    private func fire(_ server: RunningServer) async {
        let body = #"{"dedupKey":"disk","status":"firing","summary":"ディスクの空きが \"5%\" を下回りました"}"#
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
    }

    private func outcomes(_ server: RunningServer) throws -> [Outcome] {
        try server.events().compactMap { recorded in
            if case .attemptEnded(_, let outcome, _) = recorded.event { outcome } else { nil }
        }
    }

    @Test
    func `it is placed, rings, speaks after the answer, explains a wrong key, thanks for the 1 and is ended`()
        async throws
    {
        let provider = try VoiceProvider(#"{"default": {"ring": 0.1, "answer": 0.4, "keys": "91", "after": 0.5}}"#)
        let folder = try ScratchFolder()
        try provider.writeSite(folder)
        let server = try server(folder)
        await fire(server)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.acknowledged])
        let told = provider.all()
        #expect(told.compactMap(\.placed) == ["+819010000000"])
        #expect(told.compactMap(\.reference) == ["1.1.1"])
        let said = told.compactMap(\.said)
        #expect(said.first?.contains("ディスクの空きが 5% を下回りました") == true, "\(said)")
        #expect(said.dropFirst().first?.hasPrefix("その番号は使われていません。") == true, "\(said)")
        #expect(said.last == "確認を受け付けました。ありがとうございました。失礼いたします。")
        #expect(told.contains { $0.stopped != nil })
    }

    @Test func `words may go out with the request itself, twice`() async throws {
        let provider = try VoiceProvider(#"{"default": \#(Self.answers)}"#)
        let folder = try ScratchFolder()
        try provider.writeSite(folder, say: false)
        let server = try server(folder)
        await fire(server)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.acknowledged])
        let text = try #require(provider.all().compactMap(\.text).first)
        #expect(text.components(separatedBy: "ディスクの空きが 5% を下回りました").count == 3, "\(text)")
    }

    @Test(arguments: [
        (#"{"ring": 0.1, "over": 0.2, "as": "busy"}"#, Outcome.busy),
        (#"{"ring": 0.1, "over": 0.2, "as": "declined"}"#, .rejected),
        (#"{"status": 422}"#, .unreachableNumber), (#"{"ring": 0.1, "over": 0.3}"#, .noAnswer),
        (#"{"ring": 0.1, "answer": 0.3, "over": 0.8}"#, .hungUp),
        (#"{"ring": 0.1, "answer": 0.3, "keys": "2", "after": 0.3}"#, .passed),
    ])
    func `what the provider says of a call becomes its outcome`(plan: String, outcome: Outcome) async throws {
        let provider = try VoiceProvider(#"{"819010000000": \#(plan), "default": \#(Self.answers)}"#)
        let folder = try ScratchFolder()
        try provider.writeSite(folder)
        let server = try server(folder)
        await fire(server)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [outcome, .acknowledged])
    }

    @Test func `who does not answer is rung for 29 seconds by our clock, and the provider is told to stop`()
        async throws
    {
        let provider = try VoiceProvider(#"{"819010000000": {"ring": 0.1}, "default": \#(Self.answers)}"#)
        let folder = try ScratchFolder()
        try provider.writeSite(folder)
        let server = try server(folder)
        await fire(server)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.noAnswer, .acknowledged])
        let events = try server.events()
        let rang = try #require(events.first { if case .rang = $0.event { true } else { false } })
        let asked = try #require(events.first { if case .hangUpAsked = $0.event { true } else { false } })
        #expect((29...31).contains(asked.instant.since(rang.instant).seconds))
        #expect(provider.all().contains { $0.stopped == "call/1" })
    }

    @Test(arguments: [(true, false), (false, true)])
    func `when the answer to the request is lost, the call is found, and placed once`(find: Bool, idempotent: Bool)
        async throws
    {
        let plan = #"{"ring": 0.1, "answer": 2.5, "keys": "1", "after": 0.5, "lose": true}"#
        let provider = try VoiceProvider(#"{"default": \#(plan)}"#)
        let folder = try ScratchFolder()
        try provider.writeSite(folder, find: find, idempotent: idempotent)
        let server = try server(folder)
        await fire(server)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.acknowledged])
        #expect(provider.all().count { $0.new == true } == 1)
    }

    @Test func `killed while the telephone rings, the next server goes on with the same call`() async throws {
        let plan = #"{"ring": 0.1, "answer": 2.5, "keys": "1", "after": 0.5}"#
        let provider = try VoiceProvider(#"{"default": \#(plan)}"#)
        let folder = try ScratchFolder()
        try provider.writeSite(folder, find: true)
        // The start of a server takes a second or two: no more than the telephone rings.
        let server = try server(folder, speed: 2)
        await fire(server)
        await provider.first { $0.placed != nil }
        try server.killAndStartAgain()
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.acknowledged])
        #expect(provider.all().count { $0.new == true } == 1)
    }

    @Test func `a token that is not taken is told by check, and fails the line`() async throws {
        let provider = try VoiceProvider("{}")
        let folder = try ScratchFolder()
        try provider.writeSite(folder)
        for (token, code) in [("right-token", 0), ("wrong-token", 1)] {
            let result = try NightCallProgram.run(
                "check", "--lines", "--site", folder.url.path,
                environment: RunningServer.secrets.merging(["VOICE_TOKEN": token]) { $1 })
            #expect(Int(result.code) == code)
            let line = result.output.first { $0.hasPrefix("line ") }
            #expect(line?.contains(code == 0 ? "accepted" : "refused: the provider answers with status 401") == true)
        }
        let server = try server(folder, token: "wrong-token")
        await fire(server)
        try server.follow(untilEnded: 1)
        #expect(try outcomes(server) == [.lineFailure, .lineFailure])
    }
}
