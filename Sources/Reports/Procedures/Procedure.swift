public import RunbookModel
public import ServiceHours

/// A runbook as the procedure that a person would follow by hand.
///
///     let procedure = Procedure(runbook, catalogue: StepKinds.catalogue, language: .japanese)
///     print(procedure.text)
public struct Procedure: Sendable {
    let runbook: Runbook
    let catalogue: StepCatalogue
    let language: Language

    public init(_ runbook: Runbook, catalogue: StepCatalogue, language: Language) {
        self.runbook = runbook
        self.catalogue = catalogue
        self.language = language
    }

    /// A heading, and numbered paragraphs under it, each with what belongs to it.
    struct Section {
        let title: String
        var items: [(text: String, more: [String])] = []
    }

    var sections: [Section] {
        var sections = [targets]
        if !runbook.parameters.isEmpty { sections.append(parameters) }
        sections += [checks, decision]
        sections += runbook.responses.map(response)
        if let verification = runbook.verification { sections.append(proof(verification)) }
        return sections
    }

    private var targets: Section {
        let kinds = runbook.targets.map { $0.title.said(language) }.joined(separator: language.says("、", ", "))
        return Section(
            title: language.says("対象", "What it is for"),
            items: [(kinds, runbook.purpose.isEmpty ? [] : [runbook.purpose])])
    }

    private var parameters: Section {
        Section(
            title: language.says("用意するもの", "What must be known"),
            items: runbook.parameters.map { parameter in
                let usual = parameter.byDefault.map { language.says("（通常は \($0)）", " (usually \($0))") } ?? ""
                return ("\(parameter.title)\(usual)", ["{\(parameter.name)}"])
            })
    }

    private var checks: Section {
        Section(
            title: language.says("確認", "Checks"),
            items: runbook.checks.map { check in
                var more = ["\(catalogue.check(check.use)?.title.said(language) ?? check.use)：\(given(check.with))"]
                if !check.expect.isEmpty {
                    more.append(language.says("正常とする条件：", "Normal when: ") + given(check.expect))
                }
                more.append(
                    language.says(
                        "制限時間 \(check.timeout.words(language))、最大\(check.attempts)回",
                        "within \(check.timeout.words(language)), \(check.attempts) attempts at most"))
                if !check.after.isEmpty {
                    let titles = check.after.map(title).joined(separator: language.says("、", ", "))
                    more.append(language.says("先に正常であること：\(titles)", "Only when normal before: \(titles)"))
                }
                return (check.title, more)
            })
    }

    private func title(_ id: CheckID) -> String {
        let title = runbook.checks.first { $0.id == id }?.title ?? id.text
        return language.says("「\(title)」", "“\(title)”")
    }

    private func given(_ values: [String: StepValue]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.words)" }.joined(
            separator: language.says("、", ", "))
    }

    private var decision: Section {
        Section(
            title: language.says("判断（上から順に、最初に当てはまる行による）", "Decision (the first row that matches)"),
            items: runbook.rules.map { rule in
                let response = rule.response.flatMap { id in runbook.responses.first { $0.id == id } }
                let what =
                    response.map { language.says("対応：\($0.title)", "Response: \($0.title)") }
                    ?? language.says("対応：なし", "Response: none")
                return (
                    rule.conditions.words(runbook, language),
                    ["\(rule.conclusion.word(language))：\(rule.sentence)", what]
                )
            })
    }

    private func response(_ response: Runbook.Response) -> Section {
        var section = Section(title: language.says("対応「\(response.title)」", "Response “\(response.title)”"))
        if let exclusion = response.exclusion.flatMap({ Exclusion($0) }) {
            section.items.append(
                (
                    language.says(
                        "規約\(exclusion.clause)「\(exclusion.title.japanese)」に当たるため、契約の合意がある場合だけ行う。",
                        "Only where the contract has agreed on \(exclusion.clause), \(exclusion.title.english)."), []
                ))
        }
        for action in response.actions {
            let kind = catalogue.action(action.use)
            section.items.append((action.title, ["\(kind?.title.said(language) ?? action.use)：\(given(action.with))"]))
        }
        if response.actions.contains(where: { catalogue.action($0.use)?.effect.changesTarget ?? true }) {
            section.items.append((language.says("処置の前に必ず満たすこと", "Before anything is changed"), guards(response.guards)))
        }
        return section
    }

    private func guards(_ guards: Runbook.Guards) -> [String] {
        var lines = [
            language.says(
                "\(guards.apart.words(language))以上あけて\(guards.rounds)回続けて、同じ判断になっている。",
                "\(guards.rounds) rounds in a row, \(guards.apart.words(language)) apart, have led to the same."),
            language.says("\(guards.signals)種類以上の情報源が異常を示している。", "\(guards.signals) kinds of signal are abnormal."),
            language.says(
                "確認結果が\(guards.freshness.words(language))以内のものである。",
                "No finding is older than \(guards.freshness.words(language))."),
        ]
        lines += guards.budget.map {
            language.says(
                "\($0.within.words(language))に\($0.times)回まで。",
                "\($0.times) times within \($0.within.words(language)) at most.")
        }
        if guards.secondPerson { lines.append(language.says("依頼者以外の一人が承認している。", "A second person has agreed.")) }
        lines.append(
            language.says(
                "契約の同意があり、対応時間内で、保守作業中でなく、ほかの処置と重ならない。",
                "The contract consents, the window is open, no maintenance is under way, and nothing else is being done."
            ))
        return lines
    }

    private func proof(_ verification: Runbook.Verification) -> Section {
        let titles = verification.checks.map(title).joined(separator: language.says("、", ", "))
        return Section(
            title: language.says("処置後の再確認", "Proof"),
            items: [
                (
                    language.says(
                        "処置の\(verification.from.words(language))後から\(verification.every.words(language))ごとに、\(titles)を確認する。",
                        "From \(verification.from.words(language)) after the action, every \(verification.every.words(language)): \(titles)."
                    ), []
                ),
                (
                    language.says(
                        "続けて\(verification.rounds)回すべて正常なら復旧とする。\(verification.deadline.words(language))以内に満たさなければ、復旧しなかったものとして引き継ぐ。",
                        "\(verification.rounds) good rounds in a row: recovered. Not within \(verification.deadline.words(language)): not recovered, and handed over."
                    ),
                    []
                ),
            ])
    }
}

extension StepValue {
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .span(let span): span.words(.english).split(separator: " ").joined()
        case .flag(let flag): flag ? "true" : "false"
        case .texts(let texts): texts.joined(separator: " ")
        case .pairs(let pairs): pairs.map { "\($0.name)→\($0.value)" }.joined(separator: " ")
        }
    }
}
