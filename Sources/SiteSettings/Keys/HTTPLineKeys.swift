import Documents

/// The keys of a line over a provider that the site describes.
enum HTTPLineKeys {
    static let line = SettingsKeys(
        "nightcall.yaml · lines · each with driver: http",
        LineKeys.common + [
            .required(
                "place", "{url: \"https://voice.example/calls\", json: {to: \"{number}\", text: \"{text}\"}, id: /id}",
                "the request that places a call"),
            .required(
                "watch", "{url: \"https://voice.example/calls/{id}\", status: /status, keys: /digits}",
                "the request that asks what the call does, and where the answer says it"),
            .required(
                "words", "{ringing: ringing, in-progress: answered, completed: ended}",
                "the provider's words and what they mean: dialling, ringing, answered, machine, ended, no-answer, busy, rejected, unreachable-number or line-failure"
            ),
            .required(
                "stop", "{url: \"https://voice.example/calls/{id}\", method: DELETE}", "the request that ends a call"),
            .optional(
                "say", default: "the words go out with place", "{url: \"…/{id}/say\", json: {text: \"{text}\"}}",
                "the request that speaks in a call that was answered"),
            .optional(
                "find", default: "a call in doubt is waited out", "{url: \"…?reference={call}\", id: /calls/0/id}",
                "the request that finds the provider's name of a call by ours"),
            .optional(
                "try", default: "not asked", "{url: \"https://voice.example/account\"}",
                "the request by which `nightcall check --lines` asks whether the credentials are taken"),
            .optional(
                "login", default: "none", "{bearer: \"${env:VOICE_TOKEN}\"}", "what each request proves itself with"),
            .optional("from", default: "none", "\"+815012345678\"", "what stands for {from}"),
            .optional(
                "numbers", default: "international", "national",
                "how {number} is written: international (+8190…) or national (090…)"),
            .optional("callsPerSecond", default: "1", "1", "dial requests in a second, 1-100"),
            .optional("language", default: "japanese", "english", "what is spoken: japanese or english"),
        ])

    private static let request: [SettingsKey] = [
        .required(
            "url", "\"https://voice.example/calls\"",
            "address, with placeholders; https, unless it is on this machine"),
        .optional("method", default: "POST with a body, GET without", "DELETE", "GET, POST, PUT, PATCH or DELETE"),
        .optional(
            "json", default: "none", "{to: \"{number}\"}",
            "body as JSON, with placeholders in its texts; not beside form"),
        .optional("form", default: "none", "{to: \"{number}\"}", "body as a web form, with placeholders"),
    ]

    static let place = SettingsKeys(
        "nightcall.yaml · lines · place",
        request + [
            .required("id", "/id", "where the answer holds the provider's name of the call, as a JSON pointer"),
            .optional(
                "unreachable", default: "none", "[404, 422]", "statuses that mean that there is no such number"),
            .optional(
                "idempotent", default: "false", "true",
                "whether one call comes of it however often it is sent with the same {call}"),
        ])

    static let watch = SettingsKeys(
        "nightcall.yaml · lines · watch",
        request + [
            .required("status", "/status", "where the answer holds the word for what the call does"),
            .optional(
                "keys", default: "none: nobody can acknowledge by key", "/digits", "where it holds the keys pressed"),
            .optional("every", default: "2s", "2s", "how often it is asked, 1s-10s"),
        ])

    static let find = SettingsKeys(
        "nightcall.yaml · lines · find",
        request + [.required("id", "/calls/0/id", "where the answer holds the provider's name of the call")])

    static let other = SettingsKeys("nightcall.yaml · lines · stop, say, try", request)

    static let login = SettingsKeys(
        "nightcall.yaml · lines · login",
        [
            .optional(
                "bearer", default: "none", "\"${env:VOICE_TOKEN}\"", "token for `Authorization: Bearer`, by reference"),
            .optional("user", default: "none", "nightcall", "name for Basic authentication, with password"),
            .optional("password", default: "none", "\"${env:VOICE_PASSWORD}\"", "secret for it, by reference"),
            .optional(
                "header", default: "none", "X-API-Key", "name of a header field of the provider's own, with secret"),
            .optional("secret", default: "none", "\"${env:VOICE_KEY}\"", "what stands in that field, by reference"),
        ])

    static let all = [line, place, watch, find, other, login]
}
