import CallTree
import NightEngine

/// Whether the engine is alive, asked of the engine itself.
struct EnginePulse: Sendable {
    let engine: EngineLoop

    /// Returns when the engine's thread has taken one more turn, and so not at all while it hangs. As this waits on the
    /// threads that answer requests, it does not return either while they are all held up.
    ///
    /// - Returns: false when the engine has ended.
    func nextTurn() async -> Bool {
        await engine.read { _ in true } ?? false
    }

    /// Why new alerts are not taken; nil when they are, as far as the engine knows.
    var refusal: String? {
        let health = engine.state
        if case .unwritable(_, let why) = health.journal { return why }
        if health.spaceIsTight { return "the journal's disk is full" }
        return nil
    }
}
