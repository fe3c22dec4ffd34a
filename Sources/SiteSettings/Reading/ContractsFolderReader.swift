import CallTree
import Documents
import ServiceHours

/// A contract with what later checks need to point at it.
struct ReadContract {
    let value: SiteContract
    let log: ProblemLog
    let idPlace: Place
    let callsPlace: Place
}

/// Reads all files of the folder contracts.
struct ContractsFolderReader {
    let reader: SiteReader
    /// The lines of the site; nil when nightcall.yaml could not be read, and routes cannot be judged.
    let lineIDs: [LineID]?
    /// Which numbers the site dials; nil when that could not be read, and contacts cannot be judged.
    let dialling: DiallingRule?
    let holidays: HolidayCalendar
    let siteLog: ProblemLog

    /// The contracts that could be read, in order of their ids, and the logs of all files in order of their names.
    func read() -> (contracts: [ReadContract], logs: [ProblemLog]) {
        let folder = SiteReader.contractsFolder
        guard let names = try? reader.files.names(SitePath.resolve(folder, in: reader.folder)) else {
            siteLog.error(
                .wholeFile, "there is no folder `\(folder)` beside it", mend: "make one, with a file for each contract")
            return ([], [])
        }
        var contracts: [ReadContract] = []
        var logs: [ProblemLog] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let log = ProblemLog(file: "\(folder)/\(name)")
            logs.append(log)
            guard name.hasSuffix(".yaml") else {
                log.warning(
                    .wholeFile, "the name does not end in .yaml: the file is not read",
                    mend: "rename it, or move it away")
                continue
            }
            let fileReader = ContractFileReader(
                reader: reader, lineIDs: lineIDs, defaultRoutes: lineIDs ?? [], dialling: dialling, holidays: holidays,
                log: log)
            if let contract = fileReader.read(fileName: String(name.dropLast(5))) { contracts.append(contract) }
        }
        if contracts.isEmpty, !logs.contains(where: \.hasErrors) {
            siteLog.warning(
                .wholeFile, "there are no contracts", mend: "write a file in the folder `\(folder)` for each contract")
        }
        reportRepeatedIDs(contracts)
        return (contracts.sorted { $0.value.contract.id.text < $1.value.contract.id.text }, logs)
    }

    private func reportRepeatedIDs(_ contracts: [ReadContract]) {
        var firstFiles: [String: String] = [:]
        for contract in contracts {
            let id = contract.value.contract.id.text
            if let first = firstFiles[id] {
                contract.log.error(
                    contract.idPlace, "the contract \(Quoted(id)) stands in \(first) already",
                    mend: "give it another id")
            } else {
                firstFiles[id] = contract.log.file
            }
        }
    }
}
