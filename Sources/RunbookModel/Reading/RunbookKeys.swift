import Documents

/// The keys of a runbook's file, version 1.
enum RunbookKeys {
    static let runbook = SettingsKeys(
        "Runbooks/*.yaml",
        [
            .required("version", "1", "the form of the file, 1"),
            .required("id", "web-server", "the file's name without its ending"),
            .required("title", "ウェブサーバーの正常性確認", "what it does, as a heading"),
            .optional("purpose", default: "none", "トップページが表示されるかを確認する", "what it is for, in a sentence or two"),
            .required("for", "[machine, service]", "the kinds of target that it can be run on"),
            .optional("parameters", default: "none", "{url: {title: 確認先, type: url}}", "values that a run is given"),
            .required("checks", "[{id: page, title: …, use: http, with: {…}}]", "steps that read only"),
            .required(
                "decide", "[{when: {page: abnormal}, conclusion: abnormal, say: …}]", "the first row that matches"),
            .optional("responses", default: "none", "[{id: restart, title: …, actions: […]}]", "what rows may lead to"),
            .optional(
                "verify", default: "none", "{checks: [page], from: 30s, every: 30s, rounds: 2, deadline: 10m}",
                "the proof that a response worked; needed when one changes a target"),
        ])

    static let parameter = SettingsKeys(
        "Runbooks/*.yaml · parameters · each",
        [
            .required("title", "確認先のURL", "what it is, for the person who gives it"),
            .required("type", "url", "text, integer, host, url or path"),
            .optional("pattern", default: "any of its type", "/[a-z0-9.-]+/", "a regular expression in slashes"),
            .optional("default", default: "must be given", "nginx", "what a run without it takes"),
        ])

    static let check = SettingsKeys(
        "Runbooks/*.yaml · checks · each",
        [
            .required("id", "page", "its name in this file"),
            .required("title", "トップページが表示される", "what is normal, as the report gives it"),
            .required("use", "http", "the kind of check; see the list of kinds below"),
            .optional("with", default: "nothing", "{url: \"{url}\"}", "what the kind is to look at"),
            .optional("expect", default: "as the kind says", "{status: 200}", "what counts as normal"),
            .optional("timeout", default: "10s", "10s", "for one attempt, 1s-10m"),
            .optional("attempts", default: "2", "2", "how often it is tried before it counts as not made, 1-10"),
            .optional("spacing", default: "5s", "5s", "between two attempts, 0s-5m"),
            .optional(
                "after", default: "at once", "[self]", "checks that must be normal first; otherwise it is skipped"),
        ])

    static let rule = SettingsKeys(
        "Runbooks/*.yaml · decide · each",
        [
            .optional(
                "when", default: "always", "{page: abnormal, \"disk.used\": \"> 90\"}",
                "verdicts of checks, `any` or `all` of them, and values; all must hold"),
            .optional("then", default: "report", "restart", "id of a response, or report for nothing but the report"),
            .required("conclusion", "abnormal", "of the run: normal, warning, abnormal or unknown"),
            .required("say", "ページが表示されないため、再起動します。", "the sentence for the report"),
        ])

    static let response = SettingsKeys(
        "Runbooks/*.yaml · responses · each",
        [
            .required("id", "restart", "its name in this file"),
            .required("title", "ウェブサーバーの再起動", "what is done, as a heading"),
            .required("actions", "[{id: restart, title: …, use: service.restart, with: {…}}]", "in order"),
            .optional(
                "exclusion", default: "none", "19",
                "the exclusion that it falls under, 1-20: then only where the contract has agreed on it"),
            .optional("guards", default: "the usual ones", "{rounds: 2, apart: 30s}", "what must hold before it"),
        ])

    static let action = SettingsKeys(
        "Runbooks/*.yaml · responses · actions · each",
        [
            .required("id", "restart", "its name in this response"),
            .required("title", "nginx を再起動する", "what is done"),
            .required("use", "service.restart", "the kind of action; see the list of kinds below"),
            .optional("with", default: "nothing", "{unit: nginx}", "what the kind is to act on"),
            .optional("timeout", default: "2m", "2m", "how long it may take, 1s-60m"),
        ])

    static let guards = SettingsKeys(
        "Runbooks/*.yaml · responses · guards",
        [
            .optional("rounds", default: "2", "2", "rounds in a row that must lead here, 1-10"),
            .optional("apart", default: "30s", "30s", "at least between two of those rounds, 0s-30m"),
            .optional("signals", default: "2", "2", "kinds of signal that must be abnormal, 1-4"),
            .optional("freshness", default: "5m", "5m", "no observation is older, 10s-1h"),
            .optional(
                "budget", default: "[{times: 1, within: 6h}, {times: 2, within: 168h}]", "[{times: 1, within: 6h}]",
                "how often to one target"),
            .optional("secondPerson", default: "false", "true", "whether a second person must agree"),
        ])

    static let budget = SettingsKeys(
        "Runbooks/*.yaml · responses · guards · budget · each",
        [
            .required("times", "1", "how often, 1-100"),
            .required("within", "6h", "in which span, 1m-720h"),
        ])

    static let verify = SettingsKeys(
        "Runbooks/*.yaml · verify",
        [
            .required("checks", "[page]", "ids of checks"),
            .optional(
                "newer", default: "none", "[inside.bootTime]",
                "instants that these checks read, which must lie behind the action: a machine that was started anew"),
            .optional("from", default: "30s", "30s", "from the end of the response to the first round, 0s-1h"),
            .optional("every", default: "30s", "30s", "between two rounds, 5s-30m"),
            .optional("rounds", default: "2", "2", "good rounds in a row, 2-10"),
            .required("deadline", "10m", "from the end of the response, 1m-4h"),
            .optional(
                "otherwise", default: "nothing but the report", "escalate",
                "id of the response when it is not proven by then: one that tells people and changes nothing"),
        ])

    static let all = [runbook, parameter, check, rule, response, action, guards, budget, verify]
}
