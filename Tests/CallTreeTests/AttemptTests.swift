import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// One attempt: ringing, talking, the proof of a person, and its outcome.
struct AttemptTests {
    @Test func `ten rings end when we hang up after 29 seconds`() {
        var night = Night(.acme())
        night.fires("disk")
        night.passes(.seconds(3))
        night.reports(.ringing)
        _ = night.news
        night.passes(.seconds(29))
        #expect(night.news == ["32 hang up 1.1.1 no-answer"])
        night.reports(.ended(.hungUp))
        #expect(night.news == ["32 attempt 1.1 no-answer after 10 rings", "32 placed 1.2.1 sim"])
    }

    @Test(arguments: [(1, 2), (3, 8), (20, 59)])
    func `a contract's own number of rings ends after three seconds each but one`(rings: Int, seconds: Int) {
        var night = Night(.acme { $0.rings = rings })
        night.fires("disk")
        night.reports(.ringing)
        night.passes(.seconds(seconds))
        #expect(night.news(of: "hang up") == ["\(seconds) hang up 1.1.1 no-answer"])
    }

    @Test func `no ringing within 32 seconds is a line failure`() {
        var night = Night(.acme())
        night.fires("disk")
        night.passes(.seconds(32))
        #expect(night.news(of: "hang up") == ["32 hang up 1.1.1 line-failure"])
        night.reports(.ended(.noAnswer))
        #expect(night.news == ["32 failed 1.1.1 again at 37"])
    }

    @Test func `a line that does not report the end is waited for 30 seconds, and the operator is alarmed`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.passes(.seconds(58))
        #expect(night.news(of: "placed 1.2").isEmpty)
        night.passes(.seconds(1))
        #expect(
            night.news == [
                "59 alarm endNotReported(1.1.1)", "59 attempt 1.1 no-answer after 10 rings", "59 placed 1.2.1 sim",
            ])
    }

    @Test func `a conversation is cut off after 120 seconds`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.passes(.seconds(120))
        #expect(night.news(of: "hang up") == ["120 hang up 1.1.1 no-input"])
    }

    @Test func `after the message twice and eight seconds without a key we hang up`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.passes(.seconds(10))
        night.reports(.promptEnded)
        #expect(night.speech() == .message(night.announcement, repetition: 2))
        night.passes(.seconds(10))
        night.reports(.promptEnded)
        #expect(night.speech() == .listening)
        night.passes(.seconds(8))
        night.reports(.ended(.hungUp))
        #expect(
            night.news(of: "hang up", "attempt") == [
                "28 hang up 1.1.1 no-input", "28 attempt 1.1 no-input after 0 rings",
            ])
    }

    @Test func `key 1 acknowledges, and a goodbye is said before we hang up`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        _ = night.news
        night.presses(1)
        #expect(night.lastReplies == [.speech(.goodbye(.acknowledged))])
        #expect(
            night.news == [
                "0 key 1 1.1.1", "0 decided 1.1.1 acknowledged", "0 ended 1 acknowledged by 1.1",
                "0 over 1 acknowledged gathering until 60",
            ])
        night.reports(.promptEnded)
        night.reports(.ended(.hungUp))
        #expect(night.news == ["0 hang up 1.1.1 acknowledged", "0 attempt 1.1 acknowledged after 0 rings"])
        night.passes(.hours(1))
        #expect(night.news(of: "placed").isEmpty)
    }

    @Test func `key 2 passes to the next contact, and any other key is answered and waited for`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.presses(7)
        #expect(night.news.suffix(2) == ["0 key 7 1.1.1", "0 answered key 1.1.1"])
        night.presses(2)
        night.reports(.ended(.hungUp))
        #expect(
            night.news == [
                "0 key 2 1.1.1", "0 decided 1.1.1 passed", "0 attempt 1.1 passed after 0 rings", "0 placed 1.2.1 sim",
            ])
    }

    @Test func `who passed and then presses 1 after all has acknowledged`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.presses(2)
        night.presses(1)
        #expect(night.end(of: 1) == .acknowledged)
    }

    @Test func `a key that crosses our hanging up still counts`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.passes(.seconds(120))
        night.presses(1)
        night.reports(.ended(.hungUp))
        #expect(night.end(of: 1) == .acknowledged)
        #expect(night.news(of: "attempt") == ["120 attempt 1.1 acknowledged after 0 rings"])
    }

    @Test func `a key that overtakes the report of the answer tells of the answer`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        _ = night.news
        night.presses(1)
        #expect(
            night.news.prefix(3) == ["0 answered 1.1.1 firing: 1", "0 key 1 1.1.1", "0 decided 1.1.1 acknowledged"])
    }

    @Test func `under proof answer a person who hears the message has acknowledged, a machine has not`() {
        var night = Night(.acme { $0.proof = .answer })
        night.fires("disk")
        night.isAnswered(by: .machine)
        night.reports(.promptEnded)
        #expect(night.end(of: 1) == nil)
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "attempt") == ["0 attempt 1.1 voicemail after 0 rings"])
        night.isAnswered()
        night.reports(.promptEnded)
        #expect(night.end(of: 1) == .acknowledged)
    }

    @Test func `under random-digit only the digit just spoken acknowledges, and it is one of 4 to 9`() throws {
        var night = Night(.acme { $0.proof = .randomDigit })
        night.fires("disk")
        night.isAnswered()
        let digit = try #require(night.board.escalations[EscalationID(1)]?.attempt?.digit)
        #expect((4...9).contains(digit))
        for wrong in (0...9).map(UInt8.init) where wrong != digit && wrong != 2 { night.presses(wrong) }
        #expect(night.end(of: 1) == nil)
        night.presses(digit)
        #expect(night.end(of: 1) == .acknowledged)
    }

    @Test func `the digit of an attempt stays when it is dialled again`() throws {
        var night = Night(.acme { $0.proof = .randomDigit })
        night.fires("disk")
        let digit = night.board.escalations[EscalationID(1)]?.attempt?.digit
        night.reports(.denied)
        night.reports(.ended(.lineFailure))
        night.passes(.seconds(5))
        #expect(night.call()?.id.number == 3)
        #expect(night.board.escalations[EscalationID(1)]?.attempt?.digit == digit)
    }

    @Test func `a machine that answers at the fifth ring is never received`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.passes(.seconds(15))
        night.reports(.answered(by: .unknown))
        night.reports(.machineDetected)
        night.reports(.ended(.hungUp))
        #expect(night.news(of: "attempt") == ["15 attempt 1.1 voicemail after 5 rings"])
    }

    @Test(arguments: [
        (CallEnding.busy, Outcome.busy), (.rejected, .rejected), (.unreachableNumber, .unreachableNumber),
        (.noAnswer, .noAnswer), (.hungUp, .hungUp),
    ])
    func `the cause that the line gives is the outcome, and the next contact is called`(
        ending: CallEnding, outcome: Outcome
    ) {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ended(ending))
        #expect(
            night.news(of: "attempt", "placed 1.2") == [
                "0 attempt 1.1 \(outcome.rawValue) after 0 rings", "0 placed 1.2.1 sim",
            ])
    }

    @Test func `late and repeated reports change nothing`() {
        var night = Night(.acme())
        night.fires("disk")
        let old = night.call()
        night.isAnswered()
        night.reports(.ended(.hungUp))
        _ = night.news
        guard let old else { return }
        night.take(
            .callReported(old.id, .ended(.hungUp)), .callReported(old.id, .ringing), .keyPressed(old.id, .digit(1)))
        #expect(night.news.isEmpty)
    }

    @Test func `after a restart a call that nobody can tell of is waited for, then dialled again`() {
        var night = Night(.acme())
        night.fires("disk")
        night.crashes()
        night.reports(.cannotTell)
        #expect(night.news.last == "0 unsure 1.1.1 until 44")
        night.passes(.seconds(44))
        #expect(night.news == ["44 lost 1.1.1", "44 placed 1.1.2 sim"])
    }

    @Test func `a call that the line loses is waited out while it may ring, and then dialled again`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ringing)
        night.reports(.lost(until: night.now + .seconds(40)))
        #expect(night.news.last == "0 unsure 1.1.1 until 40")
        night.reports(.lost(until: night.now + .seconds(40)))
        #expect(night.news.isEmpty)
        // Past the end of its ring time: nobody could have pressed a key, so the turn is not used.
        night.passes(.seconds(39))
        #expect(night.news.isEmpty)
        night.reports(.denied)
        #expect(night.news.first == "39 lost 1.1.1")
        night.passes(.seconds(20))
        #expect(night.news == ["59 placed 1.1.2 sim"])
    }

    @Test func `a call that is lost while somebody listens fails on the line, and not for him`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        _ = night.news
        night.reports(.lost(until: night.now + .seconds(40)))
        #expect(night.news.first == "0 failed 1.1.1 again at 5")
        night.passes(.seconds(20))
        #expect(night.news.contains { $0.hasSuffix("placed 1.1.2 sim") })
    }

    @Test func `a call that is lost after the key keeps its outcome`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.presses(1)
        _ = night.news
        night.reports(.lost(until: night.now + .seconds(40)))
        #expect(night.news.first == "0 attempt 1.1 acknowledged after 0 rings")
    }

    @Test func `a key that means nothing gives another eight seconds, once it was answered`() {
        var night = Night(.acme())
        night.fires("disk")
        night.isAnswered()
        night.reports(.promptEnded)
        night.reports(.promptEnded)
        night.passes(.seconds(7))
        night.presses(9)
        _ = night.news
        night.passes(.seconds(5))
        #expect(night.news.isEmpty)
        night.reports(.promptEnded)
        night.passes(.seconds(7))
        #expect(night.news == ["12 prompt ended 1.1.1"])
        night.passes(.seconds(1))
        #expect(night.news == ["20 hang up 1.1.1 no-input"])
    }

    @Test func `after a restart a call that surely is none is dialled at once`() {
        var night = Night(.acme())
        night.fires("disk")
        night.crashes()
        _ = night.news
        night.reports(.denied)
        #expect(night.news == ["0 lost 1.1.1", "0 placed 1.1.2 sim"])
    }
}

extension Night {
    /// What the call of the first escalation announces.
    fileprivate var announcement: Announcement {
        let attempt = board.escalations[EscalationID(1)]?.attempt
        return Announcement(
            contract: ContractID("acme"), incidents: [IncidentID(1)], standing: .firing, proof: .key,
            digit: attempt?.digit ?? 0)
    }
}
