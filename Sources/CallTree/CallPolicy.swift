public import ServiceHours

/// How a contract wants its contacts called: the numbers of R4 and the choices of the call tree, each with its default.
public struct CallPolicy: Hashable, Sendable {
    /// What counts as proof that a person received the call.
    public enum Proof: String, Hashable, Sendable, CaseIterable {
        /// Any pick-up by a person.
        case answer
        /// Press 1.
        case key
        /// Press the digit just spoken, one of 4-9.
        case randomDigit = "random-digit"
    }

    /// What becomes of a running tree when the window closes.
    public enum OnWindowClose: String, Hashable, Sendable, CaseIterable {
        case stop
        case finishRound = "finish-round"
        case finishTree = "finish-tree"
    }

    /// What becomes of a running tree when its alerts have recovered.
    public enum OnRecovery: String, Hashable, Sendable, CaseIterable {
        case stop, `continue`
    }

    /// What becomes of an alert that arrives outside the window.
    public enum OutsideWindow: String, Hashable, Sendable, CaseIterable {
        case callAtOpening = "call-at-opening"
        case recordOnly = "record-only"
    }

    /// Rings per attempt, 1-20.
    public var rings = 10
    /// Rounds per escalation, 1-10.
    public var rounds = 3
    public var proof = Proof.key
    public var onWindowClose = OnWindowClose.stop
    public var onRecovery = OnRecovery.stop
    public var outsideWindow = OutsideWindow.callAtOpening
    /// The contract's ordered choice of lines.
    public var routes: [LineID] = []
    /// From the end of one call to the start of the next one to the same number.
    public var numberPause = Span.seconds(20)
    /// How long an attempt is tried again while every route fails, before it counts as used.
    public var lineFailureLimit = Span.minutes(3)
    /// How long after a recovery a new firing still belongs to the old incident.
    public var holdOff = Span.minutes(5)
    /// How long a dedup key stays with an incident of which nothing more is heard.
    public var quietLimit = Span.hours(24)
    public var gatherAfterAcknowledgement = Span.seconds(60)
    public var gatherAfterExhaustion = Span.minutes(5)
    /// How many escalations a contract may start within an hour.
    public var escalationsPerHour = 6
    /// How many calls one number gets in a day, whatever the contracts. Whoever has had them is left out of trees that
    /// begin; a tree that has begun is made to its end.
    public var callsPerNumberAndDay = 60
    /// An alert that waited for the opening is called only if it was heard of within this span.
    public var staleAfter = Span.hours(12)
    /// Whether an undeliverable tree runs once more when a line returns.
    public var rerunWhenLineReturns = true

    public init() {}

    /// From the first sign of ringing to our hanging up. A ring in Japan is 1 s on, 2 s off, so n rings end after 3n - 1 s.
    public var ringTime: Span { .seconds(3 * rings - 1) }
}

/// The times of a call that are the same for every contract.
public enum CallTimes {
    /// No ringing within this span is a line failure.
    public static let ringingLimit = Span.seconds(32)
    /// A conversation is at most this long.
    public static let conversationLimit = Span.seconds(120)
    /// After the message twice, and this long without a key, we hang up.
    public static let keyLimit = Span.seconds(8)
    /// A line that does not report the end this long after we hung up is taken to have ended the call.
    public static let hangUpLimit = Span.seconds(30)
    /// After a restart, a call that nobody can tell of is waited for this much longer than it would ring.
    public static let unsureMargin = Span.seconds(15)
    /// The operator is alarmed when every route has failed for this long.
    public static let lineFailureAlarm = Span.seconds(60)
    /// Escalations of a contract are counted over this span.
    public static let capSpan = Span.hours(1)

    /// How long to wait after all routes failed for the n-th time (from 1): 5, 10, 20, 30, 30 ... s.
    public static func retryPause(after failures: Int) -> Span {
        switch failures {
        case ...1: .seconds(5)
        case 2: .seconds(10)
        case 3: .seconds(20)
        default: .seconds(30)
        }
    }

    /// Rings begun within this much ringing: one begins every 3 s, from the first instant.
    public static func rings(in span: Span) -> Int {
        span <= .zero ? 0 : Int((span.microseconds - 1) / 3_000_000) + 1
    }
}
