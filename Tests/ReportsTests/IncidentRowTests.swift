import CallTree
import JSONText
@testable import Reports
import ServiceHours
import Testing

/// A row read off the board and one read off the journal are the same row, but for what the board does not keep.
struct IncidentRowTests {
    private func rowsAgree(_ log: EventLog, sourceLocation: SourceLocation = #_sourceLocation) {
        var board = Board(contracts: [])
        var list = IncidentList()
        for recorded in log.events {
            board.apply(recorded.event, at: recorded.instant)
            list.take(recorded)
            for row in list.rows {
                guard let incident = board.incidents[row.id] else { continue }
                var known = row
                known.attempts = nil
                known.endedAt = nil
                // The escalation of this board tells who the attempt's contact was, which the caller looks up.
                known.acknowledgedBy = nil
                var onBoard = IncidentList.Row(incident, taker: nil)
                onBoard.acknowledgedBy = nil
                #expect(onBoard == known, "after event \(recorded.sequence)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func `through a whole night`() throws {
        rowsAgree(try richIncident())
    }

    @Test func `waiting for an opening that moves, called then, left over, and called again`() throws {
        var log = EventLog()
        let terms = try EventLog.terms { $0.rounds = 1 }
        log.open(course: .waits(until: log.now + .hours(8)))
        log.add(.incidentDeferred(IncidentID(1), until: log.now + .hours(9)))
        log.add(.alertRecovered(IncidentID(1)))
        log.add(.alertHeard(IncidentID(1)))
        log.start(terms)
        log.open(2, key: "db-1/disk", course: .gathers(until: log.now + .minutes(1)))
        log.add(.incidentJoined(EscalationID(1), IncidentID(2)))
        log.attempt(1, .acknowledged)
        log.finish(.acknowledged, .contact(EventLog.attempt(1)))
        log.start(terms, id: 2, incidents: [2])
        log.finish(.cancelled, .operatorAsked(name: "山田", reason: ""), incident: 2, escalation: 2)
        log.add(.incidentReopened(IncidentID(1), .firedAgain, .call))
        rowsAgree(log)
    }

    @Test func `both write the same keys, and null for what a side does not know`() throws {
        let log = try richIncident()
        var board = Board(contracts: [])
        for recorded in log.events { board.apply(recorded.event, at: recorded.instant) }
        let incident = try #require(board.incidents[IncidentID(1)])
        let onBoard = IncidentList.Row(incident, taker: nil).json
        let listed = try #require(IncidentList(events: log.events).rows.first).json
        guard case .object(let some) = onBoard, case .object(let others) = listed else {
            Issue.record("a row is no object")
            return
        }
        #expect(some.map(\.name) == others.map(\.name))
        #expect(onBoard["attempts"] == .null)
        #expect(listed["attempts"] == 5)
    }
}
