import CallTree
import Foundation
import Testing

/// A key that is pressed while the journal cannot be written.
struct HeldKeyTests {
    @Test func `a key pressed while the journal is held is confirmed when it is written, and not before`() async throws
    {
        let night = try await TwilioNight(
            #"{"default": {"answer": "person", "ring_delay": 0.2, "ring": 1}}"#,
            settings: #"{"speech_seconds_per_character": 0.3}"#, speed: 1)
        #expect(await night.alert() == 202)
        let call = try #require(try await night.fake.truth("spoken=1&wait=60").calls.first)
        let lock = try #require(
            FileLock(
                on: night.server.folder.url.appending(path: "var/journal.sqlite-shm").path, byte: FileLock.everyWriter))
        try await night.fake.tell("calls/\(call.sid)", #"{"do": "press", "keys": "1"}"#)
        // The journal waits for five seconds, then the report is held and written first when it can be.
        night.server.program.waitForEnd(atMostSeconds: 7)
        let spoken = try await night.fake.truth().calls.flatMap(\.spoken).map(\.text)
        #expect(!spoken.contains { $0.contains("確認を受け付けました") }, "\(spoken)")
        lock.release()
        try night.server.follow(untilEnded: 1)
        #expect(try night.outcomes() == [.acknowledged])
        let calls = try await night.fake.truth("idle=1&wait=60").calls
        #expect(calls.count == 1)
        let said = calls[0].spoken.map(\.text)
        #expect(said.contains { $0.contains("少々お待ちください") }, "\(said)")
        #expect(said.last?.contains("確認を受け付けました") == true, "\(said)")
    }
}
