import CallTree
import ServiceHours

/// The model that the check keeps of its own: as much as its rules need.
extension OutsideCheck {
    /// An escalation.
    struct Tree {
        let terms: CallTerms
        var closing: Instant?
        var incidents: [IncidentID]
        /// Those that were in before the first dial request.
        var fromTheFirst: [IncidentID]
        var used = 0
        /// Some attempt reached a telephone, or a network that knows the number.
        var gotThrough = false
        var isOver = false
        var end: End?
        /// The attempt that is due or under way, once anything was tried for it.
        var turn: Turn?
        /// When the first dial request of the round under way left.
        var roundBegan: (round: Int, at: Instant)?
    }

    /// An attempt for which something was tried.
    struct Turn {
        let attempt: Int
        var tries = 0
        var call: CallModel?
        var failures = 0
        /// The lines that failed it since all had.
        var failedLines: [LineID] = []
        var firstFailure: Instant?
        var retryAt: Instant?
    }

    struct CallModel {
        let id: TryID
        let line: LineID
        let phone: PhoneNumber
        let digit: UInt8
        var rang = false
        var machine = false
        var isPerson = false
        var announced: [IncidentID]?
        var standing: Announcement.Standing?
        var promptsHeard = 0
        var keys: [Key] = []

        /// The call got as far as the telephone.
        var reached: Bool { rang || announced != nil }
    }

    /// An incident.
    struct Trouble {
        enum Place: Hashable {
            case waiting, pending
            case carried(EscalationID)
        }

        let contract: ContractID
        var place: Place
        var lastHeard: Instant
        /// The escalation that carries it or carried it last.
        var carrier: EscalationID?
        var recovered = false
        var end: End?
    }

    struct NumberModel {
        var holder: TryID?
        var lastEnd: Instant?
    }

    struct DeskModel {
        var running: EscalationID?
        var gatheringUntil: Instant?
        var starts: [Instant] = []
    }

    struct DueResumption: Hashable {
        let tree: EscalationID
        let incident: IncidentID
    }

    struct DueMail: Hashable {
        let kind: Mail.Kind
        let incident: IncidentID
    }

    mutating func changeCall(_ id: TryID, _ change: (inout CallModel) -> Void) {
        guard trees[id.escalation]?.turn?.call?.id == id else {
            expect(false, .untold, "try \(id) is not under way")
            return
        }
        if var call = trees[id.escalation]?.turn?.call {
            change(&call)
            trees[id.escalation]?.turn?.call = call
        }
    }

    /// The incidents of an escalation that it still carries, each once.
    func carried(by id: EscalationID) -> [IncidentID] {
        trees[id]?.incidents.filter { troubles[$0]?.place == .carried(id) && troubles[$0]?.end == nil } ?? []
    }
}

extension OutsideCheck {
    /// Whether the operator was told that calls over the line fail.
    func isOut(_ line: LineID) -> Bool { outLines.values.contains(line) }

    mutating func raised(_ id: AlarmID, _ alarm: Alarm) {
        switch alarm {
        case .lineOut(let line), .lineSilent(let line): outLines[id] = line
        default: break
        }
    }

    /// When the last call to this number ended that begins a pause.
    func lastEnd(of phone: PhoneNumber) -> Instant? { numbers[phone]?.lastEnd }
}
