import CallTree
import Documents

/// What shows only when all files have been read.
struct SiteChecks {
    let settings: SiteFileSettings
    let contracts: [ReadContract]
    let areAllContractsRead: Bool
    let log: ProblemLog

    func run() {
        checkOperatorAlarm()
        checkRoutes()
        checkPublicURL()
        checkReadiness()
        checkSelfCalls()
        // A contract that could not be read would make all its contacts strangers.
        if areAllContractsRead { checkAnswers() }
    }

    /// At least one way to the operator must not use the contracts' own lines.
    private func checkOperatorAlarm() {
        let desk = settings.operatorDesk
        let hasMail = desk.mail != nil && settings.mailServer != nil
        guard desk.alarm == nil, !hasMail, !settings.isDeskWrong else { return }
        log.warning(
            settings.deskPlace, "the operator has no alarm that does without the lines of the contracts",
            mend: "write `operator: {alarm: {command: [/usr/local/bin/page-desk]}}`, or `mail` and `smtp`")
    }

    /// A site whose only line is simulated is a demo, where nothing can fail; one without a line is an error already.
    private func checkRoutes() {
        guard settings.lines.count == settings.lineIDs?.count else { return }
        if settings.lines.count == 1, case .simulated? = settings.lines.first?.driver { return }
        for contract in contracts where Set(contract.value.contract.terms.calls.routes).count == 1 {
            contract.log.warning(
                contract.callsPlace, "all calls go over one line: when it fails nobody is called",
                mend: "name a second line under `routes`")
        }
    }

    /// Where its provider cannot call back, a line hears neither an answer nor a key.
    private func checkPublicURL() {
        guard settings.publicURL == nil, let line = settings.lines.first(where: { $0.driver.isCalledBack }) else {
            return
        }
        log.error(
            settings.linesPlace, "the provider of the line \(Quoted(line.id.text)) has no address to call back",
            mend: "write `publicURL: https://night.example.jp/`, where a proxy leads to this server")
    }

    private func checkReadiness() {
        guard settings.readinessAt == nil, settings.lines.contains(where: \.driver.callsPeople) else { return }
        log.warning(
            settings.linesPlace, "nobody checks before the night whether telephones can be rung",
            mend: "write `readiness: \"16:30\"`, and a `selfCall` for each line")
    }

    private func checkSelfCalls() {
        for line in settings.lines {
            guard let number = line.selfCall, let refusal = settings.dialling?.refusal(of: number) else { continue }
            log.error(
                settings.linesPlace, "the `selfCall` of the line \(Quoted(line.id.text)) \(refusal.what)",
                mend: refusal.mending)
        }
        for contract in contracts where contract.value.contract.id.text.hasPrefix(LineSettings.selfCallPrefix) {
            contract.log.error(
                contract.callsPlace, "ids that begin with `\(LineSettings.selfCallPrefix)` are kept for self-calls",
                mend: "give the contract another id")
        }
    }

    /// An answer for somebody whom no contract calls is a slip of the pen.
    private func checkAnswers() {
        let contacts = contracts.flatMap { read in
            read.value.contract.terms.contacts.map { (contract: read.value.contract.id, contact: $0) }
        }
        let names = contacts.flatMap { [$0.contact.id.text, "\($0.contract)/\($0.contact.id)"] }
        for line in settings.lines {
            guard case .simulated(let simulated) = line.driver else { continue }
            for entry in simulated.answers {
                let isKnown = contacts.contains { known in
                    switch entry.callee {
                    case .contact(let id): known.contact.id == id
                    case .contactOf(let contract, let id): known.contract == contract && known.contact.id == id
                    case .number(let number): known.contact.phone == number
                    }
                }
                if !isKnown {
                    log.warning(
                        settings.linesPlace,
                        "the line \(Quoted(line.id.text)) has answers of `\(entry.callee.shown)`, whom no contract calls",
                        mend: Suggestion.nearest(to: entry.callee.shown, among: names).map { "did you mean `\($0)`?" }
                            ?? "correct the name, or remove the answers")
                }
            }
        }
    }
}

extension SimulatedCallee {
    /// As a message may show it; a number only by its end.
    fileprivate var shown: String {
        switch self {
        case .contact(let id): id.text
        case .contactOf(let contract, let id): contract.text + "/" + id.text
        case .number(let number): number.masked
        }
    }
}
