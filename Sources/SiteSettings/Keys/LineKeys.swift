import Documents

/// The keys of a line in nightcall.yaml.
enum LineKeys {
    /// Keys of every driver.
    static let common: [SettingsKey] = [
        .required("id", "sim", "name of the line, unique in the site"),
        .required("driver", "simulated", "the kind of line"),
        .optional("slots", default: "as many as asked", "4", "calls that the line carries at once, 1-10000"),
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

    /// The keys of each driver.
    static func keys(of driver: String) -> SettingsKeys { driver == "twilio" ? twilio : simulated }

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
