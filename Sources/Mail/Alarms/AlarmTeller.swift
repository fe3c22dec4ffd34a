public import CallTree
internal import Dispatch
public import Reports
internal import ServiceHours
internal import Synchronization

/// Tells the operator by one way, again until it works, and remembers in a file up to which alarm it has.
///
/// Each way has a teller of its own, so that a mail server that is down keeps no command from being run.
///
///     let teller = AlarmTeller(mark: AlarmMark(path: "var/alarms-told"), site: "…", said: …) { text in
///         await command.tell(text)
///     }
///     teller.raised(id, AlarmNote(alarm, raisedAt: now))
public final class AlarmTeller: Sendable {
    private enum Item {
        case alarm(AlarmID, AlarmNote)
        case notice(AlarmNote, topic: String)
    }

    private struct Untold {
        /// Nil for what is in no journal.
        let id: AlarmID?
        let note: AlarmNote
    }

    private let mark: AlarmMark
    private let site: String
    private let said: @Sendable (String) -> Void
    private let tell: @Sendable (AlarmText) async -> String?
    private let inbox = WakingInbox<Item>()
    private let running = Mutex<Task<Void, Never>?>(nil)
    /// A disk that hangs must not keep the next alarm from being told.
    private let disk = DispatchQueue(label: "alarm mark", qos: .utility)

    /// - Parameters:
    ///   - site: which NightCall it is, in a few words.
    ///   - said: what went wrong, in a line for standard error.
    ///   - tell: tells the operator; nil when that has worked, otherwise why not.
    public init(
        mark: AlarmMark, site: String, said: @escaping @Sendable (String) -> Void,
        tell: @escaping @Sendable (AlarmText) async -> String?
    ) {
        self.mark = mark
        self.site = site
        self.said = said
        self.tell = tell
        running.withLock { $0 = Task.detached { [self] in await run() } }
    }

    /// An alarm of the journal, in the order of their numbers. Returns at once.
    public func raised(_ id: AlarmID, _ note: AlarmNote) {
        inbox.put(.alarm(id, note))
    }

    /// Something that the journal does not hold. Returns at once.
    /// - Parameter topic: of one topic only the last notice is told, once a minute at most.
    public func noticed(_ note: AlarmNote, topic: String) {
        inbox.put(.notice(note, topic: topic))
    }

    /// Ends; what is not told by then is told by the next start.
    public func stop() async {
        inbox.close()
        let task = running.withLock { $0 }
        task?.cancel()
        await task?.value
        // The last mark is on its way to the disk.
        await withCheckedContinuation { continuation in
            disk.async { continuation.resume() }
        }
    }

    private func run() async {
        var untold: [Untold] = []
        var notices = NoticePacing()
        var pacing = AlarmPacing()
        var failures = 0
        var pausedUntil = Span.zero
        let start = ContinuousClock.now
        let timer = WakingTimer { [inbox] in inbox.wake() }
        for await _ in inbox.wakings {
            while !Task.isCancelled {
                let now = Span(ContinuousClock.now - start)
                for item in inbox.take() {
                    switch item {
                    case .alarm(let id, let note): untold.append(Untold(id: id, note: note))
                    case .notice(let note, let topic): notices.put(note, topic: topic)
                    }
                }
                untold += notices.takeDue(at: now).map { Untold(id: nil, note: $0) }
                let turn = pausedUntil > now ? .wait(until: pausedUntil) : pacing.next(waiting: untold.count, at: now)
                guard case .tell(let count) = turn else {
                    var wakings = [notices.nextDue].compactMap(\.self)
                    if case .wait(let until) = turn { wakings.append(until) }
                    if let first = wakings.min() { timer.wake(after: first + -now) }
                    break
                }
                let told = untold.prefix(count)
                let why = await tell(AlarmText(told.map(\.note), site: site))
                if let why {
                    // Whoever ends this process has not kept the operator from being told: the next start does.
                    if Task.isCancelled { break }
                    failures += 1
                    let pause = Backoff.pause(after: failures)
                    pausedUntil = Span(ContinuousClock.now - start) + pause
                    said("the operator could not be told, tried again in \(pause.seconds) s: \(why)")
                } else {
                    failures = 0
                    pacing.told(at: now)
                    untold.removeFirst(told.count)
                    if let id = told.compactMap(\.id).max() { note(id) }
                }
            }
        }
        timer.stop()
    }

    private func note(_ id: AlarmID) {
        disk.async { [mark, said] in
            do { try mark.write(id) } catch {
                said("up to which alarm the operator was told cannot be noted: \(error)")
            }
        }
    }
}
