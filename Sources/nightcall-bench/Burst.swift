import CallTree
import EventJournal
import NightEngine

extension BenchCommand {
    /// A storm that arrives at once: how fast it is accepted (its events on the disk), what that costs, and whether all
    /// of it is found in the journal when it is opened again.
    ///
    /// - Parameters:
    ///   - contracts: the alerts are spread over them evenly.
    ///   - perBody: alerts in a body; each body is for one contract.
    static func measureBurst(folder: String, alerts: Int, contracts: Int, perBody: Int) async throws {
        let engine = try BenchEngine(folder: folder, contracts: try BenchSite.contracts(contracts, policy: .unpaced))
        let bodies = (0..<alerts / perBody).map { body in
            Input.alertsReceived(
                BenchSite.name(body % contracts), (0..<perBody).map { BenchSite.alert("host-\(body)-\($0)") })
        }
        await engine.settle()
        let restingBytes = Machine.residentBytes()
        let processor = Machine.processorSeconds()
        let began = Machine.nanoseconds()
        let accepted = await withTaskGroup(of: Int.self) { group in
            for body in bodies {
                group.addTask {
                    if case .taken(.alerts(let accepted, _)) = await engine.loop.submit(body) { accepted } else { 0 }
                }
            }
            return await group.reduce(0, +)
        }
        let elapsed = Double(Machine.nanoseconds() - began) / 1e9
        let used = Machine.processorSeconds() - processor
        await engine.settle()
        let dials = engine.line.takeDials().count
        let peak = Machine.peakResidentBytes()
        try engine.close()

        var found = Measurement("burst")
        found.note("alerts", alerts)
        found.note("contracts", contracts)
        found.note("per_body", perBody)
        found.note("accepted", accepted)
        found.note("lost", alerts - (try openedIncidents(in: folder)))
        found.note("dials", dials)
        found.note("accepted_per_s", Double(accepted) / elapsed)
        found.note("cpu_ms_per_alert", used * 1_000 / Double(alerts))
        found.note("resting_bytes", restingBytes)
        found.note("peak_bytes", peak)
        found.print()
    }

    /// How many different dedup keys have an incident in the journal.
    private static func openedIncidents(in folder: String) throws -> Int {
        var keys: Set<String> = []
        let reader = try SQLiteJournalReader(at: JournalFiles(folder: folder))
        try JournalEvents(reader).all { recorded in
            if case .incidentOpened(_, _, let alert, _) = recorded.event { keys.insert(alert.dedupKey) }
        }
        return keys.count
    }
}
