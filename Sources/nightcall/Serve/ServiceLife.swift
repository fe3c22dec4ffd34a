import NightEngine
import SiteSettings
import Synchronization

/// Shows to the outside that the server lives: to the service manager that started it, and to a watcher elsewhere.
final class ServiceLife: Sendable {
    private struct State {
        var heartbeat: HeartbeatSettings?
        /// Where the server takes requests; nil until it does.
        var address: String?
        var watchdog: Task<Void, Never>?
    }

    private let manager = ServiceManager()
    private let pulse: EnginePulse
    private let heartbeat: Heartbeat
    private let state: Mutex<State>

    init(engine: EngineLoop, data: DataFolder, _ site: Site) {
        pulse = EnginePulse(engine: engine)
        heartbeat = Heartbeat(pulse: pulse, data: data)
        state = Mutex(State(heartbeat: site.heartbeat))
    }

    /// The server takes requests at this address.
    func begin(at address: String) {
        let settings = state.withLock { state in
            state.address = address
            state.watchdog = watch()
            return state.heartbeat
        }
        heartbeat.beat(settings)
        manager?.tellReady(at: address)
    }

    /// The site folder is taken again.
    /// - Parameter take: gives what was taken; nil when nothing was.
    func reload(_ take: () -> Site?) {
        let address = state.withLock(\.address)
        if address != nil { manager?.tellReloading() }
        if let site = take() {
            state.withLock { $0.heartbeat = site.heartbeat }
            if address != nil { heartbeat.beat(site.heartbeat) }
        }
        if let address { manager?.tellReady(at: address) }
    }

    /// The server was told to end. The watchdog is fed until the engine has.
    func end() {
        manager?.tellStopping()
    }

    /// No beat is sent from now on.
    func stop() {
        heartbeat.beat(nil)
    }

    /// Returns when nothing is under way any more. The engine must have ended, or never been started.
    func ended() async {
        await heartbeat.ended()
        let watchdog = state.withLock(\.watchdog)
        // Only its pause: the loop ends with the engine.
        watchdog?.cancel()
        await watchdog?.value
    }

    /// Feeds the watchdog whenever the engine has taken a turn, thrice as often as it is waited for, so that one that is
    /// late does no harm.
    private func watch() -> Task<Void, Never>? {
        guard let manager, let limit = manager.watchdog else { return nil }
        return Task { [pulse] in
            while await pulse.nextTurn() {
                manager.feedWatchdog()
                try? await Task.sleep(for: limit / 3)
            }
        }
    }
}
