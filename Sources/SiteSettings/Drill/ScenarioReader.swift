import CallTree
public import Documents
public import DrillSimulator
public import ServiceHours

/// Reads the scenario file of a drill, and the contract that it names.
public struct ScenarioReader: Sendable {
    /// What came of the reading.
    public enum Reading: Sendable {
        /// There is no such file; why, in a sentence.
        case unreadable(String)
        /// At least one problem is an error.
        case refused([SettingsProblem])
        case scenario(Scenario, warnings: [SettingsProblem])
    }

    private let files: SiteFiles
    private let holidays: HolidayCalendar

    /// - Parameter holidays: the calendar of the drill's contract.
    public init(files: SiteFiles = .disk, holidays: HolidayCalendar) {
        self.files = files
        self.holidays = holidays
    }

    /// - Parameter path: of the scenario file; the scenario is called by its last part.
    public func read(_ path: String) -> Reading {
        guard let bytes = try? files.read(path, DocumentText.byteLimit) else {
            return .unreadable("the scenario \(Quoted(path)) cannot be read; name an existing file or folder")
        }
        return read(bytes, path: path)
    }

    private func read(_ bytes: [UInt8], path: String) -> Reading {
        let parts = path.split(separator: "/")
        let name = parts.last.map(String.init) ?? path
        let folder = path.hasPrefix("/") || parts.count > 1 ? String(path.dropLast(name.count)) : "."
        let log = ProblemLog(file: path)
        let siteReader = SiteReader(
            folder: folder.isEmpty ? "." : folder, environment: [:], files: files, sourceKinds: [], holidays: holidays,
            purpose: .drill)
        let fileReader = ScenarioFileReader(name: name, reader: siteReader, holidays: holidays, log: log)
        let scenario = DocumentText.read(bytes, log: log).flatMap { DocumentComposer.compose($0, log: log) }
            .flatMap(fileReader.read)

        let logs = [log] + fileReader.contractLogs.logs
        let problems = logs.flatMap(\.problems)
        guard let scenario, !logs.contains(where: \.hasErrors) else { return .refused(problems) }
        return .scenario(scenario, warnings: problems)
    }
}
