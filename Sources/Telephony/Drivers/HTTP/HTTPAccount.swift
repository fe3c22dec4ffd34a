public import JSONText
public import ServiceHours
public import WebTransfer

/// A provider that the site itself describes: how a call is placed, watched and stopped over HTTP.
///
/// Such a provider speaks the words itself and hears the key; what it says of a call is asked for again and again, so that it
/// needs no way back to this server. It can do less than a driver made for it: words that it was given when the call was
/// placed do not tell of an incident that joins while the telephone rings, unless `say` gives them after the answer.
public struct HTTPAccount: Sendable {
    public let from: String
    public let numbers: NumberForm
    public let language: Language
    public let login: Login
    public let place: ProviderRequest
    /// Where the answer to `place` holds the provider's own name of the call.
    public let placedID: JSONPointer
    /// Statuses of that answer which mean that there is no such number.
    public let unreachable: Set<Int>
    /// Whether the provider places one call however often it is asked for the same `{call}`.
    public let isIdempotent: Bool
    public let watch: ProviderRequest
    public let every: Span
    /// Where the answer to `watch` holds the word for what the call does, and the keys pressed so far.
    public let status: JSONPointer
    public let keys: JSONPointer?
    public let words: [String: ProviderWord]
    public let stop: ProviderRequest
    /// Speaks in a call that was answered; nil where the words go out with `place`.
    public let say: ProviderRequest?
    /// Finds the provider's name of a call by ours.
    public let find: Finding?
    /// Asks whether the provider takes our credentials.
    public let trial: ProviderRequest?

    /// How we prove who we are.
    public enum Login: Sendable {
        case none
        case basic(Credentials)
        case field(name: String, value: String)
    }

    public struct Finding: Sendable {
        public let request: ProviderRequest
        public let id: JSONPointer

        public init(request: ProviderRequest, id: JSONPointer) {
            self.request = request
            self.id = id
        }
    }

    public init(
        from: String, numbers: NumberForm, language: Language, login: Login, place: ProviderRequest,
        placedID: JSONPointer, unreachable: Set<Int>, isIdempotent: Bool, watch: ProviderRequest, every: Span,
        status: JSONPointer, keys: JSONPointer?, words: [String: ProviderWord], stop: ProviderRequest,
        say: ProviderRequest?, find: Finding?, trial: ProviderRequest?
    ) {
        self.from = from
        self.numbers = numbers
        self.language = language
        self.login = login
        self.place = place
        self.placedID = placedID
        self.unreachable = unreachable
        self.isIdempotent = isIdempotent
        self.watch = watch
        self.every = every
        self.status = status
        self.keys = keys
        self.words = words
        self.stop = stop
        self.say = say
        self.find = find
        self.trial = trial
    }
}

/// What a provider's word for a call's state means here.
public enum ProviderWord: String, Hashable, Sendable, CaseIterable {
    /// Not rung yet.
    case dialling
    case ringing
    case answered
    /// Answered by a machine.
    case machine
    /// Over; before an answer nobody picked up, after it somebody hung up.
    case ended
    case noAnswer = "no-answer"
    case busy, rejected
    case unreachableNumber = "unreachable-number"
    case lineFailure = "line-failure"
}
