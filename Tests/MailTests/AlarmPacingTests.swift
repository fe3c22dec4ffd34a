import Reports
import ServiceHours
import Testing

@testable import Mail

@Suite struct AlarmPacingTests {
    @Test func `five a minute are told one by one, and what comes beyond is told together when the minute is over`() {
        var pacing = AlarmPacing()
        for second in 0..<5 {
            #expect(pacing.next(waiting: 1, at: .seconds(second)) == .tell(1))
            pacing.told(at: .seconds(second))
        }
        #expect(pacing.next(waiting: 1, at: .seconds(5)) == .wait(until: .seconds(60)))
        #expect(pacing.next(waiting: 7, at: .seconds(59)) == .wait(until: .seconds(60)))
        #expect(pacing.next(waiting: 7, at: .seconds(60)) == .tell(7))
        pacing.told(at: .seconds(60))
        #expect(pacing.next(waiting: 0, at: .seconds(60)) == .nothing)
        #expect(pacing.next(waiting: 1, at: .seconds(61)) == .tell(1))
    }

    @Test func `more than five that wait already are told together at once`() {
        var pacing = AlarmPacing()
        #expect(pacing.next(waiting: 5, at: .zero) == .tell(1))
        #expect(pacing.next(waiting: 6, at: .zero) == .tell(6))
    }

    @Test func `a topic is told once a minute, and then how it stands`() {
        func note(_ kind: String) -> AlarmNote { AlarmNote(kind: kind, text: kind, at: Instant(microseconds: 0)) }
        var notices = NoticePacing()
        notices.put(note("unwritable"), topic: "journal")
        notices.put(note("tight"), topic: "space")
        #expect(notices.takeDue(at: .zero).map(\.kind) == ["unwritable", "tight"])
        for second in 1...9 {
            notices.put(note(second.isMultiple(of: 2) ? "unwritable" : "writable"), topic: "journal")
            #expect(notices.takeDue(at: .seconds(second)) == [])
        }
        #expect(notices.nextDue == .seconds(60))
        #expect(notices.takeDue(at: .seconds(60)).map(\.kind) == ["writable"])
        notices.put(note("unwritable"), topic: "journal")
        notices.put(note("writable"), topic: "journal")
        #expect(notices.nextDue == nil)
        #expect(notices.takeDue(at: .seconds(300)) == [])
    }
}
