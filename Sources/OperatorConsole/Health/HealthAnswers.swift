internal import HTTPTypes
internal import JSONText
internal import NightEngine
internal import Reports

/// `/healthz`: the process lives. `/readyz`: it can take alerts and call.
enum HealthAnswers {
    static let alive = Answer(status: .ok, kind: .text, body: "alive\n")

    static func readiness(_ health: EngineHealth) -> Answer {
        var reasons: [String] = []
        if !health.running { reasons.append("the engine does not run") }
        switch health.journal {
        case .writable: break
        case .unwritable(let since, let why): reasons.append("the journal cannot be written since \(since): \(why)")
        }
        if let seconds = health.journalSilentSeconds {
            reasons.append("the journal has not answered for \(seconds) s: its disk hangs")
        }
        if health.spaceIsTight {
            reasons.append("the journal's disk was full: new alerts are refused until its reserve is there again")
        }
        if !health.clockTrusted { reasons.append("the clock cannot be right; nobody is called") }
        return .json(
            reasons.isEmpty ? .ok : .serviceUnavailable,
            ["ready": .bool(reasons.isEmpty), "reasons": .array(reasons.map { .string($0) })])
    }
}
