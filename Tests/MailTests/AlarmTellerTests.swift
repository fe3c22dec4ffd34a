import CallTree
import Foundation
import Reports
import ServiceHours
import Synchronization
import Testing

@testable import Mail

@Suite(.timeLimit(.minutes(2))) struct AlarmTellerTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "nightcall-mark-\(UUID().uuidString)")
        .path

    private func note(_ number: Int) -> AlarmNote {
        AlarmNote(kind: "kind-\(number)", text: "alarm \(number)", at: Instant(microseconds: Int64(number)))
    }

    /// What was told, as it happens.
    private func teller(
        failing: Int = 0
    ) -> (teller: AlarmTeller, told: AsyncStream<[String]>, said: AsyncStream<String>) {
        let (told, tells) = AsyncStream<[String]>.makeStream()
        let (said, says) = AsyncStream<String>.makeStream()
        let left = Mutex(failing)
        let teller = AlarmTeller(mark: AlarmMark(path: path), site: "here", said: { says.yield($0) }) { text in
            let fails = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { return "no way" }
            tells.yield(text.notes.map(\.kind))
            return nil
        }
        return (teller, told, said)
    }

    @Test func `alarms are told in their order, and the mark says up to which`() async throws {
        let (teller, told, _) = teller()
        for number in 1...3 { teller.raised(AlarmID(number), note(number)) }
        var seen: [[String]] = []
        for await kinds in told {
            seen.append(kinds)
            if seen.joined().count == 3 { break }
        }
        #expect(seen.flatMap(\.self) == ["kind-1", "kind-2", "kind-3"])
        while AlarmMark(path: path).read() != AlarmID(3) { await Task.yield() }
        await teller.stop()
    }

    @Test func `a storm is told together`() async throws {
        let (teller, told, _) = teller()
        for number in 1...50 { teller.raised(AlarmID(number), note(number)) }
        var count = 0
        var tellings = 0
        for await kinds in told {
            count += kinds.count
            tellings += 1
            if count == 50 { break }
        }
        #expect(tellings <= AlarmPacing.limit)
        await teller.stop()
    }

    @Test func `a way that fails is tried again, and what was not told is not marked`() async throws {
        let (teller, told, said) = teller(failing: 1)
        teller.raised(AlarmID(7), note(7))
        var lines = said.makeAsyncIterator()
        #expect(await lines.next() == "the operator could not be told, tried again in 5 s: no way")
        #expect(AlarmMark(path: path).read() == nil)
        var tellings = told.makeAsyncIterator()
        #expect(await tellings.next() == ["kind-7"])
        await teller.stop()
    }

    @Test func `what no journal holds is told without a mark`() async throws {
        let (teller, told, _) = teller()
        teller.noticed(note(1), topic: "journal")
        var tellings = told.makeAsyncIterator()
        #expect(await tellings.next() == ["kind-1"])
        await teller.stop()
        #expect(AlarmMark(path: path).read() == nil)
    }
}
