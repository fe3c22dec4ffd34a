import CallTree
import EventJournal
import ServiceHours
import Testing

@testable import NightEngine

/// A restart looks at every attempt that waits. The look alone must not change for what it waits.
@Suite struct RestartLookTests {
    private static let (narrow, wide) = (LineID("narrow"), LineID("wide"))

    private func contract(_ id: String, _ number: String, over line: LineID) throws -> Contract {
        let phone = try #require(PhoneNumber(e164: number))
        var calls = CallPolicy()
        calls.routes = [line]
        return Contract(
            terms: CallTerms(
                id: ContractID(id), customer: id, contacts: [Contact(id: ContactID(id), name: id, phone: phone)],
                calls: calls),
            calendar: ServiceCalendar(rules: HoursRules(), holidays: HolidayCalendar(announcedThrough: 2027)),
            designated: [Designation()])
    }

    @Test func `an attempt that waits for a slot keeps waiting for it, though its number has come into use meanwhile`()
        throws
    {
        let contracts = [
            try contract("first", "+819012345670", over: Self.narrow),
            try contract("second", "+819012345671", over: Self.narrow),
            try contract("third", "+819012345671", over: Self.wide),
        ]
        let capacities = [Self.narrow: LineCapacity(slots: 1)]
        var step = EngineStep(board: Board(contracts: contracts, capacities: capacities))
        var events: [RecordedEvent] = []
        for id in ["first", "second", "third"] {
            let alert = Alert(source: SourceID("prom"), dedupKey: id, status: .firing, summary: id)
            let taken = step.take([.alertsReceived(ContractID(id), [alert])], at: fridayNight, draw: 7)
            for event in taken.events {
                events.append(RecordedEvent(sequence: events.count + 1, instant: fridayNight, event: event))
            }
        }
        let waits = events.compactMap {
            if case .attemptWaits(let id, let reason) = $0.event { (id, reason) } else { nil }
        }
        #expect(waits.count == 1 && waits.first?.1 == .lineBusy)

        var board = Board(contracts: contracts, capacities: capacities)
        for recorded in events { board.restore(recorded) }
        board.finishRestoring(highest: Board.Counters(incident: 3, escalation: 3))
        var again = EngineStep(board: board)
        _ = again.startOver(hearingLinesUntil: fridayNight)
        #expect(again.take([.woke], at: fridayNight + .seconds(1), draw: 7).events == [])
    }
}
