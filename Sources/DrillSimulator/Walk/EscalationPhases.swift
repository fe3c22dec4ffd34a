import CallTree
import Reports

/// How an escalation runs and ends, as a walk saw it.
struct EscalationPhases {
    private var arrows: Set<Statechart.Arrow> = []

    var chart: Statechart {
        let ends = End.allCases.map(\.rawValue).filter { end in arrows.contains { $0.to == end } }
        return Statechart(
            title: "escalation", states: ["running"] + ends, arrows: Array(arrows), start: "running", ends: ends)
    }

    mutating func note(_ events: [Event]) {
        for event in events {
            switch event {
            case .escalationEnded(_, let end, _):
                arrows.insert(Statechart.Arrow(from: "running", to: end.rawValue, label: Self.label(of: end)))
            case .escalationResumed:
                arrows.insert(Statechart.Arrow(from: End.recovered.rawValue, to: "running", label: "fires again"))
            case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
                .incidentEnded, .incidentForgotten, .escalationStarted, .incidentJoined, .escalationForgotten,
                .attemptWaits, .tryPlaced, .rang, .answered, .machineDetected, .promptEnded, .keyPressed, .keyAnswered,
                .outcomeDecided, .hangUpAsked, .tryUnsure, .tryFailed, .tryLost, .attemptEnded, .mailOwed,
                .mailDelivered, .alarmRaised, .alarmCleared, .lineChanged, .lineCounted, .readinessJudged,
                .clockStepped, .clockJudged,
                .journalRestored:
                break
            }
        }
    }

    private static func label(of end: End) -> String {
        switch end {
        case .acknowledged: "a person takes it"
        case .recovered: "nothing fires any more"
        case .exhausted: "rounds made"
        case .undeliverable: "no call got through"
        case .handedOver: "window closes"
        case .cancelled: "operator"
        case .notCalled: "not called"
        }
    }
}
