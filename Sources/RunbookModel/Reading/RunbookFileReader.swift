import Documents

/// The parts of one runbook's file.
struct RunbookFileReader {
    let catalogue: StepCatalogue
    let patterns: PatternJudge
    let allows: RunbookReader.Allowing?
    let log: ProblemLog

    func read(_ section: Section, id wanted: RunbookID?) -> Runbook? {
        _ = section["version"]?.integer(in: 1...1)
        let id = section["id"]?.identifier()
        if let id, let wanted, id != wanted.text {
            log.error(
                section.place(of: "id"), "the id \(Quoted(id)) is not the name of the file",
                mend: "write `id: \(wanted.text)`, or name the file \(id).yaml")
        }
        let title = section["title"]?.text()
        let purpose = section["purpose"]?.text() ?? ""
        let targets = targets(section["for"])
        let parameterField = section["parameters"]
        let parameters = ParameterReader(patterns: patterns, log: log).read(parameterField)
        let steps = StepReader(parameters: parameterField?.writtenKeys ?? [], known: parameters, log: log)
        let checkField = section["checks"]
        let checks = CheckReader(catalogue: catalogue, steps: steps, log: log).read(checkField)
        let responseField = section["responses"]
        let responses = ResponseReader(
            catalogue: catalogue, steps: steps, checks: checks, isProven: section.has("verify"), log: log
        ).read(responseField)
        let rules = RuleReader(
            catalogue: catalogue, checks: checks, checkNames: checkField?.writtenIDs ?? [],
            responses: responses, responseNames: responseField?.writtenIDs ?? [], log: log
        ).read(section["decide"])
        let verification = section["verify"].flatMap {
            VerificationReader(
                catalogue: catalogue, checks: checks, checkNames: checkField?.writtenIDs ?? [],
                responses: responses, responseNames: responseField?.writtenIDs ?? [], log: log
            ).read($0)
        }
        guard let id, let title, !log.hasErrors else { return nil }
        let runbook = Runbook(
            id: RunbookID(id), title: title, purpose: purpose, targets: targets, parameters: parameters,
            checks: checks, rules: rules, responses: responses, verification: verification)
        RunbookLint(
            runbook: runbook, catalogue: catalogue, places: RunbookPlaces(section), allows: allows, log: log
        ).run()
        return runbook
    }

    private func targets(_ field: Field?) -> [TargetKind] {
        guard let items = field?.items() else { return [] }
        if items.isEmpty { field?.error("`for` is an empty list: it could be run on nothing") }
        var seen = UniqueNames(of: "kind of target")
        return items.compactMap { item in
            guard let kind = item.choice(of: TargetKind.self), seen.insert(kind.rawValue, item) else { return nil }
            return kind
        }
    }
}

extension Field {
    /// The keys of a mapping as they are written, whatever is wrong with their values; reports nothing.
    var writtenKeys: [String] {
        guard case .mapping(let entries) = node.content else { return [] }
        return entries.map(\.name)
    }

    /// The ids in a list of mappings, whatever else is wrong with them: a check with a mistake in it is not also missing.
    var writtenIDs: [String] {
        guard case .list(let nodes) = node.content else { return [] }
        return nodes.compactMap { node in
            guard case .mapping(let entries) = node.content,
                case .scalar(let id, _)? = entries.first(where: { $0.name == "id" })?.value.content
            else { return nil }
            return id
        }
    }
}

/// Where the parts of a runbook stand in its file, for what is found when all of it has been read.
struct RunbookPlaces {
    let decide: Place
    let verify: Place
    /// In the order of the file, as the runbook's own lists.
    let parameters: [Place]
    let checks: [Place]
    let rules: [Place]
    let responses: [Place]
    /// Of each response.
    let actions: [[Place]]

    init(_ section: Section) {
        decide = section.place(of: "decide")
        verify = section.place(of: "verify")
        parameters = section.has("parameters") ? (section["parameters"]?.entries() ?? []).map(\.place) : []
        func items(_ name: String) -> [Place] { section.has(name) ? (section[name]?.items() ?? []).map(\.place) : [] }
        checks = items("checks")
        rules = items("decide")
        responses = items("responses")
        actions =
            section.has("responses")
            ? (section["responses"]?.items() ?? []).map { item in
                item.section(RunbookKeys.response)?["actions"]?.items()?.map(\.place) ?? []
            } : []
    }
}
