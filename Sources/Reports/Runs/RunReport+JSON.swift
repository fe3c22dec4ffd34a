public import JSONText
internal import RunbookModel
public import ServiceHours

/// For programs; `RunReport.schema` says what it looks like.
extension RunReport {
    public func json(language: Language = .japanese) -> JSONValue {
        .object([
            JSONMember("report", .string(number)), JSONMember("run", .integer(run.id.number)),
            JSONMember("contract", .string(order.contract)), JSONMember("customer", .string(order.terms.customer)),
            JSONMember("extent", .string(order.extent.rawValue)), JSONMember("asker", asker),
            JSONMember(
                "target",
                .object([
                    JSONMember("id", .string(order.target.id.text)), JSONMember("kind", .string(order.target.kind)),
                    JSONMember("title", .string(order.target.title)), JSONMember("group", .text(order.target.group)),
                ])),
            JSONMember(
                "runbook",
                .object([
                    JSONMember("id", .string(order.runbook.id.text)), JSONMember("title", .string(order.runbook.title)),
                    JSONMember("edition", .string(order.edition)),
                ])),
            JSONMember("window", .text(order.terms.window?.said(language))),
            JSONMember("began", .instant(run.began)), JSONMember("ended", .instant(run.endedAt)),
            JSONMember("end", .text(story.end?.rawValue)), JSONMember("conclusion", .string(run.conclusion.rawValue)),
            JSONMember("row", .integer(run.row)), JSONMember("sentence", .text(run.rule?.sentence)),
            JSONMember("response", .text(run.response?.id.text)),
            JSONMember("rounds", .array(run.rounds.map(json(_:)))),
            JSONMember("guards", .array(story.lastGuards.map { $0.json(language) })),
            JSONMember("actions", .array(actionsJSON(language))), JSONMember("goodRounds", .integer(run.goodRounds)),
            JSONMember("impact", impactJSON), JSONMember("ledger", ledgerJSON),
            JSONMember(
                "events",
                .array(
                    story.events.map { recorded in
                        .object([
                            JSONMember("sequence", .integer(recorded.sequence)),
                            JSONMember("at", .instant(recorded.at)),
                            JSONMember(
                                "text",
                                .text(RunNarrator(story: story, language: language).sentence(recorded.event))),
                        ])
                    })),
        ])
    }

    private var asker: JSONValue {
        switch order.asker {
        case .customer(let name): ["kind": "customer", "name": .string(name), "incident": nil]
        case .operator(let name): ["kind": "operator", "name": .string(name), "incident": nil]
        case .alert(let incident): ["kind": "alert", "name": nil, "incident": .integer(incident)]
        case .watch(let watch): ["kind": "watch", "name": .string(watch.name), "incident": nil]
        }
    }

    private func json(_ round: Run.Round) -> JSONValue {
        .object([
            JSONMember("round", .integer(round.id.number)),
            JSONMember("purpose", round.purpose == .deciding ? "deciding" : "proving"),
            JSONMember("began", .instant(round.began)), JSONMember("ended", .instant(round.ended)),
            JSONMember(
                "checks",
                .array(order.runbook.checks.compactMap { check in round.results[check.id].map { check.json($0) } })),
        ])
    }

    private func actionsJSON(_ language: Language) -> [JSONValue] {
        run.actions.enumerated().map { index, action in
            let step = story.steps[index + 1]
            return .object([
                JSONMember("action", .string(action.id.text)), JSONMember("title", .string(action.title)),
                JSONMember("use", .string(action.use)), JSONMember("intendedAt", .instant(step?.intendedAt)),
                JSONMember("endedAt", .instant(step?.endedAt)),
                JSONMember("course", .text(step?.result?.course.rawValue)),
                JSONMember("unclear", .bool(step?.wasUnclear ?? false)),
                JSONMember("sentence", .text(step?.result?.sentence.said(language))),
                JSONMember("standing", .text(step?.standing?.goal.rawValue)),
                JSONMember("refusedBy", .array((step?.refusals ?? []).map { .string($0.kind.rawValue) })),
                JSONMember("ticket", .text(step?.ticket?.number)),
            ])
        }
    }

    private var ledgerJSON: JSONValue {
        .object([
            JSONMember("requests", .integer(history.requests)),
            JSONMember(
                "earlier",
                .array(
                    history.actions.map {
                        ["run": .integer($0.run.number), "at": .instant($0.at), "title": .string($0.title)]
                    })),
        ])
    }

    private var impactJSON: JSONValue {
        guard let impact = story.impact else { return nil }
        return .object([
            JSONMember("lastGoodBefore", .instant(impact.lastGoodBefore)),
            JSONMember("firstBad", .instant(impact.firstBad)), JSONMember("lastBad", .instant(impact.lastBad)),
            JSONMember("firstGood", .instant(impact.firstGood)), JSONMember("secondGood", .instant(impact.secondGood)),
        ])
    }
}

extension GuardAnswer {
    func json(_ language: Language) -> JSONValue {
        .object([
            JSONMember("guard", .string(kind.rawValue)), JSONMember("passes", .bool(passes)),
            JSONMember("reason", .string(reason.said(language))),
        ])
    }
}

extension Runbook.Check {
    /// The check with what was found, in both languages, and all its evidence.
    func json(_ result: CheckResult) -> JSONValue {
        let evidence = result.evidence
        return .object([
            JSONMember("check", .string(id.text)), JSONMember("title", .string(title)), JSONMember("use", .string(use)),
            JSONMember("verdict", .string(result.verdict.rawValue)),
            JSONMember("sentence", .string(result.sentence.japanese)),
            JSONMember("sentenceEnglish", .string(result.sentence.english)),
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
