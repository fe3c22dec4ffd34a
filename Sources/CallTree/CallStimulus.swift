import ServiceHours

/// Everything that can happen to a call: reports of its line, keys, its own deadline, and the operator.
enum CallStimulus: Hashable, Sendable {
    case ringing
    case answered(Answerer)
    case machineDetected
    case promptEnded
    case ended(CallEnding)
    case adopted
    case denied
    case cannotTell
    case lost(until: Instant)
    case key(Key)
    /// The instant of `Call.deadline` has come.
    case deadline
    case operatorHungUp

    init(_ report: CallReport) {
        switch report {
        case .ringing: self = .ringing
        case .answered(let answerer): self = .answered(answerer)
        case .machineDetected: self = .machineDetected
        case .promptEnded: self = .promptEnded
        case .ended(let ending): self = .ended(ending)
        case .adopted: self = .adopted
        case .denied: self = .denied
        case .cannotTell: self = .cannotTell
        case .lost(let until): self = .lost(until: until)
        }
    }
}
