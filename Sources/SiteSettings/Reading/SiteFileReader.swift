import CallTree
import Documents
import ServiceHours

/// Reads nightcall.yaml. What is wrong is in the log; values that are wrong are left out, so that reading goes on.
struct SiteFileReader {
    let reader: SiteReader
    let log: ProblemLog

    func read() -> SiteFileSettings? {
        guard let document = reader.document(SiteReader.siteFile, log: log) else { return nil }
        let root = Field(
            node: document, name: SiteReader.siteFile, example: "lines: [{id: sim, driver: simulated}]", log: log)
        guard let section = root.section(SiteKeys.site) else { return nil }
        let proxies = trustedProxies(section["trustedProxies"])
        let lines = LineReader(reader: reader, log: log).lines(section["lines"])
        let desk = operatorDesk(section["operator"])
        return SiteFileSettings(
            listen: listen(section["listen"], hasProxies: section.has("trustedProxies")),
            trustedProxies: proxies,
            dataFolder: SitePath.resolve(section["data"]?.text() ?? "var/", in: reader.folder),
            publicURL: section["publicURL"]?.webAddress(),
            operatorDesk: desk.value,
            operators: operators(section["operators"]),
            lines: lines.values,
            lineIDs: lines.ids,
            dialling: NumbersReader.rule(section["numbers"]),
            linesPlace: section.place(of: "lines"),
            deskPlace: section.place(of: "operator"),
            isDeskWrong: desk.isWrong,
            mailServer: MailServerReader(reader: reader, log: log).server(section["smtp"]),
            heartbeat: heartbeat(section["heartbeat"]),
            readinessAt: section["readiness"]?.timeOfDay(),
            retentionDays: section["retention"]?.days(in: 31...9_999),
            holidays: holidays(section["calendar"]),
            voices: VoiceReader().voices(section["voice"]),
            runbookFolder: section["runbooks"]?.text().map { SitePath.resolve($0, in: reader.folder) })
    }

    private var secrets: SecretStore { reader.secrets }

    private func listen(_ field: Field?, hasProxies: Bool) -> ListenAddress {
        guard let field, let text = field.scalar(wanted: "an address and a port") else { return .standard }
        guard let address = ListenAddress(text) else {
            field.error(
                "`listen` holds no address and port", mend: "write `listen: 127.0.0.1:8024` or `listen: \"[::1]:8024\"`"
            )
            return .standard
        }
        if !address.isLoopback, !hasProxies {
            field.error(
                "the server would listen beyond this machine without TLS",
                mend:
                    "write `listen: 127.0.0.1:\(address.port)`, or name the proxy that adds TLS: `trustedProxies: [10.0.0.5]`"
            )
        }
        return address
    }

    private func trustedProxies(_ field: Field?) -> [String] {
        let items = field?.items() ?? []
        if let field, case .list(let nodes) = field.node.content, nodes.isEmpty {
            field.error("`trustedProxies` is an empty list")
        }
        return items.compactMap { item in
            guard let text = item.scalar(wanted: "an address") else { return nil }
            let mend = "write it like `10.0.0.5` or `10.0.0.0/8`"
            switch NetworkAddress.prefixLength(text) {
            case nil:
                item.error("\(Quoted(text)) is no address or network", mend: mend)
                return nil
            case 0:
                item.error("\(Quoted(text)) would let every address in", mend: mend)
                return nil
            default: return text
            }
        }
    }

    private func operatorDesk(_ field: Field?) -> (value: OperatorDesk, isWrong: Bool) {
        guard let section = field?.section(SiteKeys.operator) else {
            return (OperatorDesk(mail: nil, alarm: nil), isWrong: field != nil)
        }
        let desk = OperatorDesk(mail: section["mail"]?.mailAddress(), alarm: alarm(section["alarm"]))
        let isWrong = desk.mail == nil && section.has("mail") || desk.alarm == nil && section.has("alarm")
        return (desk, isWrong)
    }

    private func alarm(_ field: Field?) -> OperatorAlarm? {
        guard let field, let section = field.section(SiteKeys.alarm) else { return nil }
        switch (section["command"], section["url"]) {
        case (let command?, nil):
            guard let words = command.items() else { return nil }
            let texts = words.compactMap { $0.text() }
            guard texts.count == words.count else { return nil }
            guard let program = texts.first, program.hasPrefix("/") else {
                command.error("`command` names no program by its full path")
                return nil
            }
            return .command(texts)
        case (nil, let url?):
            return url.webAddress().map(OperatorAlarm.url)
        case (.some, .some):
            field.error("`alarm` has both `command` and `url`", mend: "keep one of them")
            return nil
        case (nil, nil):
            if !section.has("command"), !section.has("url") { field.error("`alarm` has neither `command` nor `url`") }
            return nil
        }
    }

    private func operators(_ field: Field?) -> [OperatorAccount] {
        let sections = (field?.items() ?? []).compactMap { item in item.section(SiteKeys.operatorAccount) }
        var names = UniqueNames(of: "operator")
        var holders: [String: Place] = [:]
        return sections.compactMap { section in
            let name = section["name"]
            let tokenField = section["token"]
            let token = tokenField.flatMap(secrets.token)
            if let tokenField, let token {
                // Where it leads to nothing on this machine, the reference itself stands for the secret.
                let identity = token.revealed ?? tokenField.scalar(wanted: "a reference to a secret") ?? ""
                if let first = holders.updateValue(tokenField.place, forKey: identity) {
                    tokenField.error(
                        "the operator in line \(first.line) has the same token: nobody could tell who acts",
                        mend: "give each operator a secret of their own")
                }
            }
            guard let name, let text = name.text(), names.insert(text, name), let token else { return nil }
            return OperatorAccount(name: text, token: token)
        }
    }

    private func heartbeat(_ field: Field?) -> HeartbeatSettings? {
        guard let section = field?.section(SiteKeys.heartbeat) else { return nil }
        let every = section["every"].map { $0.span(in: .seconds(1) ... .hours(1)) } ?? HeartbeatSettings.standardSpan
        guard let url = section["url"]?.webAddress(), let every else { return nil }
        return HeartbeatSettings(url: url, every: every)
    }

    private func holidays(_ field: Field?) -> HolidayCalendar {
        guard let path = field?.section(SiteKeys.calendar)?["holidaysCSV"], let text = path.text() else {
            return reader.holidays
        }
        guard let table = HolidayFile(reader: reader).read(text, path) else { return reader.holidays }
        let calendar = HolidayCalendar(announcedThrough: reader.holidays.announcedThrough, table: table)
        for disagreement in calendar.disagreements {
            path.warning("\(disagreement)", mend: "compare \(Quoted(text)) with the table of the Cabinet Office")
        }
        return calendar
    }
}

/// What nightcall.yaml says.
struct SiteFileSettings {
    let listen: ListenAddress
    let trustedProxies: [String]
    let dataFolder: String
    let publicURL: String?
    let operatorDesk: OperatorDesk
    let operators: [OperatorAccount]
    let lines: [LineSettings]
    /// The ids of all lines that are written, whether the rest of them can be read or not; nil when they cannot be told.
    let lineIDs: [LineID]?
    /// Which numbers may be dialled; nil after an error in it.
    let dialling: DiallingRule?
    /// Where the lines and the operator stand, for what only shows when all has been read.
    let linesPlace: Place
    let deskPlace: Place
    /// Whether something of the operator is an error already.
    let isDeskWrong: Bool
    let mailServer: MailServer?
    let heartbeat: HeartbeatSettings?
    let readinessAt: Span?
    let retentionDays: Int?
    let holidays: HolidayCalendar
    let voices: VoicesSettings
    let runbookFolder: String?

    func site(folder: String, contracts: [SiteContract]) -> Site {
        Site(
            folder: folder, listen: listen, trustedProxies: trustedProxies, dataFolder: dataFolder,
            publicURL: publicURL, operatorDesk: operatorDesk, operators: operators, lines: lines,
            dialling: dialling ?? DiallingRule(), mailServer: mailServer, heartbeat: heartbeat,
            readinessAt: readinessAt,
            retentionDays: retentionDays, holidays: holidays,
            voices: voices, runbookFolder: runbookFolder, contracts: contracts)
    }
}
