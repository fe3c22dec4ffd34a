public import JSONText
public import ServiceHours

/// What nightcall.yaml says of a line over a provider that the site itself describes.
public struct HTTPLineSettings: Sendable {
    public enum Method: String, Hashable, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public enum Body: Hashable, Sendable {
        case none
        case json(JSONValue)
        case form([Pair])
    }

    public struct Pair: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// A request with placeholders such as `{number}`.
    public struct Request: Hashable, Sendable {
        public let method: Method
        public let url: String
        public let body: Body
    }

    public enum Login: Sendable {
        case none
        case bearer(Secret)
        case basic(user: String, password: Secret)
        case header(name: String, value: Secret)
    }

    /// What a provider's word for a call's state means.
    public enum Word: String, Hashable, Sendable, CaseIterable {
        case dialling, ringing, answered, machine, ended
        case noAnswer = "no-answer"
        case busy, rejected
        case unreachableNumber = "unreachable-number"
        case lineFailure = "line-failure"
    }

    public struct Place: Sendable {
        public let request: Request
        public let id: JSONPointer
        public let unreachable: Set<Int>
        public let isIdempotent: Bool
    }

    public struct Watch: Sendable {
        public let request: Request
        public let every: Span
        public let status: JSONPointer
        public let keys: JSONPointer?
    }

    public struct Find: Sendable {
        public let request: Request
        public let id: JSONPointer
    }

    public let from: String
    public let numbers: LineSettings.Numbers
    public let language: Language
    public let login: Login
    public let place: Place
    public let watch: Watch
    public let words: [String: Word]
    public let stop: Request
    public let say: Request?
    public let find: Find?
    public let trial: Request?

    /// Whether the provider is a program on this machine, as in tests.
    var isOnThisMachine: Bool { WebPlace(place.request.url)?.isOnThisMachine ?? false }

    /// What tells one connection from another.
    var identityText: String {
        let requests = [place.request, watch.request, stop, say, find?.request, trial].compactMap(\.self)
        let words = words.map { "\($0.key) \($0.value.rawValue)" }.sorted()
        let pointers = "\(place.id) \(watch.status) \(String(describing: watch.keys)) \(String(describing: find?.id))"
        return
            "\(from) \(numbers) \(language) \(requests) \(words) \(pointers) \(watch.every) \(place.unreachable.sorted())"
    }
}
