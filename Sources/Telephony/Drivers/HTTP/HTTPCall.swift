internal import CallTree
internal import ServiceHours

/// What the line keeps of one call.
struct HTTPCall: Sendable {
    let request: DialRequest
    /// The provider's own name of it, once it is known.
    var providerID: String?
    /// The engine wants it to end.
    var isHungUp = false
    var isOver = false
    private var hasRung = false
    private var isAnswered = false
    private var isMachine = false
    private var keys = ""
    /// When what is being said will have been spoken; nil when nothing is.
    var spokenAt: Instant?
    var speech = Speech.nothing

    init(_ request: DialRequest) {
        self.request = request
    }

    /// What the engine is to be told of what the provider says.
    mutating func hear(_ word: ProviderWord, keys pressed: String) -> [Input] {
        let id = request.id
        var inputs: [Input] = []
        func report(_ report: CallReport) { inputs.append(.callReported(id, report)) }
        switch word {
        case .dialling: break
        case .ringing:
            if !hasRung, !isAnswered { report(.ringing) }
            hasRung = true
        case .answered, .machine:
            if !isAnswered { report(.answered(by: word == .machine ? .machine : .unknown)) }
            if isAnswered, word == .machine, !isMachine { report(.machineDetected) }
            isAnswered = true
            isMachine = isMachine || word == .machine
        case .ended, .noAnswer, .busy, .rejected, .unreachableNumber, .lineFailure: break
        }
        inputs += newKeys(pressed).map { .keyPressed(id, $0) }
        if let ending = ending(word), !isOver {
            isOver = true
            report(.ended(ending))
        }
        return inputs
    }

    /// The provider knows the call no more.
    mutating func vanish() -> [Input] { hear(.ended, keys: keys) }

    private func ending(_ word: ProviderWord) -> CallEnding? {
        switch word {
        case .dialling, .ringing, .answered, .machine: nil
        case .ended: isAnswered ? .hungUp : .noAnswer
        case .noAnswer: .noAnswer
        case .busy: .busy
        case .rejected: .rejected
        case .unreachableNumber: .unreachableNumber
        case .lineFailure: .lineFailure
        }
    }

    /// A provider gives all keys so far, or those since it was asked last.
    private mutating func newKeys(_ pressed: String) -> [Key] {
        defer { keys = pressed }
        let new = pressed.hasPrefix(keys) ? pressed.dropFirst(keys.count) : pressed[...]
        return new.prefix(20).compactMap { Key(String($0)) }
    }
}
