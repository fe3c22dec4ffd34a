internal import JSONText

/// What the helper tells the engine, one JSON object a line.
public enum SIPNews: Hashable, Sendable {
    /// Something happened to a call. Told again after every `list` until it is `taken`.
    case report(number: Int, line: String, call: String, SIPReport)
    /// Nothing of this call, which a dead helper had, rings or talks any more.
    case silenced(line: String, call: String)
    case calls(SIPKnownCalls)
    /// What the registrar or the proxy of this line answers.
    case trunk(line: String, SIPTrunkState)

    public var line: [UInt8] { JSONLine.bytes(value) }

    private var value: JSONValue {
        switch self {
        case .report(let number, let line, let call, let report):
            .object(
                [
                    JSONMember("is", "report"), JSONMember("number", .integer(number)),
                    JSONMember("line", .string(line)), JSONMember("call", .string(call)),
                ] + report.members)
        case .silenced(let line, let call): ["is": "silenced", "line": .string(line), "call": .string(call)]
        case .calls(let known):
            [
                "is": "calls", "calls": .array(known.calls.map(\.value)), "since": .integer(known.since),
                "process": .integer(known.process),
            ]
        case .trunk(let line, let state):
            [
                "is": "trunk", "line": .string(line), "status": .integer(state.status),
                "error": .integer(state.error), "why": .string(state.why),
            ]
        }
    }

    /// Nil for what is no news of this version.
    public init?(line: [UInt8]) {
        guard let object = JSONLine.object(line), let word = object.text("is") else { return nil }
        switch word {
        case "report":
            guard let number = object.count("number"), let line = object.text("line"), let call = object.text("call"),
                let report = SIPReport(object)
            else { return nil }
            self = .report(number: number, line: line, call: call, report)
        case "silenced":
            guard let line = object.text("line"), let call = object.text("call") else { return nil }
            self = .silenced(line: line, call: call)
        case "calls":
            guard let calls = object["calls"]?.array?.map({ $0.object.flatMap(SIPKnownCall.init) }),
                !calls.contains(nil), let since = object.count("since"), let process = object.count("process")
            else { return nil }
            self = .calls(SIPKnownCalls(calls: calls.compactMap { $0 }, since: since, process: process))
        case "trunk":
            guard let line = object.text("line"), let status = object.count("status"),
                let error = object.count("error")
            else { return nil }
            self = .trunk(line: line, SIPTrunkState(status: status, error: error, why: object.text("why") ?? ""))
        default: return nil
        }
    }
}

/// How a trunk stands.
public struct SIPTrunkState: Hashable, Sendable {
    /// What was answered to REGISTER or OPTIONS; 0 when nothing was.
    public let status: Int
    /// What failed, by errno.h; 0 when nothing did.
    public let error: Int
    /// The same in words.
    public let why: String

    public init(status: Int, error: Int, why: String) {
        self.status = status
        self.error = error
        self.why = why
    }
}

/// What happened to a call.
public enum SIPReport: Hashable, Sendable {
    /// The far end rings.
    case ringing
    case answered
    case key(String)
    /// What was to be said under this number was said to its end.
    case said(Int)
    /// A machine has answered, as far as its speech tells.
    case machine
    case ended(SIPEnd)

    fileprivate var members: [JSONMember] {
        switch self {
        case .ringing: [JSONMember("what", "ringing")]
        case .answered: [JSONMember("what", "answered")]
        case .key(let key): [JSONMember("what", "key"), JSONMember("key", .string(key))]
        case .said(let number): [JSONMember("what", "said"), JSONMember("said", .integer(number))]
        case .machine: [JSONMember("what", "machine")]
        case .ended(let end):
            [
                JSONMember("what", "ended"), JSONMember("status", .integer(end.status)),
                JSONMember("cause", .integer(end.cause)), JSONMember("error", .integer(end.error)),
                JSONMember("why", .string(end.why)), JSONMember("hungUp", .bool(end.isHungUp)),
                JSONMember("answered", .bool(end.wasAnswered)),
            ]
        }
    }

    fileprivate init?(_ object: JSONObject) {
        switch object.text("what") {
        case "ringing": self = .ringing
        case "answered": self = .answered
        case "machine": self = .machine
        case "key":
            guard let key = object.text("key") else { return nil }
            self = .key(key)
        case "said":
            guard let number = object.count("said") else { return nil }
            self = .said(number)
        case "ended":
            self = .ended(
                SIPEnd(
                    status: object.count("status") ?? 0, cause: object.count("cause") ?? 0,
                    error: object.count("error") ?? 0, why: object.text("why") ?? "",
                    isHungUp: object["hungUp"] == .bool(true), wasAnswered: object["answered"] == .bool(true)))
        default: return nil
        }
    }
}

/// How a call came to its end. Its last transaction is over: nothing rings and nothing talks any more.
public struct SIPEnd: Hashable, Sendable {
    /// The final status of the far end (RFC 3261, 21); 0 when there was none.
    public let status: Int
    /// The cause of Q.850 that came with it (RFC 3326); 0 when none did.
    public let cause: Int
    /// What failed on our side, by errno.h; 0 when nothing did.
    public let error: Int
    /// The same in words.
    public let why: String
    /// Whether it was we who hung up.
    public let isHungUp: Bool
    public let wasAnswered: Bool

    public init(
        status: Int = 0, cause: Int = 0, error: Int = 0, why: String = "", isHungUp: Bool = false,
        wasAnswered: Bool = false
    ) {
        self.status = status
        self.cause = cause
        self.error = error
        self.why = why
        self.isHungUp = isHungUp
        self.wasAnswered = wasAnswered
    }
}

/// The calls that a helper has.
public struct SIPKnownCalls: Hashable, Sendable {
    public let calls: [SIPKnownCall]
    /// Since when it runs, in microseconds of Unix time. Calls that were placed before were another helper's.
    public let since: Int
    /// Its process.
    public let process: Int

    public init(calls: [SIPKnownCall], since: Int, process: Int) {
        self.calls = calls
        self.since = since
        self.process = process
    }
}

/// A call that the helper has, and how far it has come.
public struct SIPKnownCall: Hashable, Sendable {
    public let call: String
    public let hasRung: Bool
    public let isAnswered: Bool

    public init(call: String, hasRung: Bool, isAnswered: Bool) {
        self.call = call
        self.hasRung = hasRung
        self.isAnswered = isAnswered
    }

    fileprivate var value: JSONValue {
        ["call": .string(call), "rang": .bool(hasRung), "answered": .bool(isAnswered)]
    }

    fileprivate init?(_ object: JSONObject) {
        guard let call = object.text("call") else { return nil }
        self.init(call: call, hasRung: object["rang"] == .bool(true), isAnswered: object["answered"] == .bool(true))
    }
}
