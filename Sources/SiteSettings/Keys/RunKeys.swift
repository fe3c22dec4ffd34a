import Documents

/// The keys of a contract that runs rest on.
enum RunKeys {
    static let target = SettingsKeys(
        "contracts/*.yaml · targets · each",
        [
            .required("id", "web-1", "name of the target, unique in the contract"),
            .required("kind", "service", "what it is, as runbooks say under `for`: machine, service, domain …"),
            .required("title", "ウェブサーバー", "what reports call it"),
            .optional(
                "group", default: "none", "tokyo-a", "what fails together with it: an availability set, a region"),
            .optional(
                "alerts", default: "none: every alert calls", "{labels: {instance: web-1}}",
                "the alerts about it, as a rule of `designated`: while an action of ours works on it they call nobody"),
            .optional(
                "parameters", default: "none", "{url: \"http://127.0.0.1:8080/\", unit: nginx}",
                "values for the parameters of runbooks"),
        ])

    static let consent = SettingsKeys(
        "contracts/*.yaml · consents · each",
        [
            .required("action", "service.restart", "the kind of action that is allowed"),
            .optional("target", default: "every target", "web-1", "id of the target; needed for what may lose data"),
            .required("by", "株式会社アクメ 佐藤", "who gave the consent"),
            .required("from", "2026-04-01", "first day, in Japan time"),
            .required("through", "2027-03-31", "last day, in Japan time"),
        ])

    static let standing = SettingsKeys(
        "contracts/*.yaml · standing · each",
        [
            .required("runbook", "service-recovery", "id of the runbook"),
            .required("target", "web-1", "id of the target"),
            .required("when", "{name: NginxDown}", "the alerts that start it, as a rule of `designated`"),
        ])

    static let maintenance = SettingsKeys(
        "contracts/*.yaml · maintenance · each",
        [
            .optional("target", default: "every target", "web-1", "id of the target that is worked on"),
            .required("from", "2026-11-28T22:00:00+09:00", "when it begins"),
            .required("until", "2026-11-29T02:00:00+09:00", "when it is over"),
            .required("reason", "OS更新", "what is done there, as reports say it"),
        ])

    static let allowed = SettingsKeys(
        "contracts/*.yaml · allowed",
        [
            .optional(
                "plugins", default: "none", "[/usr/lib/nagios/plugins/check_disk]",
                "monitoring plugins that checks may start, by absolute path"),
            .optional(
                "commands", default: "none", "[[systemctl, restart, nginx]]",
                "commands that steps may start here or over ssh, word for word; nothing is handed to a shell here"),
            .optional("folders", default: "none", "[/var/backups]", "folders below which checks may look at files"),
        ])

    static let limits = SettingsKeys(
        "contracts/*.yaml · actionLimits",
        [
            .optional(
                "perContract", default: "{times: 6, within: 24h}", "{times: 6, within: 24h}", "of all its targets"),
            .optional(
                "coolDown", default: "30m", "30m", "how long a target is left alone after it was recovered, 0s-24h"),
            .optional(
                "commonCauseTargets", default: "3", "3",
                "when more targets are abnormal within ten minutes nothing is done, 1-1000"),
            .optional("approvalWithin", default: "30m", "30m", "how long a second person may take to agree, 1m-12h"),
            .optional("wholeRun", default: "4h", "4h", "how long a run may take, 10m-24h"),
        ])

    static let budget = SettingsKeys(
        "contracts/*.yaml · actionLimits · perContract",
        [
            .required("times", "6", "how often, 1-100"),
            .required("within", "24h", "in which span, 1m-720h"),
        ])

    static let all = [target, consent, standing, maintenance, allowed, limits, budget]
}
