public import ServiceHours

/// The circuit breaker of each line: a line whose calls fail one after another is passed over while another route is left.
///
/// That a line is out is the alarm `lineOut` or `lineSilent`, lit until a call gets through again, the line says that it is
/// back, or the operator clears it. Nothing is ever held back: where every route of a contract is out they are tried all the
/// same. After a pause one call tests the line (half-open); it is an attempt like any other and goes to the next route when
/// the line fails it.
extension Board {
    /// What the latest calls over a line say of it.
    public struct Circuit: Hashable, Sendable {
        /// Whether the operator was told that the line is out.
        public let isOut: Bool
        /// Tries that failed one after another, the latest among them.
        public let failures: Int
        /// When a call tests the line again; nil when it is not out, or the operator has had its failures forgotten.
        public let testAt: Instant?
    }

    public func circuit(of line: LineID) -> Circuit {
        let use = lines[line] ?? LineUse()
        let isOut = isOut(line)
        let pause = use.lastFailure.map { $0 + CallTimes.circuitPause(after: use.failures) }
        return Circuit(isOut: isOut, failures: use.failures, testAt: isOut ? pause : nil)
    }

    func isOut(_ line: LineID) -> Bool { lit[.lineOut(line)] != nil || lit[.lineSilent(line)] != nil }

    /// The line of the escalation's next try: of the routes that have not failed since the last pause the first that is not
    /// passed over; the first when all are.
    func nextLine(of escalation: Escalation, at now: Instant) -> LineID {
        let left = escalation.routesLeft
        return left.first { !isPassedOver($0, at: now) } ?? left.first ?? LineID("")
    }

    private func isPassedOver(_ line: LineID, at now: Instant) -> Bool {
        guard isOut(line) else { return false }
        let use = lines[line] ?? LineUse()
        // Another call is testing it.
        if use.used > 0 { return true }
        return use.lastFailure.map { now < $0 + CallTimes.circuitPause(after: use.failures) } ?? false
    }

    /// What a call tells of its line besides.
    ///
    /// - Parameters:
    ///   - decided: what was decided for the call, and is not applied yet.
    ///   - call: as it was before.
    func judgeLine(of call: Call, by decided: [Event], at now: Instant) -> [Event] {
        for event in decided {
            switch event {
            case .rang, .answered: return lineWorks(call.line, at: now)
            // The far end was reached, though it did not ring.
            case .attemptEnded(_, .busy, _), .attemptEnded(_, .rejected, _): return lineWorks(call.line, at: now)
            case .tryFailed: return lineFails(call, beside: decided)
            default: continue
            }
        }
        return []
    }

    private func lineFails(_ call: Call, beside decided: [Event]) -> [Event] {
        let failures = (lines[call.line]?.failures ?? 0) + 1
        let counted = Event.lineCounted(call.line, failures: failures)
        if isOut(call.line) { return [counted] }
        // We hung up, because nothing had rung: the line took the call and led it nowhere.
        if case .hangingUp = call.phase {
            let isSilent = failures >= CallTimes.silencesUntilOut
            return [counted] + (isSilent ? raise(.lineSilent(call.line), beside: decided) : [])
        }
        return [counted] + (failures >= CallTimes.failuresUntilOut ? raise(.lineOut(call.line), beside: decided) : [])
    }

    /// The line says itself that it is down.
    func lineDown(_ line: LineID) -> [Event] {
        let failures = max(lines[line]?.failures ?? 0, CallTimes.failuresUntilOut)
        return [.lineCounted(line, failures: failures)] + raise(.lineOut(line))
    }

    /// The line carries calls: what it could not deliver while it was out is called once more.
    func lineWorks(_ line: LineID, at now: Instant) -> [Event] {
        let wasOut = isOut(line)
        if !wasOut, lines[line]?.failures ?? 0 == 0 { return [] }
        let again = wasOut ? undelivered(over: line, at: now) : []
        return [.lineCounted(line, failures: 0)] + clear(.lineOut(line)) + clear(.lineSilent(line))
            + again.map { .incidentReopened($0, .lineReturned, .call) }
    }

    /// A line that is out, or no longer, changes for which line an attempt is that waits for a slot.
    mutating func lookAtWaiting() {
        for id in escalations.keys.sorted() where escalations[id]?.attempt?.state == .waiting(.lineBusy) {
            docket.lookAtEscalation(id)
        }
    }
}

extension CallTimes {
    /// So many tries that fail one after another, and a line is out.
    public static let failuresUntilOut = 3
    /// So many, where the latest was taken by the line and nothing rang.
    public static let silencesUntilOut = 2

    /// How long a line that is out is passed over before a call tests it: 60 s, then 120, 240, 300, 300 ... s.
    ///
    /// - Parameter failures: tries that failed one after another.
    public static func circuitPause(after failures: Int) -> Span {
        switch failures {
        case ...failuresUntilOut: .seconds(60)
        case failuresUntilOut + 1: .seconds(120)
        case failuresUntilOut + 2: .seconds(240)
        default: .seconds(300)
        }
    }
}
