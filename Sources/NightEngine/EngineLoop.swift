public import CallTree
public import EventJournal
internal import Foundation
public import RunbookModel
public import ServiceHours
internal import Synchronization

/// The engine of a server: one thread that takes whatever has come in as one batch, makes its events durable with one
/// sync, then answers the waiting callers and starts and stops what is owed.
///
///     let loop = try EngineLoop(contracts: site.contracts, capacities: site.capacities, journal: journal, clock: clock)
///     loop.start(calls: telephony, mails: outbox)
///     switch await loop.submit(.alertsReceived(contract, alerts)) { … }
///
/// Everything is thread-safe. `read` runs on the engine's thread: keep it short.
public final class EngineLoop: Sendable {
    private let inbox = Inbox()
    private let clock: any EngineClock
    private let worker: Mutex<EngineWorker>
    private let health: HealthBoard
    private let callers = WaitingCallers()
    /// Open when the thread has ended.
    private let ended = Gate()

    /// How many real seconds a sender of alerts or an operator waits for a journal that does not answer. Senders give up
    /// after ten and more, and whoever is told to come back keeps his alert.
    public static let patienceSeconds = 5

    /// Builds the board from the journal's open events. Nothing is started yet.
    ///
    /// - Parameters:
    ///   - capacities: how many calls each line takes; a line that is not named has no limit.
    ///   - runs: what the site says of runs.
    ///   - builtAt: when this program was built; a clock before that cannot be right.
    ///   - notice: told what whoever watches the process must see, on a thread of the engine: it returns at once.
    ///   - whenDoomed: ends the process. Called when it is unknown whether an append reached the disk.
    /// - Throws: `JournalError` when the journal cannot be read.
    public init(
        contracts: [Contract], capacities: [LineID: LineCapacity], runs: RunSite = RunSite(), journal: any Journal,
        clock: any EngineClock, builtAt: Instant,
        notice: @escaping @Sendable (EngineNotice) -> Void = { _ in },
        whenDoomed: @escaping @Sendable (String) -> Never
    ) throws {
        self.clock = clock
        health = HealthBoard(clock: clock, notice: notice, whenDoomed: whenDoomed)
        worker = Mutex(
            try EngineWorker(
                contracts: contracts, capacities: capacities, runs: runs, journal: journal, clock: clock,
                builtAt: builtAt, health: health))
    }

    /// Starts the thread, and with it everything that is owed.
    /// - Parameter inputs: what the shell knows already and the engine must know before it does anything.
    public func start(
        calls: any CallPerformer, mails: any MailPerformer, runs: any RunPerformer = NoRuns(),
        knowing inputs: [Input] = []
    ) {
        let performers = Performers(calls: calls, mails: mails, runs: runs)
        let thread = Thread { [self] in
            worker.withLock { worker in
                worker.begin(performers, knowing: inputs)
                while run(&worker) {}
                worker.finish()
            }
            for item in inbox.close() { item.answer(.stopped) }
            ended.open()
        }
        thread.name = "engine"
        thread.stackSize = 8 << 20
        thread.start()
        watchPatience()
    }

    /// Hands an input in and waits until its events are durable.
    ///
    /// When the journal does not answer, whoever can ask again is told so (`unwritable`) after `patienceSeconds`. The
    /// input may still be taken later, which does no harm: the same alert again is an update of its incident.
    public func submit(_ input: Input) async -> Submission {
        await submit(.call(input)).ofCall
    }

    /// The same for an input about runs.
    public func submit(_ input: RunInput) async -> RunSubmission {
        await submit(.run(input)).ofRun
    }

    private func submit(_ input: NightInput) async -> NightSubmission {
        await withCheckedContinuation { continuation in
            let answer: @Sendable (NightSubmission) -> Void
            if input.isSaidOnce {
                answer = { continuation.resume(returning: $0) }
            } else {
                let number = callers.add(at: clock.uptime()) { continuation.resume(returning: $0) }
                answer = { [callers] in callers.answer(number, $0) }
            }
            inbox.put(.input(input, answer)) { $0.answer(.stopped) }
        }
    }

    /// Hands an input in whose reply nobody waits for.
    public func tell(_ input: Input) {
        inbox.put(.input(.call(input)) { _ in }) { _ in }
    }

    /// The same for an input about runs.
    public func tell(_ input: RunInput) {
        inbox.put(.input(.run(input)) { _ in }) { _ in }
    }

    /// Looks at the board on the engine's thread; nil when the loop has ended.
    public func read<Value: Sendable>(_ look: @escaping @Sendable (Board) -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            inbox.put(.look { continuation.resume(returning: $0.map(look)) }) { $0.answer(.stopped) }
        }
    }

    /// Looks at the runs on the engine's thread; nil when the loop has ended.
    public func readRuns<Value: Sendable>(_ look: @escaping @Sendable (RunBoard) -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            inbox.put(.lookAtRuns { continuation.resume(returning: $0.map(look)) }) { $0.answer(.stopped) }
        }
    }

    /// Takes the contracts of a reloaded site folder; escalations and runs under way keep the terms they began with, and
    /// the catalogue is the one of the start.
    public func reload(_ contracts: [Contract], runs: RunSite) {
        inbox.put(.contracts(contracts, runs)) { _ in }
    }

    /// Takes what clouds work on or have trouble with, by the keys of the contracts: nothing is changed there meanwhile.
    public func take(cloudWork: [String: [Maintenance]]) {
        inbox.put(.cloudWork(cloudWork)) { _ in }
    }

    /// How the engine is.
    public var state: EngineHealth { health.state }

    /// Ends the thread after the batch under way. Calls go on at their lines and are adopted by the next start.
    ///
    /// - Parameter seconds: for how many real seconds the end is waited for; a disk that hangs may keep the thread.
    /// - Returns: whether it has ended.
    @discardableResult
    public func stop(waitingAtMost seconds: UInt64 = 30) -> Bool {
        inbox.put(.stop) { _ in }
        return ended.wait(atMostNanoseconds: seconds * 1_000_000_000)
    }

    /// Beside the engine's thread, because it is that thread that a hanging disk holds up.
    private func watchPatience() {
        let second = clock.realNanoseconds(for: .seconds(1))
        let patience = clock.span(ofRealSeconds: Self.patienceSeconds)
        let thread = Thread { [self] in
            var wasSilent = false
            while !ended.wait(atMostNanoseconds: second) {
                let isSilent = health.state.journalSilentSeconds != nil
                if isSilent != wasSilent { health.say(isSilent ? .journalSilent : .journalAnswers) }
                wasSilent = isSilent
                if isSilent { callers.refuse(waitingSince: clock.uptime() + -patience) }
            }
        }
        thread.name = "patience"
        thread.start()
    }

    /// One turn of the loop; false when it is to end.
    private func run(_ worker: inout EngineWorker) -> Bool {
        let wait = worker.wait()
        let items = inbox.take(waitingAtMost: clock.realNanoseconds(for: wait))
        return worker.turn(items)
    }
}
