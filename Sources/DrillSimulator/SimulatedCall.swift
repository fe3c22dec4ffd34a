import CallTree
import ServiceHours

/// When things happen in a simulated call: the defaults of the simulated world.
enum SimulatedTimes {
    /// From the first ring until a person picks up.
    static let personAnswers = Span.seconds(6)
    /// From the first ring until a machine picks up: the fifth ring.
    static let machineAnswers = Span.seconds(15)
    /// From the pick-up until a key is pressed or the person hangs up.
    static let personActs = Span.seconds(4)
    /// From the dial request until the network says busy, rejected or unreachable.
    static let networkRefuses = Span.seconds(1)
    /// How long the message is spoken, each time.
    static let message = Span.seconds(10)
}

/// One call on a simulated line, from the dial request until its end was reported.
struct SimulatedCall {
    let id: TryID
    /// Tells the call from another one in the same slot; 0 once its end was reported.
    var serial: Int
    let reaction: Scenario.Reaction
    /// What the line was last told to say, and how often it was told something new.
    var saying = Saying.nothing
    var prompts = 0
    /// The key that proves a person, as far as the message has said.
    var proof = Key.digit(1)
    /// The end is on its way to the engine; nothing else happens any more.
    var isOver = false

    enum Saying: Equatable {
        case nothing
        case message(repetition: Int)
        case listening, goodbye
    }

    /// Whether a machine answers the call, and when after the first ring the call is answered; nil for never.
    var answer: (by: Answerer, after: Span)? {
        switch reaction {
        case .acknowledge, .pass, .answer, .hangUp: (.person, SimulatedTimes.personAnswers)
        case .voicemail: (.machine, SimulatedTimes.machineAnswers)
        case .noAnswer, .busy, .rejected, .unreachable, .lineFailure: nil
        }
    }

    /// What the person does some seconds after the pick-up.
    var act: CallMoment? {
        switch reaction {
        case .acknowledge, .pass: .keyIsPressed
        case .hangUp: .ends(.hungUp)
        case .answer, .voicemail, .noAnswer, .busy, .rejected, .unreachable, .lineFailure: nil
        }
    }

    /// How the network refuses the call; nil when it lets the far end ring.
    var refusal: (ending: CallEnding, after: Span)? {
        switch reaction {
        case .busy: (.busy, SimulatedTimes.networkRefuses)
        case .rejected: (.rejected, SimulatedTimes.networkRefuses)
        case .unreachable: (.unreachableNumber, SimulatedTimes.networkRefuses)
        case .lineFailure: (.lineFailure, .zero)
        case .acknowledge, .pass, .answer, .hangUp, .voicemail, .noAnswer: nil
        }
    }

    /// The key that the person presses.
    var key: Key { reaction == .pass ? .digit(2) : proof }
}
