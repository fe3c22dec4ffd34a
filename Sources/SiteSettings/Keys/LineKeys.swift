import Documents

/// The keys of a line in nightcall.yaml.
enum LineKeys {
    /// Keys of every driver.
    static let common: [SettingsKey] = [
        .required("id", "sim", "name of the line, unique in the site"),
        .required("driver", "simulated", "the kind of line"),
        .optional("slots", default: "as many as asked", "4", "calls that the line carries at once, 1-10000"),
        .optional(
            "selfCall", default: "none", "\"+815011112222\"",
            "a number that answers by itself and presses 1 after the message; rung before each night, see readiness"),
    ]

    static let twilio = SettingsKeys(
        "nightcall.yaml · lines · each with driver: twilio",
        common + [
            .required("account", "AC0123456789abcdef0123456789abcdef", "the account's SID"),
            .required("token", "\"${env:TWILIO_TOKEN}\"", "the account's auth token, by reference"),
            .required("from", "\"+815012345678\"", "the caller's number, one of the account or verified by it"),
            .optional(
                "callsPerSecond", default: "1", "1", "dial requests in a second, 1-30, as the account is allowed"),
            .optional(
                "voice", default: "Polly.Mizuki", "Polly.Takumi", "a voice of Twilio's that speaks the line's language"),
            .optional("language", default: "japanese", "english", "what is spoken: japanese or english"),
            .optional("api", default: "https://api.twilio.com", "https://api.twilio.com", "where the API is"),
        ])

    static let sip = SettingsKeys(
        "nightcall.yaml · lines · each with driver: sip",
        common + [
            .required("proxy", "192.0.2.1:5060", "the provider's proxy or the PBX: name or address, and port"),
            .required("from", "\"+815012345678\"", "the caller's number or extension"),
            .optional("transport", default: "udp", "tcp", "udp, tcp or tls"),
            .optional("domain", default: "the host of proxy", "pbx.example", "the domain of numbers at the other side"),
            .optional(
                "identity", default: "none", "\"+815012345678\"",
                "number for P-Preferred-Identity, where the trunk wants it"),
            .optional("user", default: "none", "nightcall", "name for digest; and the contact of a registration"),
            .optional("password", default: "none", "\"${env:SIP_PASSWORD}\"", "password for digest, by reference"),
            .optional("register", default: "never", "10m", "registers, and again before this is over; 60s-24h"),
            .optional(
                "keepAlive", default: "30s", "30s",
                "how often OPTIONS asks whether the other side is there; 0s for never"),
            .optional("local", default: "found by itself", "192.0.2.9", "own address to send from"),
            .optional("localPort", default: "any", "5060", "own port; 0 for any"),
            .optional(
                "numbers", default: "international", "national",
                "how numbers are dialled: international (+8190…) or national (090…)"),
            .optional("codec", default: "pcmu", "pcma", "the form of G.711 offered first: pcmu or pcma"),
            .optional(
                "certificate", default: "made at the start", "trunk.pem",
                "own certificate and key for tls, in one PEM file"),
            .optional(
                "unverifiedTLS", default: "false", "true",
                "accepts that tls does not look at the other side's certificate"),
            .optional("callsPerSecond", default: "10", "10", "dial requests in a second, 1-100"),
            .optional("language", default: "japanese", "english", "what is spoken: japanese or english"),
        ])

    static let asterisk = SettingsKeys(
        "nightcall.yaml · lines · each with driver: asterisk",
        common + [
            .required(
                "address", "http://127.0.0.1:8088", "where Asterisk's HTTP server is, with its prefix if it has one"),
            .required("user", "nightcall", "a user of Asterisk's ari.conf"),
            .required("password", "\"${env:ARI_PASSWORD}\"", "that user's password, by reference"),
            .required("endpoint", "\"PJSIP/{number}@trunk\"", "what is dialled; {number} stands for the number"),
            .required(
                "sounds", "/var/lib/nightcall-sounds",
                "folder of speech that Asterisk reads under the same path, on this machine or a share"),
            .optional("from", default: "left to Asterisk", "\"+815012345678\"", "the caller's number"),
            .optional(
                "numbers", default: "international", "national",
                "how numbers are dialled: international (+8190…) or national (090…)"),
            .optional(
                "app", default: "nightcall- and the line's id", "nightcall",
                "name for events and channels; one program alone may use it"),
            .optional(
                "unencrypted", default: "false", "true",
                "accepts that the password crosses the network in clear, to an Asterisk on another machine"),
            .optional("callsPerSecond", default: "10", "10", "dial requests in a second, 1-100"),
            .optional("language", default: "japanese", "english", "what is spoken: japanese or english"),
        ])

    /// The keys of each driver.
    static func keys(of driver: String) -> SettingsKeys {
        switch driver {
        case "twilio": twilio
        case "sip": sip
        case "http": HTTPLineKeys.line
        case "asterisk": asterisk
        default: simulated
        }
    }

    static let simulated = SettingsKeys(
        "nightcall.yaml · lines · each with driver: simulated",
        common + [
            .optional(
                "answers", default: "none", "{sato: [no-answer, acknowledge]}",
                "how people answer: by contact id, contract/contact id or number; one answer for each call to them, the last repeats"
            ),
            .optional(
                "otherwise", default: "[no-answer]", "[acknowledge]", "how everybody else answers"),
            .optional("ringAfter", default: "0s", "1s", "from the dial request to the first ring, at most 60s"),
            .optional("pickUpAfter", default: "6s", "6s", "from the first ring until a person picks up, at most 120s"),
            .optional(
                "voicemailAfter", default: "15s", "15s", "from the first ring until a machine answers, at most 120s"),
            .optional("keyAfter", default: "4s", "4s", "from the pick-up until a key is pressed, at most 120s"),
            .optional(
                "busyAfter", default: "1s", "1s", "from the dial request until busy or rejected is heard, at most 60s"),
        ])
}
