import CallTree
import Reports

/// Where an incident stands, as a walk saw it move.
struct IncidentPhases {
    private var arrows: Set<Statechart.Arrow> = []

    private static let states =
        ["new", "waiting for the opening", "to be called", "being called"] + End.allCases.map(\.rawValue)

    var chart: Statechart {
        Statechart(
            title: "incident", states: Self.states, arrows: Array(arrows), start: "new",
            ends: End.allCases.map(\.rawValue))
    }

    mutating func note(_ events: [Event], from before: WalkState) {
        var places: [IncidentID: String] = [:]
        func place(_ id: IncidentID) -> String { places[id] ?? Self.place(of: id, in: before) }
        for event in events {
            for (id, to, label) in Self.steps(event, place, before) {
                let from = place(id)
                if from != to { arrows.insert(Statechart.Arrow(from: from, to: to, label: label)) }
                places[id] = to
            }
        }
    }

    private static func steps(
        _ event: Event, _ place: (IncidentID) -> String, _ before: WalkState
    ) -> [(IncidentID, to: String, label: String)] {
        switch event {
        case .incidentOpened(let id, _, _, let course): [step(id, course, "alert fires")]
        case .incidentReopened(let id, .firedAgain, let course): [step(id, course, "fires again")]
        case .incidentReopened(let id, .lineReturned, let course): [step(id, course, "line returns")]
        case .escalationStarted(_, _, let carried, _):
            carried.map { ($0, "being called", place($0) == "to be called" ? "escalation starts" : "opening") }
        case .incidentJoined(_, let id): [(id, "being called", "joins")]
        case .escalationResumed(let id, _):
            carried(by: id, before).filter { place($0) == "to be called" }.map { ($0, "being called", "tree goes on") }
        case .escalationEnded(let id, _, _):
            carried(by: id, before).filter { place($0) == "being called" }.map { ($0, "to be called", "left over") }
        case .incidentEnded(let id, let end, let reason): [(id, end.rawValue, label(of: reason))]
        case .alertRecorded, .alertHeard, .alertRecovered, .incidentDeferred, .incidentForgotten,
            .escalationForgotten, .attemptWaits, .tryPlaced, .rang, .answered, .machineDetected,
            .promptEnded, .keyPressed, .keyAnswered, .outcomeDecided, .hangUpAsked, .tryUnsure, .tryFailed, .tryLost,
            .attemptEnded,
            .mailOwed, .mailDelivered, .alarmRaised, .alarmCleared, .lineChanged, .lineCounted, .readinessJudged,
            .clockStepped, .clockJudged,
            .journalRestored:
            []
        }
    }

    private static func carried(by id: EscalationID, _ before: WalkState) -> [IncidentID] {
        before.board.escalations[id]?.incidents ?? []
    }

    private static func step(_ id: IncidentID, _ course: Course, _ label: String) -> (IncidentID, String, String) {
        switch course {
        case .call, .record, .gathers: (id, "to be called", label)
        case .waits: (id, "waiting for the opening", label)
        }
    }

    private static func label(of reason: EndReason) -> String {
        switch reason {
        case .contact: "contact"
        case .operatorAsked: "operator"
        case .alertRecovered: "alert recovers"
        case .roundsMade: "rounds made"
        case .noCallGotThrough: "no call got through"
        case .cap, .callsPerDay: "cap"
        case .windowClosed: "window closes"
        case .recordOnly: "record-only"
        case .stale: "stale at the opening"
        case .neverOpen: "never open"
        case .contractGone: "contract gone"
        case .journalRestored: "journal restored"
        }
    }

    private static func place(of id: IncidentID, in state: WalkState) -> String {
        guard let incident = state.board.incidents[id] else { return "new" }
        switch incident.place {
        case .waiting: return "waiting for the opening"
        case .pending: return "to be called"
        case .carried: return "being called"
        case .ended(let end, _): return end.rawValue
        }
    }
}
