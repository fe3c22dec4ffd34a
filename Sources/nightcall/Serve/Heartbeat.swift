import ServiceHours
import SiteSettings
import Synchronization
import WebTransfer

/// Asks for an address elsewhere at an interval, so that whoever watches there notices when NightCall, its machine or its
/// network is gone: it cannot tell that itself.
///
/// A beat goes out only when the engine has just taken a turn, alerts are taken, and a file was written beside the journal
/// and synced. Whether it arrived is told when that changes; it is not tried again before the next beat is due.
final class Heartbeat: Sendable {
    /// What became of the last beat.
    private enum Standing {
        case arrives
        /// None was sent, because alerts are not taken.
        case withheld
        /// It was sent, and not received as it should be.
        case lost
    }

    private let pulse: EnginePulse
    private let data: DataFolder
    private let running = Mutex<Task<Void, Never>?>(nil)
    private let stopped = Mutex<[Task<Void, Never>]>([])
    private let standing = Mutex(Standing.arrives)

    init(pulse: EnginePulse, data: DataFolder) {
        self.pulse = pulse
        self.data = data
    }

    /// Beats as the settings say from now on; nil for no longer.
    func beat(_ settings: HeartbeatSettings?) {
        let task = settings.map { settings in Task { [self] in await run(settings) } }
        let before = running.withLock { running in
            defer { running = task }
            return running
        }
        guard let before else { return }
        before.cancel()
        stopped.withLock { $0.append(before) }
    }

    /// Returns when the beats that were stopped are no longer under way.
    func ended() async {
        for task in stopped.withLock({ $0 }) { await task.value }
    }

    private func run(_ settings: HeartbeatSettings) async {
        let engine: TransferEngine
        let address: WebAddress
        do {
            engine = try TransferEngine()
            address = try WebAddress(settings.url)
        } catch {
            return note(.withheld, "no heartbeat: \(error)")
        }
        let every = Duration.microseconds(settings.every.microseconds)
        var due = ContinuousClock.now
        while !Task.isCancelled, await pulse.nextTurn() {
            await sendOne(to: address, with: engine, within: every)
            // After a hang one beat, not all that were missed.
            due = max(due + every, ContinuousClock.now)
            try? await Task.sleep(until: due)
        }
        await engine.stop(graceMilliseconds: 0)
    }

    private func sendOne(to address: WebAddress, with engine: TransferEngine, within every: Duration) async {
        if let why = pulse.refusal { return note(.withheld, "no heartbeat is sent: \(why)") }
        do {
            try await data.noteHeartbeat()
        } catch {
            return note(.withheld, "no heartbeat is sent: the data folder cannot be written: \(error)")
        }
        var request = HTTPRequest(.get, address)
        request.timeoutMilliseconds = Int(min(every, .seconds(15)) / .milliseconds(1))
        // One that was closed meanwhile would look like a watcher that is gone.
        request.mayReuseConnection = false
        do {
            let status = try await engine.perform(request).status
            if (200...299).contains(status) {
                note(.arrives, "the heartbeat arrives again")
            } else {
                note(.lost, "the heartbeat was refused: \(address) answered \(status)")
            }
        } catch {
            if !Task.isCancelled { note(.lost, "the heartbeat did not arrive: \(error)") }
        }
    }

    /// Says it when it is news.
    private func note(_ now: Standing, _ line: String) {
        let before = standing.withLock { standing in
            defer { standing = now }
            return standing
        }
        if now != before { StandardError.print(line) }
    }
}
