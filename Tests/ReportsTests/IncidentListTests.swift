import CallTree
import JSONText
import Reports
import ServiceHours
import Testing

struct IncidentListTests {
    @Test func `has a row for each incident, with what the report says`() throws {
        let log = try richIncident()
        let list = IncidentList(events: log.events)
        #expect(list.rows.map(\.id) == [IncidentID(1), IncidentID(2)])
        for row in list.rows {
            let report = try log.report(row.id.number)
            #expect(row.end == report.end)
            #expect(row.endedAt == report.endedAt)
            #expect(row.acknowledgedBy == report.acknowledgedBy)
            #expect(row.openedAt == report.openedAt)
            #expect(row.attempts == report.attemptCount)
        }
        #expect(list.rows.map(\.attempts) == [5, 3])
    }

    @Test func `counts the attempt that an acknowledgement ended once, and none after the incident's end`() throws {
        var log = EventLog()
        log.open()
        log.open(2, key: "db")
        log.start(try EventLog.terms(), incidents: [1, 2])
        log.attempt(1, .busy)
        log.add(.incidentEnded(IncidentID(2), .recovered, .alertRecovered))
        log.attempt(2, .acknowledged)
        #expect(IncidentList(events: log.events).rows.map(\.attempts) == [2, 1])
    }

    @Test func `an incident that comes back while the attempt is under way counts it once`() throws {
        var log = EventLog()
        log.open()
        log.open(2, key: "db")
        log.start(try EventLog.terms(), incidents: [1, 2])
        log.add(.tryPlaced(EventLog.call(1), LineID("sim"), digit: 4))
        log.add(.incidentEnded(IncidentID(1), .recovered, .alertRecovered))
        log.add(.incidentReopened(IncidentID(1), .firedAgain, .call))
        log.add(.incidentJoined(EscalationID(1), IncidentID(1)))
        log.end(1, after: .seconds(30), .noAnswer, rings: 10)
        log.attempt(2, .busy)
        #expect(IncidentList(events: log.events).rows.map(\.attempts) == [2, 2])
        #expect(try log.report(1).attemptCount == 2)
        #expect(try log.report(1).escalations.first?.incidents == [IncidentID(1), IncidentID(2)])
    }

    @Test func `attempts made while the incident was over are not its own, though it is reopened later`() throws {
        var log = EventLog()
        log.open()
        log.open(2, key: "db")
        log.start(try EventLog.terms(), incidents: [1, 2])
        log.add(.incidentEnded(IncidentID(1), .recovered, .alertRecovered))
        log.attempt(1, .busy)
        log.add(.incidentReopened(IncidentID(1), .firedAgain, .call))
        log.add(.incidentJoined(EscalationID(1), IncidentID(1)))
        log.attempt(2, .busy)
        #expect(IncidentList(events: log.events).rows.map(\.attempts) == [1, 2])
        #expect(try log.report(1).attemptCount == 1)
    }

    @Test func `a reopened incident is open`() throws {
        var log = EventLog()
        log.open()
        log.finish(.acknowledged, .operatorAsked(name: "山田", reason: ""), escalation: nil)
        #expect(IncidentList(events: log.events).rows.first?.json["acknowledgedByOperator"] == "山田")
        #expect(IncidentList(events: log.events).rows.first?.json["acknowledgedBy"] == .null)
        log.add(.incidentReopened(IncidentID(1), .firedAgain, .call))
        let row = try #require(IncidentList(events: log.events).rows.first)
        #expect(row.json["state"] == "open")
        #expect(row.acknowledgedBy == nil)
    }

    @Test func `the table's columns stand under one another though Japanese is wide`() throws {
        let text = IncidentList.text(IncidentList(events: try richIncident().events).rows)
        #expect(
            text == """
                番号  状態      受信                 契約  重要度    呼出  受領者          要約
                1     受領済み  2026-08-12 22:15:03  acme  critical  5     鈴木（suzuki）  web-1 が応答しない
                2     受領済み  2026-08-12 22:16:24  acme  critical  3     鈴木（suzuki）  web-1 が応答しない

                """)
    }
}
