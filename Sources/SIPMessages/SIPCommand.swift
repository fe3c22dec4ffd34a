internal import JSONText

/// What the engine tells the helper, one JSON object a line.
public enum SIPCommand: Hashable, Sendable {
    /// These trunks are wanted, and no others. Those that are as they were are left alone.
    case trunks([SIPTrunk])
    case dial(SIPDial)
    /// Speaks these files, one after the other, instead of what is being spoken; `said` follows under the same number.
    case say(call: String, number: Int, files: [String])
    case hangUp(call: String)
    /// Nobody wants to hear of the call any more.
    case forget(call: String)
    /// The report is durable.
    case taken(report: Int)
    /// Answered with every report not yet taken, with `calls`, and with how the trunks stand.
    case list
    /// Answered with `calls`: asked to see whether the helper is still there.
    case calls
    /// There will be no other engine: its calls are ended, and then the helper.
    case end

    public var line: [UInt8] { JSONLine.bytes(value) }

    private var value: JSONValue {
        switch self {
        case .trunks(let trunks): ["do": "trunks", "trunks": .array(trunks.map(\.value))]
        case .dial(let dial): ["do": "dial", "dial": dial.value]
        case .say(let call, let number, let files):
            [
                "do": "say", "call": .string(call), "number": .integer(number),
                "files": .array(files.map { .string($0) }),
            ]
        case .hangUp(let call): ["do": "hangUp", "call": .string(call)]
        case .forget(let call): ["do": "forget", "call": .string(call)]
        case .taken(let report): ["do": "taken", "report": .integer(report)]
        case .list: ["do": "list"]
        case .calls: ["do": "calls"]
        case .end: ["do": "end"]
        }
    }

    /// Nil for what is no command of this version.
    public init?(line: [UInt8]) {
        guard let object = JSONLine.object(line), let word = object.text("do") else { return nil }
        switch word {
        case "trunks":
            guard let trunks = object["trunks"]?.array?.map({ $0.object.flatMap(SIPTrunk.init) }),
                !trunks.contains(nil)
            else { return nil }
            self = .trunks(trunks.compactMap { $0 })
        case "dial":
            guard let dial = object["dial"]?.object.flatMap(SIPDial.init) else { return nil }
            self = .dial(dial)
        case "say":
            guard let call = object.text("call"), let number = object.count("number"), let files = object.texts("files")
            else { return nil }
            self = .say(call: call, number: number, files: files)
        case "hangUp":
            guard let call = object.text("call") else { return nil }
            self = .hangUp(call: call)
        case "forget":
            guard let call = object.text("call") else { return nil }
            self = .forget(call: call)
        case "taken":
            guard let report = object.count("report") else { return nil }
            self = .taken(report: report)
        case "list": self = .list
        case "calls": self = .calls
        case "end": self = .end
        default: return nil
        }
    }
}

/// One call to be placed.
public struct SIPDial: Hashable, Sendable {
    /// The id of the try. The same one is never placed twice.
    public let call: String
    public let line: String
    /// The user part of the address to call.
    public let number: String
    /// How long it rings at most. The engine hangs up then; the helper does so only when the engine does not.
    public let ringSeconds: Int
    /// From the dial request until the far end stops ringing by itself (RFC 3261, 13.3.1), should the helper die.
    public let expiresSeconds: Int
    /// What is said while the engine does not answer.
    public let oneMoment: String?

    public init(
        call: String, line: String, number: String, ringSeconds: Int, expiresSeconds: Int, oneMoment: String?
    ) {
        self.call = call
        self.line = line
        self.number = number
        self.ringSeconds = ringSeconds
        self.expiresSeconds = expiresSeconds
        self.oneMoment = oneMoment
    }

    var value: JSONValue {
        [
            "call": .string(call), "line": .string(line), "number": .string(number), "ring": .integer(ringSeconds),
            "expires": .integer(expiresSeconds), "oneMoment": .text(oneMoment),
        ]
    }

    init?(_ object: JSONObject) {
        guard let call = object.text("call"), let line = object.text("line"), let number = object.text("number"),
            let ring = object.count("ring"), let expires = object.count("expires")
        else { return nil }
        self.init(
            call: call, line: line, number: number, ringSeconds: ring, expiresSeconds: expires,
            oneMoment: object.text("oneMoment"))
    }
}

extension SIPTrunk {
    var value: JSONValue {
        [
            "line": .string(line), "transport": .string(transport.rawValue), "host": .string(host),
            "port": .integer(port), "local": .text(local), "localPort": .integer(localPort),
            "domain": .string(domain), "from": .string(from), "identity": .text(identity), "user": .text(user),
            "password": .text(password), "register": .integer(registerSeconds), "options": .integer(optionsSeconds),
            "aLawFirst": .bool(isALawFirst), "certificate": .text(certificate),
        ]
    }

    init?(_ object: JSONObject) {
        guard let line = object.text("line"), let transport = object.text("transport").flatMap(Transport.init),
            let host = object.text("host"), let port = object.count("port"), let domain = object.text("domain"),
            let from = object.text("from")
        else { return nil }
        self.init(line: line, transport: transport, host: host, port: port, domain: domain, from: from)
        local = object.text("local")
        localPort = object.count("localPort") ?? 0
        identity = object.text("identity")
        user = object.text("user")
        password = object.text("password")
        registerSeconds = object.count("register") ?? 0
        optionsSeconds = object.count("options") ?? 0
        isALawFirst = object["aLawFirst"] == .bool(true)
        certificate = object.text("certificate")
    }
}
