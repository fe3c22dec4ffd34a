import CallTree
import ServiceHours
import Testing

@testable import NightEngine

/// The calls of a day are found again in the journal, when nothing on the board tells of them any more.
@Suite struct CallsPerDayTests {
    @Test func `a restart counts the calls of escalations that have left`() throws {
        let contract = acme {
            $0.callsPerNumberAndDay = 1
            $0.gatherAfterAcknowledgement = .zero
        }
        var night = try Night(contracts: [contract])
        night.take(firing("disk"))
        night.take(.callReported(call(1, 1), .ended(.busy)))
        night.take(.callReported(call(1, 2), .answered(by: .person)))
        night.take(.keyPressed(call(1, 2), .digit(1)))
        night.take(.callReported(call(1, 2), .ended(.hungUp)))
        night.clock.pass(.hours(2))
        night.take()
        #expect(night.look().escalations.isEmpty)

        var again = try Night(journal: night.journal, clock: night.clock, contracts: [contract])
        again.take(firing("memory"))
        #expect(again.look().incidents[IncidentID(2)]?.end == .exhausted)

        again.clock.pass(.hours(24))
        var nextDay = try Night(journal: night.journal, clock: night.clock, contracts: [contract])
        nextDay.take(firing("network"))
        #expect(nextDay.spy.take().contains(.place(call(2, 1), ContactID("sato"), resumed: false)))
    }
}
