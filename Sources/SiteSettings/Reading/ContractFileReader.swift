import CallTree
import Documents
import RunbookModel
import ServiceHours

/// Reads one file of the folder contracts.
struct ContractFileReader {
    let reader: SiteReader
    /// The lines of the site; nil when nightcall.yaml could not be read, and routes cannot be judged.
    let lineIDs: [LineID]?
    /// The routes of a contract that names none.
    let defaultRoutes: [LineID]
    /// Which numbers the site dials; nil when nightcall.yaml could not be read, and in a drill, which dials none.
    let dialling: DiallingRule?
    let holidays: HolidayCalendar
    let log: ProblemLog

    func read(fileName: String) -> ReadContract? {
        guard let document = reader.document(log.file, log: log) else { return nil }
        return read(Field(node: document, name: "contract", example: "id: \(fileName)", log: log), fileName: fileName)
    }

    /// - Parameter fileName: without its ending; nil for a contract that is no file of its own.
    func read(_ root: Field, fileName: String?) -> ReadContract? {
        guard let section = root.section(ContractKeys.contract) else { return nil }
        let terms = terms(section, fileName: fileName)
        let calendar = ServiceCalendar(rules: hours(section["hours"]), holidays: holidays)
        let isDrill = reader.purpose == .drill
        let sourceReader = SourceReader(kinds: isDrill ? nil : reader.sourceKinds, secrets: reader.secrets)
        let sources = sourceReader.sources(section["sources"])
        let areAnySources = isDrill && !section.has("sources")
        let designations = DesignationReader(sourceIDs: areAnySources ? nil : sources.ids)
        let designated = designations.rules(section)
        var runs = RunSettingsReader(secrets: reader.secrets, designations: designations, log: log).settings(section)
        guard let terms else { return nil }
        runs.terms.customer = terms.customer
        runs.terms.recipients = terms.mail
        return ReadContract(
            value: SiteContract(
                contract: Contract(terms: terms, calendar: calendar, designated: designated), sources: sources.values,
                readings: readings(section["readings"]), runs: runs),
            log: log, idPlace: section.place(of: "id"), callsPlace: section.place(of: "calls"))
    }

    private func readings(_ field: Field?) -> [String: String] {
        let pairs = (field?.entries() ?? []).compactMap { entry -> (String, String)? in
            guard let read = entry.field.text() else { return nil }
            let isSpeakable = read.unicodeScalars.contains { $0.properties.isAlphabetic }
            guard isSpeakable, read.count <= 80, (1...80).contains(entry.name.count) else {
                entry.field.error(
                    "\(Quoted(entry.name)) has no reading of at most 80 characters", mend: "write it in kana")
                return nil
            }
            return (entry.name, read)
        }
        return Dictionary(pairs) { $1 }
    }

    private func terms(_ section: Section, fileName: String?) -> CallTerms? {
        let idField = section["id"]
        let id = idField?.identifier()
        if let id, let idField, let fileName, id != fileName {
            idField.warning("the file is not named after its contract \(Quoted(id))", mend: "name the file \(id).yaml")
        }
        let customer = section["customer"]?.text()
        let kana = section["kana"]?.kana() ?? ""
        let contacts = ContactReader(dialling: dialling, log: log).contacts(section)
        let calls = section["calls"]?.section(ContractKeys.calls)
        let policy = CallPolicyReader(lineIDs: lineIDs, defaultRoutes: defaultRoutes, log: log).policy(calls)
        let mail = (section["mail"]?.items() ?? []).compactMap { $0.mailAddress() }
        guard let id, let customer else { return nil }
        return CallTerms(
            id: ContractID(id), customer: customer, kana: kana, contacts: contacts, calls: policy, mail: mail)
    }

    private func hours(_ field: Field?) -> HoursRules {
        guard let section = field?.section(ContractKeys.hours) else { return HoursRules() }
        let days = (section["closingDays"]?.items() ?? []).compactMap { item in
            item.date().flatMap { day -> CivilDate? in
                guard HolidayCalendar.dates.contains(day) else {
                    let dates = HolidayCalendar.dates
                    item.error(
                        "`closingDays` holds a day outside the calendar",
                        mend: "write a day from \(dates.lowerBound) to \(dates.upperBound)")
                    return nil
                }
                return day
            }
        }
        return HoursRules(
            weekends: section["weekends"]?.flag() ?? true,
            nationalHolidays: section["nationalHolidays"]?.flag() ?? true,
            yearEnd: section["yearEnd"]?.flag() ?? true,
            closingDays: days,
            always: section["always"]?.flag() ?? false)
    }
}

extension Field {
    /// How a name is spoken. Kanji in it are a warning, because a voice may read them as it likes.
    func kana() -> String? {
        guard let text = text() else { return nil }
        let hasKanji = text.unicodeScalars.contains { $0.properties.isIdeographic }
        if hasKanji {
            warning(
                "\(label) has kanji in it, which may be spoken wrongly", mend: "write it in kana, like `\(example)`")
        }
        return text
    }
}
