import CallTree
import NightEngine
import ServiceHours

/// Recoveries that hang on an attempt.
extension Drill {
    /// Takes inputs; when that would dial an attempt before which a source recovers, the step is taken back, and taken
    /// again with the recovery right behind the inputs.
    mutating func takeWithRecoveries(_ inputs: [Input], at now: Instant) -> (EngineStep.Taken, [Input]) {
        if script.before.isEmpty { return (step.take(inputs, at: now, draw: draw), inputs) }
        var inputs = inputs
        while true {
            let earlier = step
            let taken = step.take(inputs, at: now, draw: draw)
            let due = script.before.filter { index in
                guard case .beforeAttempt(let number) = script.recoveries[index].moment else { return false }
                return dials(number, script.recoveries[index].dedupKey, taken.events)
            }
            let recovered = due.compactMap { recovery(of: script.recoveries[$0].dedupKey) }
            if recovered.isEmpty { return (taken, inputs) }
            for index in due { script.useBefore(index) }
            step = earlier
            inputs += recovered
        }
    }

    mutating func scheduleRecoveriesDuring(_ events: [Event], at now: Instant) {
        for index in script.during {
            guard case .duringAttempt(let number) = script.recoveries[index].moment,
                dials(number, script.recoveries[index].dedupKey, events)
            else { continue }
            script.useDuring(index)
            world.schedule(.sourceRecovers(index), at: now)
        }
    }

    /// Whether the events dial this attempt of a tree that carries an incident with the key for the first time.
    private func dials(_ number: Int, _ dedupKey: String, _ events: [Event]) -> Bool {
        events.contains { event in
            guard case .tryPlaced(let id, _, _) = event, id.number == 1, id.attempt.number == number,
                let carried = step.board.escalations[id.escalation]?.incidents
            else { return false }
            return carried.contains { step.board.incidents[$0]?.key.dedupKey == dedupKey }
        }
    }
}
