import ServiceHours

extension Board {
    func decideOperator(_ request: OperatorRequest, at now: Instant) -> (events: [Event], reply: Reply) {
        switch request {
        case .acknowledge(let id, let name):
            end(id, .acknowledged, .operatorAsked(name: name, reason: ""))
        case .cancel(let id, let name, let reason):
            end(id, .cancelled, .operatorAsked(name: name, reason: reason))
        case .hangUp(let id, _):
            if escalations[id.escalation]?.attempt?.call?.id == id {
                (decideCall(id, .operatorHungUp, at: now), .done)
            } else {
                ([], .refused("call \(id) is not under way"))
            }
        case .clearAlarm(let id, let name):
            switch alarms[id] {
            case nil: ([], .refused("alarm \(id) is not lit"))
            // Whoever clears this one has looked at the clock.
            case .clockDistrusted: ([.alarmCleared(id, by: name), .clockJudged(trusted: true)], .done)
            // Whoever clears one of these wants the line used again.
            case .lineOut(let line), .lineSilent(let line):
                ([.alarmCleared(id, by: name), .lineCounted(line, failures: 0)], .done)
            default: ([.alarmCleared(id, by: name)], .done)
            }
        }
    }

    private func end(_ id: IncidentID, _ end: End, _ reason: EndReason) -> (events: [Event], reply: Reply) {
        guard let incident = incidents[id] else {
            return ([], .refused("no incident \(id) is on the board: it never was, or it ended long ago"))
        }
        switch incident.place {
        case .waiting, .pending, .carried: return ([.incidentEnded(id, end, reason)], .done)
        case .ended(let end, _): return ([], .refused("incident \(id) has already ended: \(end.rawValue)"))
        }
    }
}
