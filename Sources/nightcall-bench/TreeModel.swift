import CallTree
import NightEngine
import ServiceHours

/// The model of `Tests/Bench/calltree.c` driven through the real decide and apply: contracts that are always busy, the
/// line and the people at the other end, in virtual time. Nothing is encoded and nothing is synced.
///
/// Draws and counts are the same as the C program's.
struct TreeModel {
    /// What the callee of a call is going to do, as drawn when it is dialled.
    private enum Callee {
        case acknowledges, passes, machine, silent, busy
    }

    /// What happens outside of the engine.
    private enum Happening {
        case alert(contract: Int)
        case resolved(IncidentID)
        case report(TryID, CallReport)
        case key(TryID, Key)
    }

    private struct Customer {
        let id: ContractID
        var chance: UInt64
        var alerts = 0

        mutating func draw() -> UInt64 {
            chance &+= 0x9E37_79B9_7F4A_7C15
            var mixed = chance
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    struct Counts {
        var steps = 0
        var events = 0
        var incidents = 0
        var acknowledged = 0
        var exhausted = 0
        /// By outcome: acknowledged, passed, voicemail, no answer, busy.
        var attempts = [0, 0, 0, 0, 0]
    }

    private(set) var counts = Counts()
    private var step: EngineStep
    private var customers: [Customer]
    private var happenings = HappeningHeap<Happening>()
    /// By the number of the incident or escalation: whose it is.
    private var incidentOwners = [0]
    private var escalationOwners = [0]

    init(contracts: [Contract], seed: UInt64) {
        step = EngineStep(board: Board(contracts: contracts))
        customers = contracts.enumerated().map { Customer(id: $1.id, chance: seed &+ UInt64($0)) }
        for index in customers.indices {
            let after = Span(microseconds: Int64(customers[index].draw() % 60_000_000))
            happenings.enter(.alert(contract: index), at: BenchSite.opening + after)
        }
    }

    mutating func run(until end: Instant) {
        while true {
            guard let next = earliest(happenings.next, step.nextWaking), next < end else { return }
            counts.steps += 1
            if happenings.next == next, let happening = happenings.take() {
                follow(step.take([input(happening, at: next)], at: next, draw: 0), at: next)
            } else {
                follow(step.take([.woke], at: next, draw: 0), at: next)
            }
        }
    }

    private func earliest(_ one: Instant?, _ other: Instant?) -> Instant? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    private mutating func input(_ happening: Happening, at now: Instant) -> Input {
        switch happening {
        case .report(let id, let report):
            if case .answered(let answerer) = report { foreseeAnswer(id, answerer, at: now) }
            return .callReported(id, report)
        case .key(let id, let key):
            happenings.enter(.report(id, .promptEnded), at: now + .seconds(2))
            return .keyPressed(id, key)
        case .alert(let index):
            defer { customers[index].alerts += 1 }
            let customer = customers[index]
            let alert = Alert(
                source: BenchSite.source, dedupKey: "\(customer.id.text)/HostDown/\(customer.alerts)", status: .firing,
                severity: .critical, name: "HostDown",
                summary: "host of \(customer.id.text) does not answer for five minutes")
            return .alertsReceived(customer.id, [alert])
        case .resolved(let id):
            guard let incident = step.board.incidents[id] else { return .woke }
            let alert = Alert(source: BenchSite.source, dedupKey: incident.key.dedupKey, status: .resolved)
            return .alertsReceived(incident.contract, [alert])
        }
    }

    // MARK: What the world does next

    private mutating func follow(_ taken: EngineStep.Taken, at now: Instant) {
        counts.events += taken.events.count
        for event in taken.events { note(event, at: now) }
        for obligation in taken.started {
            switch obligation {
            case .call(let id): dial(id, at: now)
            case .hangUp(let id):
                happenings.enter(.report(id, .ended(.hungUp)), at: now + Span(microseconds: 200_000))
            case .mail(let id): follow(step.take([.mailDelivered(id)], at: now, draw: 0), at: now)
            }
        }
    }

    private mutating func note(_ event: Event, at now: Instant) {
        switch event {
        case .incidentOpened(_, let contract, _, _): incidentOwners.append(BenchSite.index(of: contract))
        case .escalationStarted(_, _, let carried, _):
            escalationOwners.append(carried.first.map { incidentOwners[$0.number] } ?? 0)
        case .incidentEnded(let id, let end, _):
            counts.incidents += 1
            counts.acknowledged += end == .acknowledged ? 1 : 0
            counts.exhausted += end == .exhausted ? 1 : 0
            happenings.enter(.resolved(id), at: now + .seconds(30))
            happenings.enter(.alert(contract: incidentOwners[id.number]), at: now + .seconds(3))
        case .rang(let id): foreseeEndOfRinging(id, at: now)
        case .attemptEnded(_, let outcome, _): count(outcome)
        default: break
        }
    }

    /// By the number of the escalation: what the callee of the call under way does.
    private var callees: [Callee] = [.silent]

    private mutating func dial(_ id: TryID, at now: Instant) {
        let customer = escalationOwners[id.escalation.number]
        let callee: Callee =
            switch customers[customer].draw() % 100 {
            case ..<40: .acknowledges
            case ..<75: .silent
            case ..<85: .machine
            case ..<95: .busy
            default: .passes
            }
        while callees.count <= id.escalation.number { callees.append(.silent) }
        callees[id.escalation.number] = callee
        switch callee {
        case .busy: happenings.enter(.report(id, .ended(.busy)), at: now + .seconds(3))
        case .acknowledges, .passes, .machine, .silent:
            happenings.enter(.report(id, .ringing), at: now + .seconds(2))
        }
    }

    private mutating func foreseeEndOfRinging(_ id: TryID, at now: Instant) {
        switch callees[id.escalation.number] {
        case .acknowledges, .passes: happenings.enter(.report(id, .answered(by: .person)), at: now + .seconds(6))
        case .machine: happenings.enter(.report(id, .answered(by: .machine)), at: now + .seconds(15))
        case .silent, .busy: break
        }
    }

    private mutating func foreseeAnswer(_ id: TryID, _ answerer: Answerer, at now: Instant) {
        switch (answerer, callees[id.escalation.number]) {
        case (.machine, _): happenings.enter(.report(id, .ended(.hungUp)), at: now + .seconds(20))
        case (_, .passes): happenings.enter(.key(id, .digit(2)), at: now + .seconds(4))
        case (_, .acknowledges), (_, .machine), (_, .silent), (_, .busy):
            happenings.enter(.key(id, .digit(1)), at: now + .seconds(4))
        }
    }

    private mutating func count(_ outcome: Outcome) {
        switch outcome {
        case .acknowledged: counts.attempts[0] += 1
        case .passed: counts.attempts[1] += 1
        case .voicemail: counts.attempts[2] += 1
        case .noAnswer: counts.attempts[3] += 1
        case .busy: counts.attempts[4] += 1
        case .noInput, .hungUp, .rejected, .unreachableNumber, .lineFailure: break
        }
    }
}

/// A binary heap, earliest first; ties in the order in which they were entered.
struct HappeningHeap<Happening> {
    private struct Entry {
        let at: Instant
        let order: Int
        let happening: Happening

        func precedes(_ other: Entry) -> Bool { at == other.at ? order < other.order : at < other.at }
    }

    private var entries: [Entry] = []
    private var entered = 0

    var next: Instant? { entries.first?.at }

    mutating func enter(_ happening: Happening, at instant: Instant) {
        entered += 1
        let entry = Entry(at: instant, order: entered, happening: happening)
        entries.append(entry)
        var place = entries.count - 1
        while place > 0, entry.precedes(entries[(place - 1) / 2]) {
            entries[place] = entries[(place - 1) / 2]
            place = (place - 1) / 2
        }
        entries[place] = entry
    }

    mutating func take() -> Happening? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if entries.isEmpty { return first.happening }
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
            guard entries[child].precedes(last) else { break }
            entries[place] = entries[child]
            place = child
        }
        entries[place] = last
        return first.happening
    }
}

extension BenchCommand {
    /// Simulated incidents per second of processor time, with so many always live.
    static func measureTrees(live: Int, minutes: Int, repeats: Int) throws {
        var counts = TreeModel.Counts()
        var seconds = 0.0
        for index in 0..<repeats {
            var model = TreeModel(
                contracts: try BenchSite.contracts(live), seed: 1 + UInt64(index) * 1_000_003)
            let began = Machine.processorSeconds()
            model.run(until: BenchSite.opening + .minutes(minutes))
            seconds += Machine.processorSeconds() - began
            counts.add(model.counts)
        }
        var found = Measurement("trees")
        found.note("who", "nightcall")
        found.note("live", live)
        found.note("incidents", counts.incidents)
        found.note("events", counts.events)
        found.note("acknowledged", counts.acknowledged)
        found.note("exhausted", counts.exhausted)
        found.note("attempts", counts.attempts)
        found.note("steps", counts.steps)
        found.note("cpu_s", seconds)
        found.note("peak_bytes", Machine.peakResidentBytes())
        found.print()
    }
}

extension TreeModel.Counts {
    mutating func add(_ other: Self) {
        steps += other.steps
        events += other.events
        incidents += other.incidents
        acknowledged += other.acknowledged
        exhausted += other.exhausted
        for index in attempts.indices { attempts[index] += other.attempts[index] }
    }
}
