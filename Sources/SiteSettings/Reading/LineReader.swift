import CallTree
import Documents
import DrillSimulator
import ServiceHours

/// Reads the lines of nightcall.yaml.
struct LineReader {
    let reader: SiteReader
    let log: ProblemLog

    private var secrets: SecretStore { reader.secrets }

    /// The lines that could be read, and the ids of all of them, so that one bad line does not make its routes wrong too.
    /// The ids are nil when one of them cannot be told, and no route can be judged.
    func lines(_ field: Field?) -> (values: [LineSettings], ids: [LineID]?) {
        guard let field, let items = field.items() else { return ([], nil) }
        if items.isEmpty { field.error("there is no line: nobody could be called") }
        var names = UniqueNames(of: "line")
        let values = items.compactMap { line($0, ids: &names) }
        let ids = items.compactMap { item -> LineID? in
            guard case .mapping(let entries) = item.node.content,
                case .scalar(let text, _)? = entries.first(where: { $0.name == "id" })?.value.content
            else { return nil }
            return LineID(text)
        }
        return (values, ids.isEmpty || ids.count < items.count ? nil : ids)
    }

    private func line(_ field: Field, ids: inout UniqueNames) -> LineSettings? {
        guard case .mapping(let entries) = field.node.content else {
            field.error("\(field.label) is \(field.node.kindName), but a mapping is wanted")
            return nil
        }
        // The driver decides which keys there are, so it is looked at before the mapping is read as a section.
        let driverNode = entries.first { $0.name == "driver" }?.value
        if let driverNode, case .scalar(let driver, _) = driverNode.content, !driverNode.isEmpty,
            !LineSettings.Driver.names.contains(driver)
        {
            log.error(
                driverNode.place, "this version has no driver \(Quoted(driver))",
                mend: Suggestion.mending(driver, among: LineSettings.Driver.names))
            return nil
        }
        var name = ""
        if case .scalar(let text, _)? = driverNode?.content { name = text }
        let section = Section(place: field.place, entries: entries, keys: LineKeys.keys(of: name), log: log)
        let idField = section["id"]
        var capacity = LineCapacity(slots: section["slots"]?.integer(in: 1...10_000))
        let selfCall = section["selfCall"]?.phone()
        let driver: LineSettings.Driver?
        switch name {
        case "twilio":
            capacity.pace = .milliseconds(1_000 / (section["callsPerSecond"]?.integer(in: 1...30) ?? 1))
            driver = twilioLine(section).map { .twilio($0) }
        case "sip":
            capacity.pace = .milliseconds(1_000 / (section["callsPerSecond"]?.integer(in: 1...100) ?? 10))
            driver = SIPLineReader(reader: reader, log: log).settings(section).map { .sip($0) }
        case "http":
            capacity.pace = .milliseconds(1_000 / (section["callsPerSecond"]?.integer(in: 1...100) ?? 1))
            driver = HTTPLineReader(reader: reader, log: log).settings(section).map { .http($0) }
        case "asterisk":
            capacity.pace = .milliseconds(1_000 / (section["callsPerSecond"]?.integer(in: 1...100) ?? 10))
            driver = AsteriskLineReader(reader: reader, log: log).settings(section).map { .asterisk($0) }
        default: driver = .simulated(simulatedLine(section))
        }
        guard let idField, let id = idField.identifier(), ids.insert(id, idField), section["driver"] != nil, let driver
        else { return nil }
        return LineSettings(id: LineID(id), capacity: capacity, driver: driver, selfCall: selfCall)
    }

    private func twilioLine(_ section: Section) -> TwilioLineSettings? {
        let account = section["account"]
        let id = account?.text()
        // It stands in addresses.
        let isID = id.map {
            $0.utf8.count == 34 && $0.hasPrefix("AC") && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        if isID == false {
            account?.error(
                "`account` is no account SID", mend: "copy it from Twilio's console: AC and 32 letters and digits")
        }
        let token = section["token"].flatMap(secrets.token)
        let from = section["from"]?.phone()
        let api = section["api"].map { $0.webAddress() } ?? "https://api.twilio.com"
        let voice = section["voice"]?.text() ?? "Polly.Mizuki"
        let language = section["language"].map { $0.choice(of: Language.self) } ?? .japanese
        guard let id, isID == true, let token, let from, let api, let language else { return nil }
        return TwilioLineSettings(account: id, token: token, from: from, api: api, voice: voice, language: language)
    }

    private func simulatedLine(_ section: Section) -> SimulatedLineSettings {
        var times = SimulatedTimes()
        func read(_ name: String, upTo limit: Span, _ path: WritableKeyPath<SimulatedTimes, Span>) {
            if let span = section[name]?.span(in: .zero...limit) { times[keyPath: path] = span }
        }
        read("ringAfter", upTo: .seconds(60), \.ringAfter)
        read("pickUpAfter", upTo: .seconds(120), \.pickUpAfter)
        read("voicemailAfter", upTo: .seconds(120), \.voicemailAfter)
        read("keyAfter", upTo: .seconds(120), \.keyAfter)
        read("busyAfter", upTo: .seconds(60), \.busyAfter)
        let answers = (section["answers"]?.entries() ?? []).compactMap { entry in
            callee(entry.name, entry.place).flatMap { callee in
                AnswerReader.answers(entry.field).map { (callee: callee, answers: $0) }
            }
        }
        let otherwise = section["otherwise"].flatMap(AnswerReader.answers) ?? [.always(.noAnswer)]
        return SimulatedLineSettings(answers: answers, otherwise: otherwise, times: times)
    }

    /// `sato`, `acme/sato` or a number.
    private func callee(_ name: String, _ place: Place) -> SimulatedCallee? {
        if let number = try? PhoneNumber(written: name) { return .number(number) }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: return .contact(ContactID(name))
        case 2: return .contactOf(ContractID(parts[0]), ContactID(parts[1]))
        default:
            log.error(
                place, "\(Quoted(name)) names nobody", mend: "write a contact id, contract/contact id or a number")
            return nil
        }
    }
}
