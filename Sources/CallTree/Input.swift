public import ServiceHours

/// What the world tells the board. Inputs are never stored; what is decided from them is (`Event`).
public enum Input: Sendable {
    /// One body from a source of the contract, already authenticated and read.
    case alertsReceived(ContractID, [Alert])
    case callReported(TryID, CallReport)
    /// A key heard during a call.
    case keyPressed(TryID, Key)
    case operatorAsked(OperatorRequest)
    case lineReported(LineID, LineState)
    case mailDelivered(MailID)
    /// A deadline may have come.
    case woke
    /// The wall clock was found to have moved against the monotonic one, forward if positive.
    case clockStepped(by: Span)
    /// Whether the clock can be right at all: not before the build date, not before the journal's last event.
    case clockJudged(trusted: Bool)
    /// What a check before the night found.
    case readinessChecked(Readiness)
    /// The shell has found something that the operator must see, or that it is over.
    case troubleFound(Alarm)
    case troubleOver(Alarm)
}

/// What a line says of one of its calls. Reports may come late, twice or out of order.
public enum CallReport: Hashable, Sendable {
    /// The far end has begun to ring.
    case ringing
    case answered(by: Answerer)
    /// A machine was recognised after the answer. Only a hint: it renames a call without a key, it ends none.
    case machineDetected
    /// What was being spoken came to its end.
    case promptEnded
    /// The call is over.
    case ended(CallEnding)
    /// After a restart: the line has this call and has reported everything up to now.
    case adopted
    /// After a restart: the line is sure that it has no such call.
    case denied
    /// After a restart: the line cannot tell whether it has such a call.
    case cannotTell
    /// The line has lost the call by a failure of its own: nobody there hears it any more, and it may ring on until the
    /// instant given.
    case lost(until: Instant)
}

/// Who picked up, as far as the line can tell.
public enum Answerer: Hashable, Sendable, CaseIterable {
    case person, machine, unknown
}

/// Why a call is over, by the line.
public enum CallEnding: Hashable, Sendable, CaseIterable {
    /// The far end hung up after the answer, or we did.
    case hungUp
    case noAnswer, busy, rejected, unreachableNumber
    /// The line or the network failed; not the contact's fault.
    case lineFailure
}

public enum LineState: Hashable, Sendable, CaseIterable {
    case up, down
}

/// A key of a telephone.
public enum Key: Hashable, Sendable {
    case digit(UInt8)
    case star, pound

    /// Nil for anything but `0`-`9`, `*` and `#`.
    public init?(_ text: String) {
        switch text {
        case "*": self = .star
        case "#": self = .pound
        default:
            guard text.utf8.count == 1, let byte = text.utf8.first, (0x30...0x39).contains(byte) else { return nil }
            self = .digit(byte - 0x30)
        }
    }

    public var text: String {
        switch self {
        case .digit(let digit): String(digit)
        case .star: "*"
        case .pound: "#"
        }
    }
}

/// What a named operator asks for.
public enum OperatorRequest: Hashable, Sendable {
    case acknowledge(IncidentID, by: String)
    case cancel(IncidentID, by: String, reason: String)
    /// Ends a call that rings or talks.
    case hangUp(TryID, by: String)
    case clearAlarm(AlarmID, by: String)
}

/// What the board answers to an input, once its events are durable.
public enum Reply: Hashable, Sendable {
    case done
    /// How many alerts of a body concern an incident, and how many were only recorded.
    case alerts(accepted: Int, ignored: Int)
    /// What the line shall do in this call from now on.
    case speech(Speech)
    /// The request cannot be met; why, for the person who asked.
    case refused(String)
}

/// What a call says. The line speaks it; the words are made in `Telephony`.
public enum Speech: Hashable, Sendable {
    /// Nothing is to be said: not answered yet, or over.
    case nothing
    /// The message for these incidents; `repetition` is 1 or 2.
    case message(Announcement, repetition: Int)
    /// The message was spoken twice; wait for a key.
    case listening
    /// Say thanks and hang up.
    case goodbye(Outcome)
}

/// What a call announces, fixed when it is answered.
public struct Announcement: Hashable, Sendable {
    /// Where the incidents stand: still firing, or settled since the telephone began to ring.
    public enum Standing: Hashable, Sendable, CaseIterable {
        case firing, recovered, acknowledged, cancelled
    }

    public let contract: ContractID
    public let incidents: [IncidentID]
    public let standing: Standing
    public let proof: CallPolicy.Proof
    /// The digit to press under proof `random-digit`, 4-9.
    public let digit: UInt8

    public init(
        contract: ContractID, incidents: [IncidentID], standing: Standing, proof: CallPolicy.Proof, digit: UInt8
    ) {
        self.contract = contract
        self.incidents = incidents
        self.standing = standing
        self.proof = proof
        self.digit = digit
    }
}
