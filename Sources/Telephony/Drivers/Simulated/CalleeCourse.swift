internal import CallTree
public import ServiceHours

/// What a simulated person, machine or network does with one call, in the words of drill scenarios.
public enum CalleeReaction: String, Hashable, Sendable, CaseIterable {
    /// Picks up and gives the proof that is asked for.
    case acknowledge
    /// Picks up and presses 2.
    case pass
    /// Picks up, listens and presses nothing.
    case answer
    /// Picks up and hangs up.
    case hangUp = "hang-up"
    /// A machine picks up.
    case voicemail
    case noAnswer = "no-answer"
    case busy, rejected
    /// The network says that there is no such number.
    case unreachable
    case lineFailure = "line-failure"
}

/// When things happen in a simulated call.
public struct CalleeTimes: Hashable, Sendable {
    /// From the dial request to the first ring.
    public var ringAfter = Span.zero
    /// From the first ring until a person picks up.
    public var pickUpAfter = Span.seconds(6)
    /// From the first ring until a machine picks up.
    public var voicemailAfter = Span.seconds(15)
    /// From the pick-up until a key is pressed, or until a person hangs up.
    public var keyAfter = Span.seconds(4)
    /// From the dial request until the network says busy, rejected or unreachable.
    public var busyAfter = Span.seconds(1)
    /// How long the message is spoken, each time.
    public var messageLength = Span.seconds(10)

    public init() {}
}

/// What the far end of one call does, as a list of moments after the dial request: a function of the reaction and the
/// times alone, so that after a restart the same call goes on as it would have gone.
struct CalleeCourse: Hashable, Sendable {
    struct Moment: Hashable, Sendable {
        let after: Span
        let act: SimulatedCall.Act
    }

    /// In order of time.
    let moments: [Moment]

    init(_ reaction: CalleeReaction, _ times: CalleeTimes) {
        let ringing = Moment(after: times.ringAfter, act: .report(.ringing))
        let pickUp = times.ringAfter + times.pickUpAfter
        let picksUp = Moment(after: pickUp, act: .report(.answered(by: .person)))
        func ends(_ ending: CallEnding, after span: Span) -> Moment {
            Moment(after: span, act: .report(.ended(ending)))
        }
        moments =
            switch reaction {
            case .acknowledge: [ringing, picksUp, Moment(after: pickUp + times.keyAfter, act: .pressProof)]
            case .pass: [ringing, picksUp, Moment(after: pickUp + times.keyAfter, act: .press(.digit(2)))]
            case .answer: [ringing, picksUp]
            case .hangUp: [ringing, picksUp, ends(.hungUp, after: pickUp + times.keyAfter)]
            case .voicemail:
                [
                    ringing,
                    Moment(after: times.ringAfter + times.voicemailAfter, act: .report(.answered(by: .machine))),
                ]
            case .noAnswer: [ringing]
            case .busy: [ends(.busy, after: times.busyAfter)]
            case .rejected: [ends(.rejected, after: times.busyAfter)]
            case .unreachable: [ends(.unreachableNumber, after: times.busyAfter)]
            case .lineFailure: [ends(.lineFailure, after: .zero)]
            }
    }
}
