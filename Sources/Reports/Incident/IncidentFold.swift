public import CallTree

/// Gathers the events of a journal by what they concern, one by one, and makes the reports of any number of incidents.
///
///     var fold = IncidentFold()
///     for event in events { fold.take(event) }
///     let reports = fold.incidents.compactMap { fold.report($0) }
///
/// Events must come in the order of their sequence. For one incident out of a long journal give `only`: then little else is kept.
public struct IncidentFold: Sendable {
    /// An incident's own events, and the escalations that carried it.
    struct Trace {
        var events: [RecordedEvent] = []
        var contract: ContractID?
        var escalations: [EscalationID] = []
    }

    struct EscalationTrace {
        var events: [RecordedEvent] = []
        var contract: ContractID?
        var members: Set<IncidentID> = []
    }

    private enum Owner {
        case incidents([IncidentID])
        case escalation(EscalationID)
        case contract(ContractID)
        case site
    }

    private let only: IncidentID?
    /// In the order in which they were first named.
    public private(set) var incidents: [IncidentID] = []
    private var traces: [IncidentID: Trace] = [:]
    private var escalations: [EscalationID: EscalationTrace] = [:]
    private var contracts: [ContractID: [RecordedEvent]] = [:]
    private var site: [RecordedEvent] = []
    private var mails: [MailID: [IncidentID]] = [:]
    private var alarms: [AlarmID: Owner] = [:]

    /// - Parameter only: the one incident that is asked for; nil for every one.
    public init(only: IncidentID? = nil) {
        self.only = only
    }

    public mutating func take(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .alertRecorded: break
        case .incidentOpened(let id, let contract, _, _):
            enter(recorded, for: [id])
            traces[id]?.contract = contract
        case .alertHeard(let id), .alertRecovered(let id), .incidentReopened(let id, _, _),
            .incidentDeferred(let id, _),
            .incidentEnded(let id, _, _), .incidentForgotten(let id):
            enter(recorded, for: [id])
        case .escalationStarted(let id, let terms, let carried, _):
            enter(recorded, for: id)
            escalations[id]?.contract = terms.id
            for incident in carried { join(incident, id, contract: terms.id) }
        case .incidentJoined(let id, let incident):
            enter(recorded, for: id)
            join(incident, id, contract: escalations[id]?.contract)
        case .escalationResumed(let id, _), .escalationEnded(let id, _, _):
            enter(recorded, for: id)
        case .escalationForgotten(let id):
            forget(id)
        case .attemptWaits(let id, _), .attemptEnded(let id, _, _):
            enter(recorded, for: id.escalation)
        case .tryPlaced(let id, _, _), .rang(let id), .answered(let id, _, _, _), .machineDetected(let id),
            .promptEnded(let id), .keyPressed(let id, _), .keyAnswered(let id), .outcomeDecided(let id, _),
            .hangUpAsked(let id, _),
            .tryUnsure(let id, _), .tryFailed(let id, _), .tryLost(let id):
            enter(recorded, for: id.escalation)
        case .mailOwed(let id, let mail):
            mails[id] = mail.incidents.filter(isWanted)
            enter(recorded, for: mail.incidents)
        case .mailDelivered(let id):
            enter(recorded, for: mails.removeValue(forKey: id) ?? [])
        case .alarmRaised(let id, let alarm):
            let owner = owner(of: alarm)
            alarms[id] = owner
            enter(recorded, for: owner)
        case .alarmCleared(let id, _):
            if let owner = alarms.removeValue(forKey: id) { enter(recorded, for: owner) }
        case .lineChanged, .clockStepped, .clockJudged, .journalRestored:
            site.append(recorded)
        case .lineCounted, .readinessJudged: break
        }
    }

    /// - Parameter today: a contract's terms as they are now; see `IncidentReport.init`.
    /// - Returns: nil when no event named the incident.
    public func report(_ id: IncidentID, today: (ContractID) -> CallTerms? = { _ in nil }) -> IncidentReport? {
        guard let trace = traces[id] else { return nil }
        var events = trace.events
        for escalation in trace.escalations { events += escalations[escalation]?.events ?? [] }
        if let contract = trace.contract { events += contracts[contract] ?? [] }
        events += site
        events.sort { $0.sequence < $1.sequence }
        var builder = IncidentReportBuilder(incident: id, today: trace.contract.flatMap(today))
        for event in events { builder.take(event) }
        return builder.finished()
    }

    private func owner(of alarm: Alarm) -> Owner {
        switch alarm {
        case .linesFailing(let attempt): .escalation(attempt.escalation)
        case .undeliverable(let escalation): .escalation(escalation)
        case .endNotReported(let id): .escalation(id.escalation)
        case .capReached(let contract), .callsPerDayReached(let contract, _), .calendarUnreadable(let contract),
            .contractGone(let contract):
            .contract(contract)
        case .mailRefused(let mail): mails[mail].map(Owner.incidents) ?? .site
        case .clockDistrusted, .restartingOften, .journalBroken, .setAside, .callbackForged, .mailFailing,
            .journalRestored, .runNeedsPerson, .manyTargetsAbnormal, .lineOut, .lineSilent, .notArmed:
            .site
        }
    }

    private mutating func enter(_ recorded: RecordedEvent, for owner: Owner) {
        switch owner {
        case .incidents(let ids): enter(recorded, for: ids)
        case .escalation(let id): enter(recorded, for: id)
        case .contract(let id): contracts[id, default: []].append(recorded)
        case .site: site.append(recorded)
        }
    }

    private mutating func enter(_ recorded: RecordedEvent, for ids: [IncidentID]) {
        for id in ids where isWanted(id) {
            if traces[id] == nil { incidents.append(id) }
            traces[id, default: Trace()].events.append(recorded)
        }
    }

    private mutating func enter(_ recorded: RecordedEvent, for id: EscalationID) {
        escalations[id, default: EscalationTrace()].events.append(recorded)
    }

    private mutating func join(_ incident: IncidentID, _ escalation: EscalationID, contract: ContractID?) {
        guard isWanted(incident) else { return }
        if traces[incident] == nil { incidents.append(incident) }
        escalations[escalation]?.members.insert(incident)
        if traces[incident, default: Trace()].escalations.contains(escalation) != true {
            traces[incident]?.escalations.append(escalation)
        }
        if traces[incident]?.contract == nil { traces[incident]?.contract = contract }
    }

    /// A forgotten escalation can no longer be joined: it is dropped unless it carried an incident that is asked for.
    private mutating func forget(_ id: EscalationID) {
        if escalations[id]?.members.isEmpty ?? true { escalations[id] = nil }
    }

    private func isWanted(_ id: IncidentID) -> Bool {
        only == nil || only == id
    }
}
