import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Lines that are out: passed over, tested, told to the operator.
///
/// Attempts are numbered through the tree: of three contacts and routes, `1.4` is the first contact's in the second round.
struct CircuitTests {
    private let east = LineID("east")
    private let west = LineID("west")

    private func contract(_ id: String = "acme", phones: [Int] = [1, 2, 3]) -> Contract {
        .acme(id, phones: phones) { $0.routes = [LineID("east"), LineID("west")] }
    }

    /// The line fails the call; over the other the number is busy.
    private func failsThenBusy(_ night: inout Night, for contract: String = "acme") {
        night.reports(.ended(.lineFailure), for: contract)
        night.reports(.ended(.busy), for: contract)
    }

    @Test
    func `a line that fails three tries in a row is out, the operator is told, and the next attempts pass it over`() {
        var night = Night(contract())
        night.fires("disk")
        for _ in 1...3 { failsThenBusy(&night) }
        night.passes(.seconds(20))
        #expect(
            night.news(of: "placed", "alarm") == [
                "0 placed 1.1.1 east", "0 placed 1.1.2 west", "0 placed 1.2.1 east", "0 placed 1.2.2 west",
                "0 placed 1.3.1 east", "0 alarm lineOut(east)", "0 placed 1.3.2 west", "20 placed 1.4.1 west",
            ])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a line that takes two calls and lets nothing ring is silent`() {
        var night = Night(contract())
        night.fires("disk")
        for _ in 1...2 {
            night.passes(.seconds(32))
            night.reports(.ended(.hungUp))
            night.reports(.ended(.busy))
        }
        #expect(night.news(of: "alarm") == ["64 alarm lineSilent(east)"])
        #expect(night.call()?.line == west)
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a failure between calls that get through puts no line out`() {
        var night = Night(contract())
        night.fires("disk")
        for _ in 1...2 { failsThenBusy(&night) }
        night.reports(.ended(.busy))
        night.passes(.seconds(20))
        for _ in 1...2 { failsThenBusy(&night) }
        #expect(night.news(of: "alarm").isEmpty)
        #expect(night.board.circuit(of: east).failures == 2)
    }

    /// The first contract's tree puts the line out, and is taken over by the operator.
    private func nightWithEastOut() -> Night {
        var night = Night(contract(), contract("beta", phones: [4, 5, 6]), contract("gamma", phones: [7, 8, 9]))
        night.fires("disk")
        for _ in 1...3 { failsThenBusy(&night) }
        night.take(.operatorAsked(.acknowledge(IncidentID(1), by: "yamada")))
        _ = night.news
        return night
    }

    @Test
    func `after a minute one call tests the line while the others pass it over, and when it rings the line is back`() {
        var night = nightWithEastOut()
        night.passes(.seconds(59))
        night.fires("cpu", for: "beta")
        #expect(night.call(of: "beta")?.line == west)
        night.passes(.seconds(1))
        night.reports(.ended(.busy), for: "beta")
        #expect(night.call(of: "beta")?.line == east)
        night.fires("fan", for: "gamma")
        #expect(night.call(of: "gamma")?.line == west)
        night.reports(.ringing, for: "beta")
        night.reports(.ended(.busy), for: "gamma")
        #expect(night.call(of: "gamma")?.line == east)
        #expect(night.news(of: "alarm") == ["60 alarm cleared by NightCall"])
        #expect(night.check.violations.isEmpty)
    }

    @Test
    func `a test that fails goes to the next route at once, and the line rests for longer: 60, 120, 240, 300, 300 s`() {
        #expect((1...8).map { CallTimes.circuitPause(after: $0).seconds } == [60, 60, 60, 120, 240, 300, 300, 300])
        var night = nightWithEastOut()
        night.passes(.seconds(60))
        night.fires("cpu", for: "beta")
        #expect(night.call(of: "beta")?.line == east)
        night.reports(.ended(.lineFailure), for: "beta")
        #expect(night.call(of: "beta")?.line == west)
        #expect(night.board.circuit(of: east).testAt == night.now + .seconds(120))
        #expect(night.news(of: "alarm").isEmpty, "the operator was told already")
        #expect(night.check.violations.isEmpty)
    }

    @Test func `where every route is out they are tried all the same, in their order`() {
        var night = Night(contract())
        night.take(.lineReported(east, .down), .lineReported(west, .down))
        night.fires("disk")
        night.reports(.ended(.lineFailure))
        night.reports(.ended(.lineFailure))
        night.passes(.seconds(5))
        #expect(
            night.news(of: "placed") == ["0 placed 1.1.1 east", "0 placed 1.1.2 west", "5 placed 1.1.3 east"])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a line that says that it is down is out until it says that it is back, or a test gets through`() {
        var night = Night(contract())
        night.take(.lineReported(east, .down))
        night.fires("disk")
        #expect(night.call()?.line == west)
        night.take(.lineReported(east, .up))
        night.reports(.ended(.busy))
        #expect(night.call()?.line == east)
        #expect(
            night.news(of: "alarm", "line ") == [
                "0 line east down", "0 alarm lineOut(east)", "0 line east up", "0 alarm cleared by NightCall",
            ])
    }

    @Test func `an operator who clears the alarm has the line used again`() {
        var night = Night(contract())
        night.take(.lineReported(east, .down))
        night.take(.operatorAsked(.clearAlarm(AlarmID(1), by: "yamada")))
        night.fires("disk")
        #expect(night.call()?.line == east)
    }

    @Test func `an attempt that waits for a slot of a line that goes out is dialled over the next route`() {
        var night = Night(contract(), contract("beta", phones: [4, 5, 6]), capacities: [LineID("east"): 1])
        night.fires("disk")
        for _ in 1...2 { failsThenBusy(&night) }
        night.fires("cpu", for: "beta")
        #expect(night.call(of: "beta") == nil, "the only slot is taken")
        night.reports(.ended(.lineFailure))
        #expect(night.call(of: "beta")?.line == west)
        #expect(night.check.violations.isEmpty)
    }

    @Test func `when a line is back the tree that reached nobody over it runs once more`() {
        var night = Night(.acme { $0.rounds = 1 }, .acme("beta", phones: [4, 5, 6]) { $0.rounds = 1 })
        night.fires("disk")
        while night.end(of: 1) == nil {
            if night.call() == nil { night.passes(.seconds(1)) } else { night.reports(.ended(.lineFailure)) }
        }
        #expect(night.end(of: 1) == .undeliverable)
        _ = night.news
        night.fires("cpu", for: "beta")
        night.reports(.ringing, for: "beta")
        let news = night.news
        #expect(news.contains { $0.hasSuffix("reopened 1 lineReturned") }, "\(news)")
        #expect(night.call() != nil)
        #expect(night.check.violations.isEmpty)
    }

    @Test func `a crash changes nothing: the line is still out, its failures counted and its test due when it was`() {
        var night = nightWithEastOut()
        night.passes(.seconds(30))
        let before = night.board.circuit(of: east)
        night.crashes()
        #expect(before.isOut)
        #expect(night.board.circuit(of: east) == before)
    }
}
