import CallTree
import EventJournal
import Foundation
import NightEngine
import SiteSettings
import Telephony
import WebTransfer

/// Tries the credentials of all lines of a site, side by side.
///
/// A running server of the site is not disturbed: nothing listens, nothing is written into the site's folder, and lines over
/// SIP are asked by a helper of their own from a port of its own.
enum LineTrials {
    static func run(_ site: Site) async throws -> [LineID: CredentialTrial] {
        let clock = ServerClock(speed: 1, notBefore: nil)
        // Never started: nobody is called, so there is nothing to decide.
        let engine = try EngineLoop(
            contracts: [], capacities: [:], journal: MemoryJournal(), clock: clock, builtAt: ReleaseDate.instant,
            whenDoomed: { ProcessEnd.atOnce($0) })
        let transfers = try TransferEngine()
        let folder = NSTemporaryDirectory().appendingPathSegment("nightcall-check-\(getpid())")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lines = SiteLines(
            site, transfers: transfers, clock: clock, engine: engine, socket: folder.appendingPathSegment("sip.socket"),
            purpose: .trying)
        lines.begin()
        let trials = await withTaskGroup(of: (LineID, CredentialTrial).self) { group in
            for line in site.lines {
                let driver = lines.drivers[line.id]
                group.addTask { (line.id, await driver?.tryCredentials() ?? SimulatedLine.trial) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        await lines.end()
        await transfers.stop(graceMilliseconds: 1_000)
        return trials
    }
}
