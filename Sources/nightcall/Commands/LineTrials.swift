import CallTree
import EventJournal
import Foundation
import NightEngine
import SiteSettings
import Telephony
import WebTransfer

/// Asks the other side of each line of a site whether it takes our credentials. Rings nobody, writes nothing into the site,
/// and leaves a running server alone.
struct LineTrials {
    private let site: Site
    private let folder: String
    private let transfers: TransferEngine
    private let lines: SiteLines

    init(_ site: Site) throws {
        self.site = site
        let clock = ServerClock(speed: 1, notBefore: nil)
        // Never started: no call is made.
        let engine = try EngineLoop(
            contracts: [], capacities: [:], journal: MemoryJournal(), clock: clock, builtAt: ReleaseDate.instant,
            whenDoomed: { ProcessEnd.atOnce($0) })
        transfers = try TransferEngine()
        // A helper of its own: the site's may be carrying a night's calls.
        folder = NSTemporaryDirectory().appendingPathSegment("nightcall-check-\(getpid())")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        lines = SiteLines(
            site, transfers: transfers, clock: clock, engine: engine,
            socket: folder.appendingPathSegment("sip.socket"))
    }

    /// All side by side, in the order of the site.
    func run() async -> [(line: LineID, trial: CredentialTrial)] {
        lines.begin()
        let found = await withTaskGroup(of: (LineID, CredentialTrial).self) { group in
            for (line, driver) in lines.drivers { group.addTask { (line, await driver.tryCredentials()) } }
            return await group.reduce(into: [LineID: CredentialTrial]()) { $0[$1.0] = $1.1 }
        }
        lines.end()
        try? FileManager.default.removeItem(atPath: folder)
        await transfers.stop(graceMilliseconds: 0)
        return site.lines.map { ($0.id, found[$0.id] ?? .accepted("simulated: it calls nobody")) }
    }
}
