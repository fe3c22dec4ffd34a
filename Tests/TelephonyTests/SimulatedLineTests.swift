import CallTree
import ServiceHours
import Telephony
import Testing

@Suite struct SimulatedLineTests {
    static let message = Speech.message(SpokenTextTests.announcement(proof: .randomDigit), repetition: 1)

    @Test func `rings at once, is picked up after 6 s, and the digit asked for is pressed 4 s later`() async throws {
        let bench = LineBench(.acknowledge) { input, _ in
            if case .callReported(_, .answered) = input { Self.message } else { .nothing }
        }
        try bench.place()
        try await bench.settle()
        try await bench.pass(seconds: 12)
        #expect(bench.transcript == ["0 ringing", "6 answered(by: CallTree.Answerer.person)", "10 key 7"])
    }

    @Test(arguments: [
        (CalleeReaction.busy, ["1 ended(CallTree.CallEnding.busy)"]),
        (.rejected, ["1 ended(CallTree.CallEnding.rejected)"]),
        (.unreachable, ["1 ended(CallTree.CallEnding.unreachableNumber)"]),
        (.lineFailure, ["0 ended(CallTree.CallEnding.lineFailure)"]),
        (.noAnswer, ["0 ringing"]),
        (.voicemail, ["0 ringing", "15 answered(by: CallTree.Answerer.machine)"]),
        (.hangUp, ["0 ringing", "6 answered(by: CallTree.Answerer.person)", "10 ended(CallTree.CallEnding.hungUp)"]),
        (.pass, ["0 ringing", "6 answered(by: CallTree.Answerer.person)", "10 key 2"]),
        (.answer, ["0 ringing", "6 answered(by: CallTree.Answerer.person)"]),
    ])
    func `each reaction takes its course`(reaction: CalleeReaction, course: [String]) async throws {
        let bench = LineBench(reaction)
        try bench.place()
        try await bench.settle()
        try await bench.pass(seconds: 20)
        #expect(bench.transcript == course)
    }

    @Test func `the message takes ten seconds each time, goodbye none`() async throws {
        let bench = LineBench(.answer) { input, told in
            switch input {
            case .callReported(_, .answered): .message(SpokenTextTests.announcement(), repetition: 1)
            case .callReported(_, .promptEnded):
                told.count { $0.input == "promptEnded" } == 1
                    ? .message(SpokenTextTests.announcement(), repetition: 2) : .goodbye(.noInput)
            default: .nothing
            }
        }
        try bench.place()
        try await bench.settle()
        try await bench.pass(seconds: 27)
        #expect(bench.transcript.suffix(3) == ["16 promptEnded", "26 promptEnded", "26 promptEnded"])
    }

    @Test func `hanging up is reported as the end, and after it nothing more is`() async throws {
        let bench = LineBench(.acknowledge)
        try bench.place()
        try await bench.settle()
        bench.line.hangUp(LineBench.id)
        try await bench.settle()
        try await bench.pass(seconds: 12)
        #expect(bench.transcript == ["0 ringing", "0 ended(CallTree.CallEnding.hungUp)"])
    }

    @Test func `hanging up a call that the line does not know is denied`() async throws {
        let bench = LineBench(.acknowledge)
        bench.line.hangUp(LineBench.id)
        while bench.told.isEmpty { await Task.yield() }
        #expect(bench.transcript == ["0 denied"])
    }

    @Test func `a forgotten call says nothing more`() async throws {
        let bench = LineBench(.acknowledge)
        try bench.place()
        try await bench.settle()
        bench.line.forget(LineBench.id)
        try await bench.pass(seconds: 12)
        #expect(bench.transcript == ["0 ringing"])
    }

    @Test func `after a restart the call goes on where it would be by now`() async throws {
        let bench = LineBench(.acknowledge) { _, _ in Self.message }
        try bench.place(resumed: true, placedAt: LineBench.Clock.start - .seconds(8))
        try await bench.settle()
        try await bench.pass(seconds: 4)
        #expect(
            bench.transcript.filter { !$0.hasSuffix("promptEnded") }
                == ["0 ringing", "0 answered(by: CallTree.Answerer.person)", "0 adopted", "2 key 7"])
    }

    @Test func `after a restart no key is pressed that the engine already has`() async throws {
        let bench = LineBench(.acknowledge) { _, _ in .goodbye(.acknowledged) }
        try bench.place(resumed: true, placedAt: LineBench.Clock.start - .seconds(60))
        try await bench.settle()
        #expect(!bench.transcript.contains { $0.contains("key") })
        #expect(bench.transcript.contains("0 promptEnded"))
    }

    @Test func `a telephone by hand does only what the person does`() async throws {
        let bench = LineBench(.acknowledge) { input, _ in
            if case .callReported(_, .ringing) = input { .nothing } else { Self.message }
        }
        bench.telephones.setByHand(true, for: LineBench.owner)
        try bench.place()
        try await bench.settle()
        try await bench.pass(seconds: 12)
        #expect(bench.transcript == ["0 ringing"])
        #expect(bench.telephones.telephone(of: LineBench.owner).state == .ringing)
        #expect(!bench.telephones.handle(.press(.digit(1)), at: LineBench.owner))
        #expect(bench.telephones.handle(.pickUp, at: LineBench.owner))
        try await bench.settle()
        #expect(bench.telephones.telephone(of: LineBench.owner).state == .talking(Self.message))
        #expect(!bench.telephones.handle(.pickUp, at: LineBench.owner))
        #expect(bench.telephones.handle(.press(.star), at: LineBench.owner))
        #expect(bench.telephones.handle(.hangUp, at: LineBench.owner))
        try await bench.settle()
        #expect(bench.transcript.suffix(2) == ["12 key *", "12 ended(CallTree.CallEnding.hungUp)"])
        #expect(bench.telephones.telephone(of: LineBench.owner).state == .quiet)
    }

    @Test func `a person can take a ringing call over from the site's answers`() async throws {
        let bench = LineBench(.acknowledge)
        try bench.place()
        try await bench.pass(seconds: 3)
        #expect(bench.telephones.handle(.letRing, at: LineBench.owner))
        try await bench.pass(seconds: 12)
        #expect(bench.transcript.map { $0.split(separator: " ").last } == ["ringing"])
        #expect(bench.telephones.handle(.answerByMachine, at: LineBench.owner))
        try await bench.settle()
        #expect(bench.transcript.last == "15 answered(by: CallTree.Answerer.machine)")
    }
}
