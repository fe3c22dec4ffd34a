import ServiceHours

/// What happens to a call. One function per phase, each listing everything that can happen; what leads to nothing says
/// how it comes about.
extension Board {
    func decideCall(_ id: TryID, _ stimulus: CallStimulus, at now: Instant) -> [Event] {
        // A report for a try that is over: a status callback that came late, or twice.
        guard let escalation = escalations[id.escalation], let call = escalation.attempt?.call, call.id == id else {
            return []
        }
        let scene = Scene(incidents: incidents, escalation: escalation, call: call, now: now)
        var decided = scene.decide(stimulus)
        if case .hangingUp = call.phase, stimulus == .deadline {
            decided = raise(.endNotReported(call.id)) + decided
        }
        decided += judgeLine(of: call, by: decided, at: now)
        let endsAttempt = decided.contains { if case .attemptEnded = $0 { true } else { false } }
        return endsAttempt ? decided + lineAlarmOver(of: escalation) : decided
    }

    /// Clears the alarm that all lines fail for the attempt that is due or under way: it has ended.
    func lineAlarmOver(of escalation: Escalation) -> [Event] {
        escalation.attempt?.alarmed == true ? clear(.linesFailing(escalation.nextAttempt)) : []
    }

    /// A call with what surrounds it, at one instant.
    private struct Scene {
        let incidents: [IncidentID: Incident]
        let escalation: Escalation
        let call: Call
        let now: Instant

        func decide(_ stimulus: CallStimulus) -> [Event] {
            switch call.phase {
            case .dialling: whileDialling(stimulus)
            case .unsure: whileUnsure(stimulus)
            case .ringing: whileRinging(stimulus)
            case .talking(let talk): whileTalking(talk, stimulus)
            case .closing(let outcome): whileClosing(outcome, stimulus)
            case .hangingUp(let outcome, _): whileHangingUp(outcome, stimulus)
            }
        }

        func whileDialling(_ stimulus: CallStimulus) -> [Event] {
            switch stimulus {
            case .ringing: return [.rang(call.id)]
            case .answered(let answerer): return [answer(answerer)]
            case .ended(let ending): return end(ending)
            case .denied: return [.tryLost(call.id)]
            case .cannotTell:
                let ringTime = escalation.terms.calls.ringTime
                return [.tryUnsure(call.id, until: now + ringTime + CallTimes.unsureMargin)]
            case .key(let key):
                // The report of the answer was overtaken by the key; only a person presses keys.
                return [answer(.person)] + press(key, instead: .noInput)
            case .lost(let until): return lose(until)
            case .deadline: return [.hangUpAsked(call.id, .lineFailure)]
            case .operatorHungUp: return [.hangUpAsked(call.id, .noAnswer)]
            case .machineDetected, .promptEnded: return []  // overtook the report of the answer, which follows
            case .adopted: return []  // it goes on
            }
        }

        func whileUnsure(_ stimulus: CallStimulus) -> [Event] {
            switch stimulus {
            case .ringing, .answered, .ended, .denied, .key, .operatorHungUp: return whileDialling(stimulus)
            case .lost(let until): return lose(until)
            case .deadline: return [.tryLost(call.id)]
            case .cannotTell: return []  // asked again after another restart; the wait goes on
            case .machineDetected, .promptEnded: return []  // as while dialling
            case .adopted: return []  // what became of it follows
            }
        }

        func whileRinging(_ stimulus: CallStimulus) -> [Event] {
            switch stimulus {
            case .answered(let answerer): return [answer(answerer)]
            case .ended(let ending): return end(ending)
            case .denied: return [.tryLost(call.id)]
            case .key(let key):
                return [answer(.person)] + press(key, instead: .noInput)
            case .lost(let until): return lose(until)
            case .deadline, .operatorHungUp: return [.hangUpAsked(call.id, .noAnswer)]
            case .ringing: return []  // repeated by the provider; the ring clock runs from the first
            case .cannotTell, .adopted: return []  // the ring clock ends the call whatever the line knows
            case .machineDetected, .promptEnded: return []  // as while dialling
            }
        }

        func whileTalking(_ talk: Call.Talk, _ stimulus: CallStimulus) -> [Event] {
            switch stimulus {
            case .machineDetected: return call.machine ? [] : [.machineDetected(call.id)]
            case .promptEnded: return promptEnded(talk)
            case .ended(let ending): return end(ending)
            case .denied: return end(.hungUp)  // the call was answered and is gone: it ended while we were away
            case .lost: return fail()  // who was listening hears nothing any more, and did not pass it on
            case .key(let key):
                let decided = press(key, instead: call.outcomeWithoutKey)
                // A key that decides nothing is answered by voice, and time is given for another one.
                return decided.count == 1 ? decided + [.keyAnswered(call.id)] : decided
            case .deadline, .operatorHungUp: return [.hangUpAsked(call.id, call.outcomeWithoutKey)]
            case .ringing, .answered: return []  // late or repeated
            case .cannotTell, .adopted: return []  // the length cap ends the call whatever the line knows
            }
        }

        func whileClosing(_ outcome: Outcome, _ stimulus: CallStimulus) -> [Event] {
            switch stimulus {
            case .promptEnded, .deadline, .operatorHungUp: return [.hangUpAsked(call.id, outcome)]
            case .ended, .denied, .lost: return attemptEnded(outcome)
            case .key(let key): return press(key, instead: outcome)
            case .ringing, .answered, .machineDetected, .cannotTell, .adopted:
                return []  // late, repeated or of no matter now
            }
        }

        func whileHangingUp(_ outcome: Outcome, _ stimulus: CallStimulus) -> [Event] {
            switch stimulus {
            case .ended, .denied: return settle(outcome)
            case .key(let key):
                // The key crossed our hanging up. The person did press it: it counts.
                return (call.answer == nil ? [answer(.person)] : []) + press(key, instead: outcome)
            case .deadline: return settle(outcome)  // the end was not reported; the operator is alarmed
            case .ringing, .answered, .machineDetected, .promptEnded: return []  // crossed our hanging up
            case .lost: return []  // it may ring on for a while; the line reports when that is over
            case .cannotTell, .adopted, .operatorHungUp: return []  // hanging up is under way; its deadline decides
            }
        }

        // MARK: Answer and message

        /// What a call that is answered now announces: all incidents then firing, or how those it was for were settled.
        private var announcement: (incidents: [IncidentID], standing: Announcement.Standing) {
            let open = escalation.incidents.filter { incidents[$0]?.place == .carried(escalation.id) }
            let firing = open.filter { incidents[$0]?.recoveredAt == nil }
            if !firing.isEmpty { return (firing, .firing) }
            if !open.isEmpty { return (open, .recovered) }
            // The tree itself ends only when this call has: the incidents say how they were settled.
            let ends = escalation.incidents.compactMap { incidents[$0]?.end }
            if ends.contains(.acknowledged) { return (escalation.incidents, .acknowledged) }
            return (escalation.incidents, ends.contains(.recovered) ? .recovered : .cancelled)
        }

        private func answer(_ answerer: Answerer) -> Event {
            let (incidents, standing) = announcement
            return .answered(call.id, by: answerer, incidents, standing)
        }

        private func promptEnded(_ talk: Call.Talk) -> [Event] {
            switch talk {
            case .listening: return []  // nothing is being spoken; the line repeated itself
            case .message:
                // Under proof `answer` the notice counts as received when a person heard it. Where the line cannot tell
                // who picked up, it takes the key: a voicemail never counts.
                let isPerson = call.answer?.by == .person && !call.machine
                let isHeard = escalation.terms.calls.proof == .answer && isPerson
                return [.promptEnded(call.id)] + (isHeard ? acknowledge() : [])
            }
        }

        // MARK: Keys

        /// - Parameter outcome: what the call would end with if this key had not come.
        private func press(_ key: Key, instead outcome: Outcome) -> [Event] {
            let pressed = Event.keyPressed(call.id, key)
            if outcome == .acknowledged { return [pressed] }  // pressed twice
            if proves(key) { return [pressed] + acknowledge() }
            if key == .digit(2), outcome != .passed { return [pressed, .outcomeDecided(call.id, .passed)] }
            return [pressed]  // any other key is written down, and the call goes on
        }

        private func proves(_ key: Key) -> Bool {
            switch escalation.terms.calls.proof {
            case .key, .answer: key == .digit(1)
            case .randomDigit: key == .digit(escalation.attempt?.digit ?? 0)
            }
        }

        /// An acknowledgement covers exactly the incidents that the call announced; the tree is over. Whoever was told
        /// that all is over has not taken what fires again since.
        private func acknowledge() -> [Event] {
            let told = call.answer.map { (incidents: $0.announced, standing: $0.standing) } ?? announcement
            let covered = told.incidents.filter { id in
                guard let incident = incidents[id], incident.place == .carried(escalation.id) else { return false }
                return told.standing == .firing || incident.recoveredAt != nil
            }
            var events: [Event] = [.outcomeDecided(call.id, .acknowledged)]
            for incident in covered {
                events.append(.incidentEnded(incident, .acknowledged, .contact(call.id.attempt)))
            }
            if !covered.isEmpty {
                events += recoveredBesides(covered)
                let gathering = now + escalation.terms.calls.gatherAfterAcknowledgement
                events.append(.escalationEnded(escalation.id, .acknowledged, gatheringUntil: gathering))
            }
            return events
        }

        /// Ends what the tree still carried although it had recovered (`onRecovery: continue`): nobody is called anew
        /// for a trouble that is over.
        private func recoveredBesides(_ covered: [IncidentID]) -> [Event] {
            if escalation.active == covered.count { return [] }
            return escalation.incidents.compactMap { id in
                guard let incident = incidents[id], incident.place == .carried(escalation.id),
                    incident.recoveredAt != nil, !covered.contains(id)
                else { return nil }
                return .incidentEnded(id, .recovered, .alertRecovered)
            }
        }

        /// The attempt is dialled again once the telephone is sure to be silent.
        private func lose(_ until: Instant) -> [Event] {
            if until <= now { return [.tryLost(call.id)] }
            if case .unsure(let known) = call.phase, known == until { return [] }
            return [.tryUnsure(call.id, until: until)]
        }

        // MARK: The end of a call

        /// The line says that the call is over, and we had not asked for it.
        private func end(_ ending: CallEnding) -> [Event] {
            let wasAnswered = call.answer != nil
            switch ending {
            case .lineFailure: return fail()
            case .noAnswer: return attemptEnded(wasAnswered ? call.outcomeWithoutKey : .noAnswer)
            case .hungUp: return attemptEnded(hungUp)
            // Of a call that was answered a provider's cause tells who cleared it, not that the number was never reached.
            case .busy: return attemptEnded(wasAnswered ? hungUp : .busy)
            case .rejected: return attemptEnded(wasAnswered ? hungUp : .rejected)
            case .unreachableNumber: return attemptEnded(wasAnswered ? hungUp : .unreachableNumber)
            }
        }

        private var hungUp: Outcome { call.machine ? .voicemail : .hungUp }

        /// The end of a call that we hung up.
        private func settle(_ outcome: Outcome) -> [Event] {
            outcome == .lineFailure ? fail() : attemptEnded(outcome)
        }

        /// The next route is tried at once; when all have failed, the attempt waits.
        private func fail() -> [Event] {
            let attempt = escalation.attempt
            let failures = (attempt?.failures ?? 0) + 1
            let routes = max(escalation.terms.calls.routes.count, 1)
            if failures % routes != 0 { return [.tryFailed(call.id, retryAt: now)] }
            // At its limit the attempt counts as used, which `settle` then finds.
            let limit = (attempt?.firstFailure ?? now) + escalation.terms.calls.lineFailureLimit
            let retryAt = min(now + CallTimes.retryPause(after: failures / routes), max(limit, now))
            return [.tryFailed(call.id, retryAt: retryAt)]
        }

        private func attemptEnded(_ outcome: Outcome) -> [Event] {
            // A line that reports the end late does not ring on: we have hung up when the ring time was over.
            let silent = call.ringingSince.map { min(now, $0 + escalation.terms.calls.ringTime) } ?? now
            return [.attemptEnded(call.id.attempt, outcome, rings: call.rings(until: silent))]
        }
    }
}
