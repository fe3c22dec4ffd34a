import CallTree
import Reports

/// The phases of an attempt and its calls, as a walk saw them follow one another.
struct CallPhases {
    private var arrows: Set<Statechart.Arrow> = []

    /// In the order in which they are drawn.
    private static let states = [
        "due", "waiting", "dialling", "unsure", "ringing", "talking", "closing", "hanging up", "ended",
    ]

    var chart: Statechart {
        Statechart(
            title: "attempt and call", states: Self.states, arrows: Array(arrows), start: "due", ends: ["ended"])
    }

    mutating func note(_ events: [Event], after move: WalkMove, from before: WalkState) {
        var phases: [AttemptID: String] = [:]
        for event in events {
            guard let (attempt, phase, label) = Self.step(event, move) else { continue }
            let from = phases[attempt] ?? Self.phase(of: attempt, in: before)
            // A key that crosses our hanging up changes the outcome, and we go on hanging up.
            let isCrossing = from == "hanging up" && (phase == "talking" || phase == "closing")
            if from != phase, !isCrossing {
                arrows.insert(Statechart.Arrow(from: from, to: phase, label: label))
                phases[attempt] = phase
            }
        }
    }

    private static func step(_ event: Event, _ move: WalkMove) -> (AttemptID, phase: String, label: String)? {
        switch event {
        case .attemptWaits(let id, _): (id, "waiting", "number or slot not free")
        case .tryPlaced(let id, _, _): (id.attempt, "dialling", "dialled")
        case .rang(let id): (id.attempt, "ringing", "rings")
        case .answered(let id, _, _, _): (id.attempt, "talking", "answered")
        case .outcomeDecided(let id, let outcome): (id.attempt, "closing", outcome.rawValue)
        case .hangUpAsked(let id, _): (id.attempt, "hanging up", cause(of: move))
        case .tryUnsure(let id, _): (id.attempt, "unsure", "lost by the line, or unknown after a crash")
        case .tryFailed(let id, _): (id.attempt, "waiting", "line failure")
        case .tryLost(let id): (id.attempt, "waiting", "no such call after a crash")
        case .attemptEnded(let id, let outcome, _): (id, "ended", outcome.rawValue)
        case .alertRecorded, .incidentOpened, .alertHeard, .alertRecovered, .incidentReopened, .incidentDeferred,
            .incidentEnded, .incidentForgotten, .escalationStarted, .incidentJoined, .escalationResumed,
            .escalationEnded, .escalationForgotten, .machineDetected, .promptEnded, .keyPressed, .keyAnswered,
            .mailOwed,
            .mailDelivered, .alarmRaised, .alarmCleared, .lineChanged, .lineCounted, .readinessJudged, .clockStepped,
            .clockJudged, .journalRestored:
            nil
        }
    }

    private static func cause(of move: WalkMove) -> String {
        switch move {
        case .hangUp: "operator"
        case .report: "goodbye said"
        case .body, .key, .acknowledge, .cancel, .line, .wait, .clockJudged, .clockStep, .crash: "time is up"
        }
    }

    private static func phase(of id: AttemptID, in state: WalkState) -> String {
        guard let escalation = state.board.escalations[id.escalation], escalation.attemptsUsed + 1 == id.number,
            let attempt = escalation.attempt
        else { return "due" }
        switch attempt.state {
        case .waiting, .retrying, .redialling: return "waiting"
        case .calling(let call):
            switch call.phase {
            case .dialling: return "dialling"
            case .unsure: return "unsure"
            case .ringing: return "ringing"
            case .talking: return "talking"
            case .closing: return "closing"
            case .hangingUp: return "hanging up"
            }
        }
    }
}
