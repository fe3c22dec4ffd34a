import CallTree
import EventJournal
import Foundation
import NightEngine
import ServiceHours

/// A journal with a long past, written by the engine itself: weeks of nights in which every tree was acknowledged, and
/// at its end as many incidents open as asked for, a call ringing for each contract.
private struct LongPast {
    static let contracts = 1_000
    /// Alerts of one body, carried by one escalation.
    static let perBody = 10

    let engine: BenchEngine

    func end(_ incidents: Int) async {
        for night in 0..<incidents / (Self.contracts * Self.perBody) {
            // Troubles recur: a tenth of them is new.
            let alerts = (0..<Self.contracts).map { contract in
                (0..<Self.perBody).map { BenchSite.alert("host-\(contract)-\(night % 10)-\($0)") }
            }
            await raise(alerts)
            for dial in engine.line.takeDials() {
                let call = dial.request.id
                engine.loop.tell(.callReported(call, .ringing))
                engine.loop.tell(.callReported(call, .answered(by: .person)))
                engine.loop.tell(.keyPressed(call, .digit(1)))
                engine.loop.tell(.callReported(call, .promptEnded))
            }
            await engine.settle()
            for call in engine.line.takeHangUps() { engine.loop.tell(.callReported(call, .ended(.hungUp))) }
            await raise(alerts.map { $0.map(\.recovered) })
            // After an hour nothing depends on them any more, and they leave the board.
            await engine.moveOn(by: .minutes(62))
        }
    }

    func open(_ incidents: Int) async {
        let each = incidents / Self.contracts
        await raise(
            (0..<Self.contracts).map { contract in (0..<each).map { BenchSite.alert("disk-\(contract)-\($0)") } })
        for dial in engine.line.takeDials() { engine.loop.tell(.callReported(dial.request.id, .ringing)) }
        await engine.settle()
    }

    private func raise(_ alerts: [[Alert]]) async {
        for (contract, body) in alerts.enumerated() {
            engine.loop.tell(.alertsReceived(BenchSite.name(contract), body))
        }
        await engine.settle()
        await engine.settle()
    }
}

extension Alert {
    fileprivate var recovered: Alert { Alert(source: source, dedupKey: dedupKey, status: .resolved) }
}

extension BenchCommand {
    /// Writes the journal that `measureRestart` opens, and ends without closing it, as a crash would.
    static func prepareRestart(folder: String, ended: Int, open: Int) async throws {
        let contracts = try BenchSite.contracts(LongPast.contracts, policy: .unpaced)
        let past = LongPast(engine: try BenchEngine(folder: folder, contracts: contracts))
        let began = Machine.nanoseconds()
        await past.end(ended)
        await past.open(open)
        let (incidents, firing) =
            await past.engine.loop.read { board in
                (board.incidents.count, board.incidents.values.count { $0.end == nil })
            } ?? (0, 0)
        var made = Measurement("restart prepared")
        made.note("rows", Int(past.engine.journal.head().sequence))
        made.note("on_board", incidents)
        made.note("open", firing)
        made.note("seconds", Double(Machine.nanoseconds() - began) / 1e9)
        made.print()
        _exit(0)
    }

    /// From nothing to an engine that has taken its first alert: the journal opened and checked since its last
    /// checkpoint, the board restored, every call that was under way handed to its line.
    static func measureRestart(folder: String) async throws {
        let contracts = try BenchSite.contracts(LongPast.contracts, policy: .unpaced)
        let empty = Machine.residentBytes()
        let began = Machine.nanoseconds()
        func seconds() -> Double { Double(Machine.nanoseconds() - began) / 1e9 }

        let journal = try SQLiteJournal(at: JournalFiles(folder: folder))
        let opened = seconds()
        guard case .whole(let head, let checked, _) = try journal.verify(.sinceLastCheckpoint) else {
            throw BenchError("the journal's chain is broken")
        }
        let verified = seconds()
        let lastEvent = Instant(microseconds: head.instant ?? 0)
        let clock = BenchClock(start: lastEvent + .seconds(1))
        let loop = try EngineLoop(
            contracts: contracts, capacities: [:], journal: journal, clock: clock, builtAt: BenchSite.builtAt,
            whenDoomed: BenchCommand.giveUp)
        let restored = seconds()
        let line = BenchLine()
        loop.start(calls: line, mails: BenchMailer(loop))
        let taken = await loop.submit(.alertsReceived(BenchSite.name(0), [BenchSite.alert("after the restart")]))
        let ready = seconds()
        let resident = Machine.residentBytes()
        guard case .taken(.alerts(accepted: 1, _)) = taken else { throw BenchError("the first alert was refused") }
        let (open, set) =
            await loop.read { ($0.incidents.values.count { $0.end == nil }, $0.incidents.count) } ?? (0, 0)

        var found = Measurement("restart")
        found.note("rows", Int(head.sequence))
        found.note("checked_rows", Int(checked))
        found.note("open", open - 1)
        found.note("on_board", set)
        found.note("calls_resumed", line.takeDials().count)
        found.note("open_s", opened)
        found.note("verify_s", verified - opened)
        found.note("restore_s", restored - verified)
        found.note("ready_s", ready)
        found.note("empty_bytes", empty)
        found.note("resident_bytes", resident)
        found.note("peak_bytes", Machine.peakResidentBytes())
        found.note("cpu_s", Machine.processorSeconds())
        found.print()
        loop.stop()
        try journal.close()
    }
}
