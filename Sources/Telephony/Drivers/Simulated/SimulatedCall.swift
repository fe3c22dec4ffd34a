internal import CallTree
internal import ServiceHours

/// One call of the simulated line, from its dial request until the engine forgets it.
struct SimulatedCall {
    enum Phase: Equatable {
        case dialling, ringing, talking, over
    }

    /// What is still to be done, one after the other: the next begins when the engine has answered the one before.
    enum Act: Hashable, Sendable {
        case report(CallReport)
        /// Presses the key that the call asks for.
        case pressProof
        case press(Key)
    }

    let request: DialRequest
    private(set) var phase = Phase.dialling
    /// What the call is saying, by the engine's last answer.
    private(set) var speech = Speech.nothing
    /// The proof that the last message asked for.
    private var asked: Announcement?
    /// Changes when a person takes the call over: what the course of the callee still held is then void.
    private(set) var script = 0
    private var queue: [Act] = []
    private(set) var isReporting = false

    init(_ request: DialRequest) {
        self.request = request
    }

    /// Gives the far end to a person. Whoever takes a telephone in hand can hear it ring.
    mutating func takeOver() {
        script += 1
        if phase == .dialling { add(.report(.ringing)) }
    }

    mutating func add(_ act: Act) {
        guard phase != .over else { return }
        switch act {
        case .report(.ringing): if phase == .dialling { phase = .ringing }
        case .report(.answered): phase = .talking
        case .report(.ended), .report(.denied), .report(.cannotTell): phase = .over
        case .report(.machineDetected), .report(.promptEnded), .report(.adopted), .report(.lost), .pressProof, .press:
            break
        }
        queue.append(act)
    }

    /// True for the caller that shall now report what is queued; nobody else does until the queue was found empty.
    mutating func beginReporting() -> Bool {
        guard !isReporting, !queue.isEmpty else { return false }
        isReporting = true
        return true
    }

    /// What to tell the engine next; nil when there is nothing, and the reporting ends.
    mutating func nextInput() -> Input? {
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .report(let report): return .callReported(request.id, report)
            case .press(let key): return .keyPressed(request.id, key)
            case .pressProof: if let proof { return .keyPressed(request.id, proof) }
            }
        }
        isReporting = false
        return nil
    }

    /// Takes what the engine wants said from now on; true when that is new.
    mutating func hear(_ speech: Speech) -> Bool {
        guard speech != self.speech else { return false }
        self.speech = speech
        if case .message(let announcement, _) = speech { asked = announcement }
        return true
    }

    /// The key that proves a person; nil when nothing asks for one, or no longer.
    private var proof: Key? {
        switch speech {
        case .nothing, .goodbye: return nil
        case .listening, .message: break
        }
        guard let asked else { return .digit(1) }
        switch asked.proof {
        case .answer, .key: return .digit(1)
        case .randomDigit: return .digit(asked.digit)
        }
    }
}
