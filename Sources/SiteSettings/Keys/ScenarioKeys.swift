import Documents

/// The keys of a drill's scenario file.
enum ScenarioKeys {
    static let scenario = SettingsKeys(
        "drill scenarios",
        [
            .optional("title", default: "none", "The second contact takes it", "what the drill shows, in a sentence"),
            .required(
                "contract", "../Site/contracts/acme.yaml",
                "path of a contract's file, relative to the scenario, or the contract itself"),
            .required(
                "start", "2026-11-20T18:00:00+09:00",
                "when the drill begins, 1948-07-20 to 2099-12-31; other instants may be spans from it, like +90s"),
            .required(
                "alerts", "[{at: +0s, source: prom, dedupKey: web-1}]",
                "what the monitoring systems send; alerts of one instant come in one body"),
            .optional(
                "answers", default: "nobody answers", "{sato: [no-answer, acknowledge]}",
                "how each contact answers, one for each attempt to that contact; the last repeats"),
            .optional("recoveries", default: "none", "[{dedupKey: web-1, at: +2m}]", "when troubles are over"),
            .optional(
                "operator", default: "nothing", "[{at: +1m, do: acknowledge, name: 山田, dedupKey: web-1}]",
                "what the operator does"),
            .optional(
                "crashes", default: "none", "[{afterEvent: 5}]",
                "when the engine dies and starts again from its journal"),
            .optional(
                "lines", default: "all stay up", "[{id: sim, at: +10s, state: down}]", "when lines fail and return"),
            .optional(
                "expect", default: "nothing", "{outcome: acknowledged, acknowledgedBy: sato}",
                "what must come of it for the drill to pass"),
        ])

    static let alert = SettingsKeys(
        "drill scenarios · alerts · each",
        [
            .required("at", "+0s", "when it is received"),
            .optional("source", default: "the contract's first source, or drill", "prom", "id of the source"),
            .required("dedupKey", "web-1", "what makes two alerts the same trouble"),
            .optional("status", default: "firing", "resolved", "firing, resolved or update"),
            .optional(
                "severity", default: "unknown", "critical", "in the sender's own spelling, such as critical or page"),
            .optional("name", default: "none", "HostDown", "the alert's name"),
            .optional("summary", default: "none", "web-1 does not answer", "what the trouble is"),
            .optional("labels", default: "none", "{job: web}", "labels, as rules of designated alerts look at them"),
            .optional("startedAt", default: "none", "+0s", "when the trouble began by the sender's clock"),
        ])

    static let recovery = SettingsKeys(
        "drill scenarios · recoveries · each",
        [
            .required("dedupKey", "web-1", "the dedup key of an alert"),
            .optional("at", default: "one of these three", "+2m", "at this instant"),
            .optional(
                "beforeAttempt", default: "one of these three", "3",
                "instead of dialling this attempt of the tree, counted from 1"),
            .optional(
                "duringAttempt", default: "one of these three", "3",
                "as soon as this attempt of the tree was dialled, counted from 1"),
        ])

    static let operatorAction = SettingsKeys(
        "drill scenarios · operator · each",
        [
            .required("at", "+1m", "when"),
            .required("do", "acknowledge", "acknowledge or cancel"),
            .required("name", "山田", "the operator's name"),
            .required("dedupKey", "web-1", "the dedup key of an alert"),
        ])

    static let crash = SettingsKeys(
        "drill scenarios · crashes · each",
        [
            .optional("at", default: "one of these two", "+30s", "at this instant"),
            .optional(
                "afterEvent", default: "one of these two", "5", "after the event with this number, counted from 1"),
        ])

    static let line = SettingsKeys(
        "drill scenarios · lines · each",
        [
            .required(
                "id", "sim",
                "a line of the contract's routes; a contract without routes dials over all lines named here, or over sim"
            ),
            .required("at", "+10s", "when"),
            .required("state", "down", "up or down; a line returns only where the scenario says so"),
        ])

    static let expect = SettingsKeys(
        "drill scenarios · expect",
        [
            .optional(
                "outcome", default: "anything", "acknowledged", "the end of the first incident, or null for no incident"
            ),
            .optional(
                "acknowledgedBy", default: "anybody", "sato",
                "id of the contact who took the first incident, or null for nobody"),
            .optional("attempts", default: "any number", "5", "how many attempts ended"),
            .optional("outcomes", default: "any", "[no-answer, acknowledged]", "their outcomes, in order"),
        ])

    static let all = [scenario, alert, recovery, operatorAction, crash, line, expect]
}
