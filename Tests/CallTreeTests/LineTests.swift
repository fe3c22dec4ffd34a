import CallTree
import DrillSimulator
import ServiceHours
import Testing

/// Lines that fail, numbers that are shared, slots that are taken.
struct LineTests {
    @Test func `a failing line is tried again after 5, 10, 20, 30 and 30 seconds, and used up after three minutes`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        var tries: [String] = []
        for _ in 0..<30 where night.board.escalations[EscalationID(1)]?.ended == nil {
            if night.call() != nil { night.reports(.ended(.lineFailure)) }
            night.passes(.seconds(1))
            while night.call() == nil, night.board.escalations[EscalationID(1)]?.ended == nil {
                night.passes(.seconds(1))
            }
            tries += night.news(of: "placed", "attempt", "ended", "alarm")
        }
        #expect(
            tries == [
                "0 placed 1.1.1 sim", "5 placed 1.1.2 sim", "15 placed 1.1.3 sim", "15 alarm lineOut(sim)",
                "35 placed 1.1.4 sim",
                "60 alarm linesFailing(1.1)", "65 placed 1.1.5 sim", "95 placed 1.1.6 sim", "125 placed 1.1.7 sim",
                "155 placed 1.1.8 sim", "180 attempt 1.1 line-failure after 0 rings", "180 alarm cleared by NightCall",
                "180 ended 1 undeliverable", "180 alarm undeliverable(1)",
            ])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `the next route is tried at once, and only when all have failed the attempt waits`() {
        var night = Night(.acme { $0.routes = [LineID("east"), LineID("west")] })
        night.fires("disk")
        night.reports(.ended(.lineFailure))
        night.reports(.ended(.lineFailure))
        night.passes(.seconds(5))
        #expect(
            night.news(of: "placed", "failed") == [
                "0 placed 1.1.1 east", "0 failed 1.1.1 again at 0", "0 placed 1.1.2 west", "0 failed 1.1.2 again at 5",
                "5 placed 1.1.3 east",
            ])
    }

    @Test func `a line that works again before the limit saves the attempt`() {
        var night = Night(.acme())
        night.fires("disk")
        night.reports(.ended(.lineFailure))
        night.passes(.seconds(5))
        night.isAnswered()
        night.presses(1)
        #expect(night.end(of: 1) == .acknowledged)
    }

    @Test func `a number that fails in every round keeps its turns, and the others are called in order`() {
        var night = Night(.acme())
        night.fires("disk")
        for number in 1...9 {
            while night.call() == nil { night.passes(.seconds(1)) }
            night.reports(.ended(number % 3 == 2 ? .unreachableNumber : .busy))
        }
        let told = night.news
        let attempts = told.filter { $0.contains("attempt ") }.map { String($0.drop { $0 != " " }.dropFirst()) }
        #expect(
            attempts
                == (1...9).map { "attempt 1.\($0) \($0 % 3 == 2 ? "unreachable-number" : "busy") after 0 rings" })
        #expect(night.end(of: 1) == .exhausted)
        #expect(!told.contains { $0.contains("linesFailing") })
        #expect(night.check.violations.isEmpty)
    }

    @Test func `to another number there is no pause, to the same number 20 seconds from the end`() {
        var night = Night(.acme(contacts: ["sato", "suzuki"], phones: [1, 2]))
        night.fires("disk")
        night.passes(.seconds(1))
        night.reports(.ended(.busy))
        night.passes(.seconds(1))
        night.reports(.ended(.busy))
        night.passes(.seconds(30))
        #expect(
            night.news(of: "placed", "waits") == [
                "0 placed 1.1.1 sim", "1 placed 1.2.1 sim", "2 waits 1.3 number pausing until 21",
                "21 placed 1.3.1 sim",
            ])
    }

    @Test func `two contracts never call one number at the same time`() {
        var night = Night(.acme(), .acme("beta", contacts: ["sato"], phones: [1]))
        night.fires("disk")
        night.fires("disk", for: "beta")
        #expect(night.news(of: "placed", "waits") == ["0 placed 1.1.1 sim", "0 waits 2.1 number in use"])
        night.passes(.seconds(4))
        night.reports(.ended(.busy))
        night.passes(.seconds(20))
        #expect(
            night.news(of: "placed", "waits 2") == [
                "4 waits 2.1 number pausing until 24", "4 placed 1.2.1 sim", "24 placed 2.1.1 sim",
            ])
        #expect(night.check.violations.isEmpty)
    }

    @Test func `waiting for a number uses up no attempt`() {
        var night = Night(.acme(), .acme("beta", contacts: ["sato"], phones: [1]) { $0.rounds = 1 })
        night.fires("disk")
        night.isAnswered()
        night.fires("disk", for: "beta")
        night.passes(.seconds(100))
        night.presses(1)
        night.reports(.ended(.hungUp))
        night.passes(.seconds(20))
        night.isAnswered(for: "beta")
        night.presses(1, for: "beta")
        #expect(night.end(of: 2) == .acknowledged)
    }

    @Test func `a free slot goes to the gravest, then to the one that has waited longest`() {
        func contract(_ id: String, _ phone: Int) -> Contract { .acme(id, contacts: [id], phones: [phone]) }
        var night = Night(
            contract("acme", 1), contract("late", 2), contract("grave", 3), contract("early", 4),
            capacities: [Night.sim: 1])
        night.fires("disk")
        night.passes(.seconds(1))
        night.fires("disk", for: "early", severity: .warning)
        night.passes(.seconds(1))
        night.fires("disk", for: "late", severity: .warning)
        night.fires("disk", for: "grave", severity: .error)
        for contract in ["acme", "grave", "early", "late"] {
            night.reports(.ended(.busy), for: contract)
            night.recovers("disk", for: contract)
        }
        #expect(
            night.news(of: "placed") == [
                "0 placed 1.1.1 sim", "2 placed 4.1.1 sim", "2 placed 2.1.1 sim", "2 placed 3.1.1 sim",
            ])
        #expect(night.check.violations.isEmpty)
    }

    @Test(arguments: [false, true])
    func `a line keeps its pace over restarts and a stepped clock, the gravest first`(_ isDisturbed: Bool) {
        func contract(_ id: String, _ phone: Int) -> Contract { .acme(id, contacts: [id], phones: [phone]) }
        var night = Night(
            contract("acme", 1), contract("early", 2), contract("grave", 3),
            capacities: [Night.sim: LineCapacity(pace: .seconds(10))])
        night.fires("disk")
        night.passes(.seconds(1))
        night.fires("disk", for: "early", severity: .warning)
        night.passes(.seconds(1))
        night.fires("disk", for: "grave", severity: .error)
        if isDisturbed {
            night.crashes()
            night.clockSteps(by: .seconds(100))
        }
        night.passes(.seconds(60))
        #expect(
            night.news(of: "placed") == [
                "0 placed 1.1.1 sim", "\(isDisturbed ? 110 : 10) placed 3.1.1 sim",
                "\(isDisturbed ? 120 : 20) placed 2.1.1 sim",
            ])
    }

    @Test func `the board decides again before a waiting attempt is dialled`() {
        var night = Night(.acme(), .acme("beta", contacts: ["sato"], phones: [1]))
        night.fires("disk")
        night.fires("disk", for: "beta")
        night.recovers("disk", for: "beta")
        night.reports(.ended(.busy))
        night.passes(.minutes(1))
        #expect(night.news(of: "placed 2").isEmpty)
        #expect(night.end(of: 2) == .recovered)
    }

    @Test func `a returning line reruns an undeliverable tree once, while it fires and the window is open`() {
        var night = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        night.fires("disk")
        night.reports(.ended(.unreachableNumber))
        #expect(night.end(of: 1) == .undeliverable)
        night.passes(.minutes(1))
        night.take(.lineReported(Night.sim, .down), .lineReported(Night.sim, .up))
        night.reports(.ended(.unreachableNumber))
        _ = night.news
        night.take(.lineReported(Night.sim, .down), .lineReported(Night.sim, .up))
        night.passes(.minutes(10))
        #expect(night.news(of: "reopened", "placed").isEmpty)
    }

    @Test func `a recovered trouble is not rerun, nor one outside the window, nor where the contract says no`() {
        var recovered = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 })
        recovered.fires("disk")
        recovered.reports(.ended(.unreachableNumber))
        recovered.recovers("disk")
        recovered.take(.lineReported(Night.sim, .down), .lineReported(Night.sim, .up))
        #expect(recovered.news(of: "reopened").isEmpty)

        var closed = Night(.acme(contacts: ["sato"]) { $0.rounds = 1 }, at: Night.wednesdayClosing - .seconds(1))
        closed.fires("disk")
        closed.reports(.ended(.unreachableNumber))
        closed.passes(.seconds(1))
        closed.take(.lineReported(Night.sim, .down), .lineReported(Night.sim, .up))
        #expect(closed.news(of: "reopened").isEmpty)

        var refused = Night(
            .acme(contacts: ["sato"]) {
                $0.rounds = 1
                $0.rerunWhenLineReturns = false
            })
        refused.fires("disk")
        refused.reports(.ended(.unreachableNumber))
        refused.take(.lineReported(Night.sim, .down), .lineReported(Night.sim, .up))
        #expect(refused.news(of: "reopened").isEmpty)
    }
}
