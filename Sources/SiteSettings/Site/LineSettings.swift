public import CallTree

/// One telephone connection of the site.
public struct LineSettings: Sendable {
    /// The kind of a line, with what its driver must know.
    public enum Driver: Sendable {
        /// Nobody is called: the line makes people up.
        case simulated(SimulatedLineSettings)
        /// People are called through Twilio Programmable Voice.
        case twilio(TwilioLineSettings)
        /// People are called over SIP.
        case sip(SIPLineSettings)
        /// People are called by an Asterisk.
        case asterisk(AsteriskLineSettings)

        /// How settings name each driver.
        static let names = ["simulated", "twilio", "sip", "asterisk"]

        public var name: String {
            switch self {
            case .simulated: "simulated"
            case .twilio: "twilio"
            case .sip: "sip"
            case .asterisk: "asterisk"
            }
        }

        /// Whether its provider calls NightCall back.
        public var isCalledBack: Bool {
            switch self {
            case .simulated, .sip, .asterisk: false
            case .twilio: true
            }
        }

        /// Whether it makes telephones of real people ring.
        public var callsPeople: Bool {
            switch self {
            case .simulated: false
            case .twilio(let settings): !settings.isOnThisMachine
            case .sip(let settings): !settings.isOnThisMachine
            // The PBX may stand on this machine: its telephones do not.
            case .asterisk: true
            }
        }
    }

    public let id: LineID
    /// How many calls the line takes.
    public let capacity: LineCapacity
    public let driver: Driver
}
