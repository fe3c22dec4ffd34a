public import Documents
public import ServiceHours

/// Reads a site folder: `nightcall.yaml` and the files of the folder `contracts`, all of it or nothing.
///
///     let reader = SiteReader(
///         folder: "site", environment: ProcessInfo.processInfo.environment, sourceKinds: ["alertmanager", "json"],
///         holidays: HolidayCalendar(announcedThrough: 2027), purpose: .serve)
///     switch reader.read() { … }
public struct SiteReader: Sendable {
    /// What the reading is for.
    public enum Purpose: Sendable {
        /// A server: every secret must be there.
        case serve
        /// A server that runs already: as for `serve`, but its environment is still that of its start.
        case reload
        /// A check, perhaps on another machine: a secret that is not there is a warning.
        case check
        /// A drill: nobody sends to it, so sources need neither to be there nor to have secrets.
        case drill
    }

    /// What came of the reading.
    public enum Reading: Sendable {
        /// There is no site folder, or it cannot be read; why, in a sentence.
        case unreadable(String)
        /// At least one problem is an error.
        case refused([SettingsProblem])
        case site(Site, warnings: [SettingsProblem])
    }

    let folder: String
    let environment: [String: String]
    let files: SiteFiles
    let sourceKinds: [String]
    let holidays: HolidayCalendar
    let purpose: Purpose

    /// - Parameters:
    ///   - folder: the site folder; relative to where the process was started.
    ///   - environment: where `${env:NAME}` is looked up.
    ///   - sourceKinds: the kinds of sources that this program knows.
    ///   - holidays: the calendar of sites that have no table of their own; it also says how far equinoxes are announced.
    public init(
        folder: String, environment: [String: String], files: SiteFiles = .disk, sourceKinds: [String],
        holidays: HolidayCalendar, purpose: Purpose
    ) {
        self.folder = folder
        self.environment = environment
        self.files = files
        self.sourceKinds = sourceKinds
        self.holidays = holidays
        self.purpose = purpose
    }

    public func read() -> Reading {
        let names: [String]
        do {
            names = try files.names(folder)
        } catch {
            return .unreadable("the site folder \(Quoted(folder)) cannot be read; name an existing folder after --site")
        }
        guard names.contains(Self.siteFile) else {
            return .unreadable(
                "there is no \(Self.siteFile) in \(Quoted(folder)); name a site folder after --site, or begin with a copy of the demo site"
            )
        }
        let siteLog = ProblemLog(file: Self.siteFile)
        let settings = SiteFileReader(reader: self, log: siteLog).read()
        let contractsReader = ContractsFolderReader(
            reader: self, lineIDs: settings?.lineIDs, dialling: settings?.dialling,
            holidays: settings?.holidays ?? holidays, siteLog: siteLog)
        let (contracts, contractLogs) = contractsReader.read()
        if let settings {
            let areAllRead = !contractLogs.contains(where: \.hasErrors)
            SiteChecks(
                settings: settings, contracts: contracts, areAllContractsRead: areAllRead, log: siteLog
            ).run()
        }

        let logs = [siteLog] + contractLogs
        let problems = logs.flatMap(\.problems)
        guard let settings, !logs.contains(where: \.hasErrors) else { return .refused(problems) }
        return .site(settings.site(folder: folder, contracts: contracts.map(\.value)), warnings: problems)
    }

    static let siteFile = "nightcall.yaml"
    static let contractsFolder = "contracts"

    var secrets: SecretStore {
        SecretStore(environment: environment, files: files, folder: folder, purpose: purpose)
    }

    /// The tree of a file, or nil after its problem has been logged.
    func document(_ path: String, log: ProblemLog) -> DocumentNode? {
        guard let bytes = try? files.read(SitePath.resolve(path, in: folder), DocumentText.byteLimit) else {
            log.error(.wholeFile, "the file cannot be read", mend: "let the user of nightcall read it")
            return nil
        }
        return DocumentText.read(bytes, log: log).flatMap { DocumentComposer.compose($0, log: log) }
    }
}
