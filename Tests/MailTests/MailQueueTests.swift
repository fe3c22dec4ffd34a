import ServiceHours
import Testing

@testable import Mail

@Suite struct MailQueueTests {
    private var queue = MailQueue<String>()

    @Test mutating func `mails are sent one by one in their order, urgent ones first`() {
        for name in ["a", "b"] { queue.add(name, at: .zero) }
        queue.add("alarm", isUrgent: true, at: .zero)
        queue.add("a", at: .seconds(1))
        var sent: [String] = []
        while case .send(let name) = queue.next(at: .seconds(1)) {
            sent.append(name)
            queue.remove(name)
        }
        #expect(sent == ["alarm", "a", "b"])
        #expect(queue.next(at: .seconds(1)) == .nothing)
    }

    @Test mutating func `a mail that is put off lets the others pass`() {
        for name in ["a", "b"] { queue.add(name, at: .zero) }
        #expect(queue.putOff("a", at: .zero) == .seconds(5))
        #expect(queue.next(at: .zero) == .send("b"))
        queue.remove("b")
        #expect(queue.next(at: .seconds(4)) == .wait(until: .seconds(5)))
        #expect(queue.next(at: .seconds(5)) == .send("a"))
        #expect(queue.putOff("a", at: .seconds(5)) == .seconds(10))
        #expect(queue.next(at: .seconds(14)) == .wait(until: .seconds(15)))
    }

    @Test
    mutating func `a server that takes nothing is tried with one mail, ever more seldom, and by all when it takes one`()
    {
        for name in ["a", "b", "c"] { queue.add(name, at: .zero) }
        var now = Span.zero
        for pause in [5, 10, 20, 40, 80, 160, 300, 300] {
            #expect(queue.next(at: now) == .send("a"))
            #expect(queue.close(at: now) == .seconds(pause))
            #expect(queue.next(at: now) == .wait(until: now + .seconds(pause)))
            now = now + .seconds(pause)
        }
        #expect(queue.closed?.since == .zero)
        #expect(queue.next(at: now) == .send("a"))
        queue.remove("a")
        queue.open()
        #expect(queue.next(at: now) == .send("b"))
        #expect(queue.close(at: now) == .seconds(5))
    }
}
