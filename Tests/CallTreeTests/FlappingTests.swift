import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Firing and recovery of one trouble, again and again and in every order.
struct FlappingTests {
    @Test func `an alert that flaps every 30 seconds for ten minutes has one incident and one tree`() {
        var night = Night(.acme())
        for half in 0..<20 {
            if half.isMultiple(of: 2) { night.fires("disk") } else { night.recovers("disk") }
            if night.call() != nil { night.reports(.ringing) }
            night.passes(.seconds(29))
            if night.call() != nil { night.reports(.ended(.hungUp)) }
            night.passes(.seconds(1))
        }
        let told = night.news
        #expect(told.count { $0.contains("opened") && !$0.contains("reopened") } == 1)
        #expect(told.count { $0.contains("started") } == 1)
        // It goes on after the last call made, until all nine are.
        #expect(told.count { $0.contains("placed") } == 9)
        #expect(night.end(of: 1) == .exhausted)
        #expect(night.check.violations.isEmpty)
    }

    /// Three firings and three recoveries in each of their twenty orders, a second apart.
    @Test(arguments: (0..<64).filter { $0.nonzeroBitCount == 3 })
    func `in whatever order firings and recoveries come, the last one counts`(order: Int) {
        var night = Night(.acme())
        for place in 0..<6 {
            if order >> place & 1 == 1 { night.fires("disk") } else { night.recovers("disk") }
            night.passes(.seconds(1))
        }
        let fires = order >> 5 & 1 == 1
        #expect(night.end(of: 1) == (fires ? nil : .recovered))
        // The call that the first firing led to rings on in any case.
        night.isAnswered()
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.passes(.minutes(10))
        let told = night.news
        #expect(told.count { $0.contains("opened") && !$0.contains("reopened") } == 1)
        #expect(told.count { $0.contains("placed") } == 1)
        #expect(told.contains { $0.contains("answered 1.1.1 \(fires ? "firing" : "recovered")") })
        #expect(night.end(of: 1) == (fires ? .acknowledged : .recovered))
        #expect(night.check.violations.isEmpty)
    }
}
