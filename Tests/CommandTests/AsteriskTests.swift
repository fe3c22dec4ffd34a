import CallTree
import Foundation
import Telephony
import Testing

/// Calls over a fake Asterisk: what the engine hears of each, and what Asterisk was asked.
struct AsteriskTests {
    @Test func `a call is acknowledged: made once, dialled once, spoken to, hung up`() async throws {
        let fake = try FakeAsterisk(
            #"{"default": [{"ring": 0.2, "answer": 0.3, "keys": "9*1", "after": 1, "pause": 1}]}"#)
        let desk = try await AsteriskDesk(fake)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) key 1"))
        #expect(await fake.waits(for: "played", count: 4))
        desk.driver.hangUp(request.id)
        let told = await desk.ended(request.id)
        #expect(
            told.filter { $0 != "promptEnded" } == ["ringing", "answered", "key 9", "key *", "key 1", "ended hungUp"])
        let log = await fake.log()
        let created = try #require(log.first { $0.kind == "created" })
        #expect(created.channel == "nightcall-\(request.id)")
        #expect(created.endpoint == "PJSIP/+819012345678@trunk")
        #expect(created.variables?["CALLERID(num)"] == "+815012345678")
        #expect(log.filter { $0.kind == "created" }.count == 1)
        #expect(log.filter { $0.kind == "dialled" }.count == 1)
        #expect(log.filter { $0.kind == "deleted" }.count == 1)
        #expect(log.filter { $0.kind == "played" }.allSatisfy { $0.readable == true })
        #expect(!log.contains { $0.kind == "violation" }, "the fake broke the published forms")
    }

    @Test(arguments: [
        (#"{"end": 0.5, "cause": 17}"#, CallEnding.busy), (#"{"end": 0.5, "cause": 0, "status": 486}"#, .busy),
        (#"{"end": 0.5, "cause": 21}"#, .rejected), (#"{"end": 0.5, "cause": 16, "status": 603}"#, .rejected),
        (#"{"ring": null, "end": 0.2, "cause": 1}"#, .unreachableNumber),
        (#"{"ring": null, "end": 0.2, "cause": 3, "status": 404}"#, .unreachableNumber),
        (#"{"end": 0.5, "cause": 19}"#, .noAnswer), (#"{"end": 0.5, "cause": 0}"#, .noAnswer),
        (#"{"ring": null, "end": 0.2, "cause": 0}"#, .lineFailure),
        (#"{"ring": null, "end": 0.2, "cause": 38}"#, .lineFailure),
        (#"{"answer": 0.2, "hangup": 0.3}"#, .hungUp), (#"{"create": 500}"#, .lineFailure),
    ]) func `every end has its outcome`(plan: String, ending: CallEnding) async throws {
        let fake = try FakeAsterisk(#"{"default": [\#(plan)]}"#)
        let desk = try await AsteriskDesk(fake)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.ended(request.id).last == "ended \(ending)")
    }

    @Test func `who does not answer is no-answer when we hang up; sound alone counts as ringing after a while`()
        async throws
    {
        let fake = try FakeAsterisk(#"{"default": [{"progress": true}]}"#)
        let desk = try await AsteriskDesk(fake)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) ringing"))
        desk.driver.hangUp(request.id)
        #expect(await desk.ended(request.id) == ["ringing", "ended noAnswer"])
        #expect(await fake.count("deleted") == 1)
    }

    @Test(arguments: ["create", "dial"]) func `a lost answer leads to one channel, dialled once`(step: String)
        async throws
    {
        let fake = try FakeAsterisk(#"{"default": [{"\#(step)": "lost", "ring": 0.2, "answer": 0.3, "keys": "1"}]}"#)
        let desk = try await AsteriskDesk(fake)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) key 1"))
        desk.driver.hangUp(request.id)
        #expect(await desk.ended(request.id).last == "ended hungUp")
        #expect(await fake.count("created") == 1)
        #expect(await fake.count("dialled") == 1)
    }

    @Test func `while no events come the call is asked about, and joined again`() async throws {
        let fake = try FakeAsterisk(#"{"default": [{"ring": 0.5, "answer": 3, "keys": "1", "after": 25}]}"#)
        let desk = try await AsteriskDesk(fake)
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.hears("\(request.id) ringing"))
        await fake.goAway()
        #expect(await desk.hears("\(request.id) answered"))
        #expect(await desk.hears("\(request.id) promptEnded"))
        await fake.goAway(false)
        #expect(await desk.hears("\(request.id) key 1"))
        await fake.goAway()
        desk.driver.hangUp(request.id)
        #expect(await desk.ended(request.id).last == "ended hungUp")
        #expect(await fake.count("missed") > 0)
    }

    @Test func `a wrong password is told in words, and fails calls at once`() async throws {
        let fake = try FakeAsterisk("{}")
        let desk = try await AsteriskDesk(fake, password: "wrong")
        guard case .refused(let why) = await desk.driver.tryCredentials() else {
            Issue.record("a wrong password was accepted")
            return
        }
        #expect(why.contains("ari.conf"))
        let request = SIPDesk.request(1)
        desk.driver.place(request, resumed: false)
        #expect(await desk.ended(request.id) == ["ended lineFailure"])
        #expect(!desk.heard.troubles.contains { $0.contains("wrong") })
    }

    @Test func `credentials and trunk are tried without ringing anybody`() async throws {
        let fake = try FakeAsterisk("{}")
        let desk = try await AsteriskDesk(fake)
        #expect(await desk.driver.tryCredentials() == .accepted("Asterisk knows the user and the endpoint PJSIP/trunk"))
        let other = try await AsteriskDesk(fake, endpoint: "PJSIP/{number}@none")
        #expect(
            await other.driver.tryCredentials()
                == .refused("Asterisk has no endpoint PJSIP/none; look at its pjsip.conf"))
        #expect(await fake.count("created") == 0)
    }

    @Test func `after a restart a call is adopted, and one that is not there is denied`() async throws {
        let fake = try FakeAsterisk(#"{"default": [{"ring": 0.2, "answer": 0.5, "keys": "1", "after": 20}]}"#)
        let before = try await AsteriskDesk(fake)
        let request = SIPDesk.request(1)
        before.driver.place(request, resumed: false)
        #expect(await before.hears("\(request.id) answered"))
        before.driver.stop()
        let after = try await AsteriskDesk(fake)
        after.driver.place(request, resumed: true)
        let gone = SIPDesk.request(2)
        after.driver.place(gone, resumed: true)
        #expect(await after.hears("\(gone.id) denied"))
        #expect(await after.hears("\(request.id) key 1"))
        let words = after.heard.words.filter { $0.hasPrefix("\(request.id) ") && !$0.hasSuffix("promptEnded") }
        #expect(Array(words.prefix(3)) == ["adopted", "answered", "key 1"].map { "\(request.id) \($0)" })
        after.driver.hangUp(request.id)
        #expect(await after.ended(request.id).last == "ended hungUp")
        #expect(await fake.count("created") == 1)
    }
}
