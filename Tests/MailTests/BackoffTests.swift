import ServiceHours
import Testing

@testable import Mail

@Suite struct BackoffTests {
    @Test func `the pause begins with five seconds, doubles, and stays at five minutes`() {
        let pauses = (1...10).map { Backoff.pause(after: $0).seconds }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300, 300])
        #expect(Backoff.pause(after: 0) == .seconds(5))
        #expect(Backoff.pause(after: .max) == .seconds(300))
    }
}
