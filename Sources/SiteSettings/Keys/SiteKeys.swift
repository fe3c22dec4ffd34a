import Documents

/// The keys of nightcall.yaml.
enum SiteKeys {
    static let site = SettingsKeys(
        "nightcall.yaml",
        [
            .optional(
                "listen", default: "127.0.0.1:8024", "127.0.0.1:8024",
                "address and port of the server; port 0 takes any free one; beyond loopback only behind trustedProxies"),
            .optional(
                "trustedProxies", default: "none", "[10.0.0.5]",
                "addresses or networks of the proxies that add TLS in front of the server; others beyond this machine are refused"
            ),
            .optional("data", default: "var/", "var/", "folder of the journal, relative to the site folder"),
            .optional(
                "publicURL", default: "none", "https://night.example.jp/",
                "where telephone providers reach the server"),
            .optional(
                "operator", default: "nobody", "{mail: desk@example.jp}", "who is alarmed when NightCall is in trouble"),
            .optional(
                "operators", default: "none", "[{name: 山田, token: \"${env:YAMADA}\"}]",
                "persons who may acknowledge and cancel through the server, each with a secret of their own"),
            .required("lines", "[{id: sim, driver: simulated}]", "telephone connections, at least one"),
            .optional(
                "numbers", default: "ordinary Japanese numbers only", "{allow: [\"+81120123456\"]}",
                "which telephone numbers are dialled besides fixed lines, 050 and mobile telephones of Japan"),
            .optional(
                "smtp", default: "none", "{host: mail.example.jp, from: desk@example.jp}",
                "server that takes mail; without it, mail is written as files into outbox/new of the data folder"
            ),
            .optional(
                "heartbeat", default: "none", "{url: https://watcher.example/nightcall, every: 60s}",
                "address elsewhere that is asked for while alerts are taken; whoever watches it notices when NightCall is gone"
            ),
            .optional(
                "readiness", default: "never", "\"16:30\"",
                "when, in Japan time, it is checked each day whether the coming night is armed; told by mail and on the console"
            ),
            .optional(
                "retention", default: "for ever", "400d",
                "how long the journal keeps names, numbers and texts of alerts, 31d-9999d; what is open keeps them anyhow"
            ),
            .optional(
                "calendar", default: "the Act on National Holidays", "{holidaysCSV: syukujitsu.csv}",
                "where holidays come from; a running server takes a new table, and at the turn of the year the equinoxes announced since, with a reload"
            ),
            .optional(
                "voice", default: "the voices of Debian", "{japanese: {rate: 85}}", "what speaks in calls over SIP"),
            .optional("runbooks", default: "none", "runbooks/", "folder of runbooks, relative to the site folder"),
        ])

    static let voice = SettingsKeys(
        "nightcall.yaml · voice",
        [
            .optional("japanese", default: "Open JTalk", "{rate: 85}", "the Japanese voice"),
            .optional("english", default: "espeak-ng", "{rate: 85}", "the English voice"),
        ])

    static let voiceOf = SettingsKeys(
        "nightcall.yaml · voice · japanese, english",
        [
            .optional("rate", default: "85", "85", "speed of Debian's voice in percent of its own, 50-200"),
            .optional(
                "command", default: "none", "[/usr/local/bin/speak, \"{wav}\"]",
                "a program instead: it reads the text on standard input and writes a WAV to {wav}, or to standard output"
            ),
            .optional(
                "voicevox", default: "none", "http://127.0.0.1:50021", "a VOICEVOX engine instead, at this address"),
            .optional("speaker", default: "1", "1", "the number of the engine's voice"),
        ])

    static let `operator` = SettingsKeys(
        "nightcall.yaml · operator",
        [
            .optional(
                "mail", default: "none", "desk@example.jp",
                "address of the desk: gets every mail, every alarm, and at 9:00 the head of the journal"),
            .optional(
                "alarm", default: "none", "{command: [/usr/local/bin/page-desk]}",
                "a way to reach the desk at once without the contracts' lines, beside the light on the console"),
        ])

    static let alarm = SettingsKeys(
        "nightcall.yaml · operator · alarm",
        [
            .optional(
                "command", default: "none", "[/usr/local/bin/page-desk]",
                "program and arguments, the alarm's text as the last; 30 s at most, tried again unless it ends with 0"),
            .optional(
                "url", default: "none", "https://pager.example.jp/desk",
                "address to which {alarm, text, at, site} is posted as JSON until it answers 2xx; not beside command"),
        ])

    static let operatorAccount = SettingsKeys(
        "nightcall.yaml · operators · each",
        [
            .required("name", "山田", "name that reports show"),
            .required(
                "token", "\"${env:YAMADA}\"", "secret that the person presents, by reference; 1 to 512 signs of ASCII"),
        ])

    static let numbers = SettingsKeys(
        "nightcall.yaml · numbers",
        [
            .optional(
                "allow", default: "none", "[\"+81120123456\"]",
                "numbers that contacts may have though they are freephone, foreign or of another kind that is refused")
        ])

    static let smtp = SettingsKeys(
        "nightcall.yaml · smtp",
        [
            .required("host", "mail.example.jp", "name or IPv4 address of the server"),
            .optional("port", default: "587; 465 with security: tls", "587", "1-65535"),
            .optional(
                "security", default: "starttls; none on this machine", "starttls",
                "starttls, tls (from the first byte) or none (only to this machine); without it nothing is sent"),
            .optional(
                "authorities", default: "those of the system", "authority.pem",
                "PEM file of the private authorities that sign the server's certificate, relative to the site folder"),
            .optional("user", default: "none", "nightcall", "name to log in with"),
            .optional("password", default: "none", "\"${file:smtp-password}\"", "secret to log in with, by reference"),
            .required("from", "nightcall@example.jp", "address that mails come from"),
        ])

    static let heartbeat = SettingsKeys(
        "nightcall.yaml · heartbeat",
        [
            .required("url", "https://watcher.example/nightcall", "address that is asked for with GET; 2xx is right"),
            .optional("every", default: "60s", "60s", "1s-1h; how often, whatever --speed says"),
        ])

    static let calendar = SettingsKeys(
        "nightcall.yaml · calendar",
        [
            .optional(
                "holidaysCSV", default: "none", "syukujitsu.csv",
                "the Cabinet Office's table (Shift_JIS or UTF-8), relative to the site folder; wins in the years it spans"
            )
        ])
}
