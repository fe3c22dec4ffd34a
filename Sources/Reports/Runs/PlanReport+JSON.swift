import RunbookModel
import ServiceHours

extension PlanReport {
    /// For programs: stable names, both languages of a sentence as the report has one.
    public var json: JSONValue {
        .object([
            JSONMember("runbook", .string(run.order.runbook.id.text)),
            JSONMember("contract", .string(run.order.contract)),
            JSONMember("target", .string(run.order.target.id.text)),
            JSONMember("at", .instant(asked)),
            JSONMember("rounds", .integer(run.rounds.count)),
            JSONMember("checks", .array(run.order.runbook.checks.compactMap(check))),
            JSONMember("row", .integer(run.row)),
            JSONMember("conclusion", .string(run.conclusion.rawValue)),
            JSONMember("sentence", .text(run.rule?.sentence)),
            JSONMember("response", .text(run.response?.id.text)),
            JSONMember("actions", .array((run.response?.actions ?? []).map { .string(words(of: $0)) })),
            JSONMember(
                "guards",
                .array(
                    guards.map { answer in
                        .object([
                            JSONMember("guard", .string(answer.kind.rawValue)),
                            JSONMember("passes", .bool(answer.passes)),
                            JSONMember("reason", .string(sentence(answer.reason))),
                        ])
                    })),
            JSONMember("wouldAct", .bool(wouldAct)),
        ])
    }

    private func sentence(_ words: Words) -> String {
        switch language {
        case .japanese: words.japanese
        case .english: words.english
        }
    }

    private func check(_ check: Runbook.Check) -> JSONValue? {
        guard let result = round?.results[check.id] else { return nil }
        let evidence = result.evidence
        return .object([
            JSONMember("check", .string(check.id.text)), JSONMember("title", .string(check.title)),
            JSONMember("use", .string(check.use)), JSONMember("verdict", .string(result.verdict.rawValue)),
            JSONMember("sentence", .string(sentence(result.sentence))),
            JSONMember(
                "readings",
                .array(
                    result.readings.map { reading in
                        .object([
                            JSONMember("name", .string(reading.name)), JSONMember("value", .string(reading.value)),
                            JSONMember("threshold", .text(reading.threshold)),
                        ])
                    })),
            JSONMember("source", .string(evidence.source)), JSONMember("sourceTime", .instant(evidence.sourceTime)),
            JSONMember("readAt", .instant(evidence.readAt)), JSONMember("ageSeconds", .seconds(evidence.age)),
            JSONMember("latencyMilliseconds", .integer(Int(evidence.latency.microseconds / 1_000))),
            JSONMember("attempts", .integer(evidence.attempts)), JSONMember("requestID", .text(evidence.requestID)),
            JSONMember("digest", .text(evidence.digest)), JSONMember("excerpt", .string(evidence.excerpt)),
            JSONMember(
                "details",
                .array(
                    evidence.details.map {
                        .object([JSONMember("name", .string($0.name)), JSONMember("value", .string($0.value))])
                    })),
        ])
    }
}
