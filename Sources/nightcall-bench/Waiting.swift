import CallTree
import NightEngine
import ServiceHours

extension BenchCommand {
    /// Memory held for each incident that waits for the opening, a contract each.
    static func measureWaiting(folder: String, incidents: Int) async throws {
        let empty = Machine.residentBytes()
        // Monday 10:00: the window is closed until 17:00.
        let clock = BenchClock(start: BenchSite.opening - .hours(31))
        let engine = try BenchEngine(folder: folder, contracts: try BenchSite.contracts(incidents), clock: clock)
        await engine.settle()
        let withContracts = Machine.residentBytes()
        for first in stride(from: 0, to: incidents, by: 1_000) {
            for index in first..<min(first + 1_000, incidents) {
                let alert = BenchSite.alert("host-\(index)")
                engine.loop.tell(.alertsReceived(BenchSite.name(index), [alert]))
            }
            await engine.settle()
        }
        await engine.settle()
        let withIncidents = Machine.residentBytes()
        let waiting = await engine.loop.read { $0.incidents.count } ?? 0
        try engine.close()

        var found = Measurement("waiting")
        found.note("incidents", waiting)
        found.note("dials", engine.line.takeDials().count)
        found.note("bytes_each", (withIncidents - withContracts) / max(waiting, 1))
        found.note("bytes_each_with_contract", (withIncidents - empty) / max(waiting, 1))
        found.print()
    }
}
