import CallTree
import ServiceHours

/// One incident with nearly everything in it: two attempts unanswered, a line that fails, waiting, a second incident
/// joining, an alarm, an acknowledgement by key, a recovery and a reopening that is not called again.
func richIncident() throws -> EventLog {
    var log = EventLog()
    let terms = try EventLog.terms { $0.rounds = 2 }
    log.open()
    log.start(terms)
    log.attempt(1, .noAnswer)
    // The first route fails, the second goes through to voicemail.
    log.add(.tryPlaced(EventLog.call(2), LineID("twilio"), digit: 5))
    log.add(after: .seconds(32), .tryFailed(EventLog.call(2), retryAt: log.now + .seconds(32)))
    log.add(.tryPlaced(EventLog.call(2, number: 2), LineID("sip"), digit: 5))
    log.add(after: .seconds(1), .rang(EventLog.call(2, number: 2)))
    log.add(after: .seconds(15), .answered(EventLog.call(2, number: 2), by: .unknown, [IncidentID(1)], .firing))
    log.open(2, after: .seconds(2), key: "db-1/disk")
    log.add(.incidentJoined(EscalationID(1), IncidentID(2)))
    log.add(after: .seconds(1), .machineDetected(EventLog.call(2, number: 2)))
    log.end(2, after: .seconds(20), .voicemail, rings: 6)
    log.attempt(3, .busy)
    log.add(.attemptWaits(EventLog.attempt(4), .numberPausing(until: log.now + .seconds(9))))
    log.add(.alarmRaised(AlarmID(1), .linesFailing(EventLog.attempt(4))))
    log.now = log.now + .seconds(9)
    log.attempt(4, .hungUp, announcing: [1, 2])
    log.add(.alertHeard(IncidentID(1)))
    log.attempt(5, .acknowledged, announcing: [1, 2])
    log.add(after: .minutes(1), .alarmCleared(AlarmID(1), by: "山田"))
    log.add(after: .minutes(6), .alertRecovered(IncidentID(1)))
    return log
}
