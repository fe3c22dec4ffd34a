public import CallTree

/// One telephone connection of the site.
public struct LineSettings: Sendable {
    /// How the other side wants numbers.
    public enum Numbers: String, Hashable, Sendable, CaseIterable {
        /// `+819012345678`.
        case international
        /// `09012345678`.
        case national
    }

    /// The kind of a line, with what its driver must know.
    public enum Driver: Sendable {
        /// Nobody is called: the line makes people up.
        case simulated(SimulatedLineSettings)
        /// People are called through Twilio Programmable Voice.
        case twilio(TwilioLineSettings)
        /// People are called over SIP.
        case sip(SIPLineSettings)
        /// People are called through a provider that the site itself describes.
        case http(HTTPLineSettings)
        /// People are called by an Asterisk.
        case asterisk(AsteriskLineSettings)

        /// How settings name each driver.
        static let names = ["simulated", "twilio", "sip", "http", "asterisk"]

        public var name: String {
            switch self {
            case .simulated: "simulated"
            case .twilio: "twilio"
            case .sip: "sip"
            case .http: "http"
            case .asterisk: "asterisk"
            }
        }

        /// Whether its provider calls NightCall back.
        public var isCalledBack: Bool {
            switch self {
            case .simulated, .sip, .http, .asterisk: false
            case .twilio: true
            }
        }

        /// Whether it makes telephones of real people ring.
        public var callsPeople: Bool {
            switch self {
            case .simulated: false
            case .twilio(let settings): !settings.isOnThisMachine
            case .sip(let settings): !settings.isOnThisMachine
            case .http(let settings): !settings.isOnThisMachine
            // The PBX may stand on this machine: its telephones do not.
            case .asterisk: true
            }
        }
    }

    public let id: LineID
    /// How many calls the line takes.
    public let capacity: LineCapacity
    public let driver: Driver
    /// How the ids of the contracts begin that stand for self-calls.
    static let selfCallPrefix = "self-call-"

    /// The contract under which the line's self-calls are made and reported.
    public var selfCallContract: ContractID { ContractID(Self.selfCallPrefix + id.text) }

    /// The number that answers a call of NightCall to itself and presses 1; nil for none.
    public let selfCall: PhoneNumber?
}
