import Documents

/// The keys of a file in the folder contracts.
enum ContractKeys {
    static let contract = SettingsKeys(
        "contracts/*.yaml",
        [
            .required("id", "acme", "name of the contract in addresses and commands; the file is named after it"),
            .required("customer", "株式会社アクメ", "the customer's name"),
            .optional("kana", default: "reads as written", "アクメ", "how the customer's name is spoken"),
            .optional(
                "readings", default: "none", "{web01: ウェブゼロイチ}", "how names and words are read aloud in calls"),
            .required(
                "contacts", "[{id: sato, name: 佐藤, kana: サトウ, phone: \"+819012345678\"}]",
                "whom to call, in order: one to three"),
            .optional(
                "contactsByAgreement", default: "false", "true", "whether the contract agrees to a fourth contact"),
            .optional("calls", default: "the service terms", "{rings: 10, rounds: 3}", "how contacts are called"),
            .optional("hours", default: "the service terms", "{weekends: true}", "which days count as holidays"),
            .optional(
                "sources", default: "none", "[{id: prom, kind: alertmanager, token: \"${env:ACME_PROM}\"}]",
                "monitoring systems that send alerts"),
            .optional(
                "designated", default: "none: nobody is called", "[{source: prom, labels: {severity: critical}}]",
                "alerts that are called: an alert that matches any rule is, and a rule matches when all its fields do"),
            .optional(
                "mail", default: "none", "[desk@acme.example.jp]", "addresses for what is not called or not received"),
            .optional(
                "targets", default: "none", "[{id: web-1, kind: service, title: ウェブサーバー}]",
                "what runbooks may look at"),
            .optional(
                "consents", default: "none: nothing is changed",
                "[{action: service.restart, by: 佐藤, from: 2026-04-01, through: 2027-03-31}]",
                "dated records of what the customer allows"),
            .optional(
                "agreedOptions", default: "none", "[19]", "exclusions that the contract takes in by agreement, 1-20"),
            .optional(
                "maintenance", default: "none",
                "[{from: 2026-11-28T22:00:00+09:00, until: 2026-11-29T02:00:00+09:00, reason: OS更新}]",
                "spans in which nothing is changed, because somebody works there"),
            .optional(
                "allowed", default: "nothing", "{commands: [[systemctl, restart, nginx]]}",
                "what steps may start and look at"),
            .optional(
                "actionLimits", default: "the usual ones", "{coolDown: 30m}", "how often something may be changed"),
            .optional(
                "standing", default: "none: an alert only calls",
                "[{runbook: service-recovery, target: web-1, when: {name: NginxDown}}]",
                "runs that an alert starts beside the calls"),
            .optional(
                "watches", default: "none",
                "[{id: backup-web-1, runbook: ec2-backup-watch, target: web-1, at: \"04:30\"}]",
                "what is looked at once a day: that a backup has come to its end"),
            .optional(
                "notices", default: "none", "[{cloud: azure, regions: [Japan East]}]",
                "clouds whose outages and planned work are mailed, shown, and keep actions back"),
            .optional(
                "vendors", default: "none", "{example-cloud: support@cloud.example.jp}",
                "mail addresses of vendors, by the names that runbooks call them"),
            .optional(
                "clouds", default: "none",
                "[{id: aws, kind: aws, region: ap-northeast-1, accessKey: AKIAIOSFODNN7EXAMPLE, secret: aws-key}]",
                "the customer's accounts at clouds"),
            .optional(
                "secrets", default: "none", "{web: \"${env:ACME_WEB}\"}", "secrets by the names that runbooks call them"
            ),
        ])

    static let contact = SettingsKeys(
        "contracts/*.yaml · contacts · each",
        [
            .required("id", "sato", "name of the contact, unique in the contract"),
            .required("name", "佐藤", "the person's name"),
            .optional("kana", default: "reads as written", "サトウ", "how the name is spoken"),
            .required(
                "phone", "\"+819012345678\"",
                "fixed line, 050 or mobile telephone of Japan, as +819012345678 or 090-1234-5678; others only if the site allows them"
            ),
        ])

    static let calls = SettingsKeys(
        "contracts/*.yaml · calls",
        [
            .optional("rings", default: "10", "10", "rings a call, 1-20; one is 1 s on and 2 s off"),
            .optional("rounds", default: "3", "3", "how often all contacts are tried, 1-10"),
            .optional("proof", default: "key", "key", "what counts as received: answer, key (press 1) or random-digit"),
            .optional(
                "onWindowClose", default: "stop", "stop",
                "a running tree when the window closes: stop, finish-round or finish-tree"),
            .optional(
                "onRecovery", default: "stop", "stop", "a running tree when its alerts recover: stop or continue"),
            .optional(
                "outsideWindow", default: "call-at-opening", "call-at-opening",
                "an alert outside the window: call-at-opening or record-only"),
            .optional(
                "routes", default: "all lines of the site", "[sim]",
                "lines to dial over, in order; the next is used when one fails"),
            .optional(
                "numberPause", default: "20s", "20s", "from the end of a call to the next to the same number, 0s-10m"),
            .optional(
                "lineFailureLimit", default: "3m", "3m",
                "how long an attempt is tried again while all lines fail, 0s-30m"),
            .optional(
                "holdOff", default: "5m", "5m",
                "how long after a recovery a new firing belongs to the old incident, 0s-24h"),
            .optional(
                "quietLimit", default: "24h", "24h", "after so long without news a dedup key is free again, 1m-720h"),
            .optional(
                "gatherAfterAcknowledgement", default: "60s", "60s",
                "how long incidents are gathered after an acknowledgement, 0s-1h"),
            .optional(
                "gatherAfterExhaustion", default: "5m", "5m", "how long incidents are gathered after all rounds, 0s-1h"),
            .optional("escalationsPerHour", default: "6", "6", "trees a contract may start in an hour, 1-60"),
            .optional(
                "callsPerNumberAndDay", default: "60", "60",
                "calls to one number from noon to noon, after which new trees leave the contact out, 1-1000"),
            .optional(
                "staleAfter", default: "12h", "12h",
                "an alert unheard of for longer is not called at the opening, 1m-168h"),
            .optional(
                "rerunWhenLineReturns", default: "true", "true",
                "whether an undeliverable tree runs once more when a line returns"),
        ])

    static let hours = SettingsKeys(
        "contracts/*.yaml · hours",
        [
            .optional("weekends", default: "true", "true", "Saturdays and Sundays are holidays"),
            .optional("nationalHolidays", default: "true", "true", "national holidays are holidays"),
            .optional("yearEnd", default: "true", "true", "12/30 to 1/4 are holidays"),
            .optional("closingDays", default: "none", "[2026-08-13]", "the company's closing days, holidays too"),
            .optional(
                "always", default: "false", "true", "the window never closes; the keys above then decide nothing"),
        ])

    static let source = SettingsKeys(
        "contracts/*.yaml · sources · each",
        [
            .required("id", "prom", "last part of the address /alerts/CONTRACT/ID"),
            .required("kind", "alertmanager", "which form its alerts have"),
            .required(
                "token", "\"${env:ACME_PROM}\"",
                "secret that the sender presents, by reference; 1 to 512 signs of ASCII"),
        ])

    static let designation = SettingsKeys(
        "contracts/*.yaml · designated · each",
        [
            .optional("source", default: "any", "prom", "id of the source"),
            .optional(
                "labels", default: "any", "{severity: critical, job: /web.*/}",
                "labels that the alert must have; a value in slashes is a regular expression for the whole label"),
            .optional("name", default: "any", "HostDown", "the alert's name, or a regular expression in slashes"),
            .optional(
                "severity", default: "any", "critical",
                "critical, error, unknown, warning, info or the sender's word; or a regular expression in slashes"),
            .optional("text", default: "any", "/.*down.*/", "the alert's summary, or a regular expression in slashes"),
        ])
}
