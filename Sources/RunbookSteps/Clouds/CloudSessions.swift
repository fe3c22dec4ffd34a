internal import ServiceHours

/// The short-lived credentials that clouds have given NightCall, for all steps of a site together.
public final class CloudSessions: Sendable {
    let aws = SessionStore<AWSHolder, AWSKey>()
    let azure = SessionStore<AzureHolder, String>()
    let azurePace = RequestPace<AzureHolder>()

    public init() {}
}

/// Credentials that are good for a while, for everybody who needs the same: asked for once, renewed ahead, by one at a time.
actor SessionStore<Holder: Hashable & Sendable, Pass: Sendable> {
    struct Session: Sendable {
        let pass: Pass
        let until: Instant
        let renewFrom: Instant

        /// Renewed five minutes before its end, so that none ends while a request is under way; one that lives for two hours
        /// and longer at half its life, as Microsoft's own client does.
        init(_ pass: Pass, from now: Instant, until: Instant) {
            self.pass = pass
            self.until = until
            let life = until.since(now)
            renewFrom = life >= .hours(2) ? now + Span(microseconds: life.microseconds / 2) : until - .minutes(5)
        }
    }

    private var known: [Holder: Session] = [:]
    private var asking: [Holder: Task<Result<Session, CloudTrouble>, Never>] = [:]

    /// Nil when whoever waits was cancelled; who else waits gets the answer all the same.
    ///
    /// - Parameter ask: gets a session from the cloud.
    func pass(
        of holder: Holder, at now: Instant, ask: @escaping @Sendable () async -> Result<Session, CloudTrouble>
    ) async -> Result<Pass, CloudTrouble>? {
        let held = known[holder]
        if let held, now < held.renewFrom { return .success(held.pass) }
        let task = asking[holder] ?? begin(holder, ask)
        switch await task.valueUnlessCancelled() {
        case .success(let session): return .success(session.pass)
        // What is held is good for a few minutes more.
        case .failure where (held.map { now < $0.until - .seconds(30) } ?? false): return held.map { .success($0.pass) }
        case .failure(let trouble): return .failure(trouble)
        case nil: return nil
        }
    }

    /// The cloud does not take it any more.
    func forget(_ holder: Holder) {
        known[holder] = nil
    }

    private func begin(
        _ holder: Holder, _ ask: @escaping @Sendable () async -> Result<Session, CloudTrouble>
    ) -> Task<Result<Session, CloudTrouble>, Never> {
        let task = Task {
            let answer = await ask()
            asked(holder, answer)
            return answer
        }
        asking[holder] = task
        return task
    }

    private func asked(_ holder: Holder, _ answer: Result<Session, CloudTrouble>) {
        asking[holder] = nil
        if case .success(let session) = answer { known[holder] = session }
    }
}

extension Task where Failure == Never {
    /// Nil when whoever waits is cancelled first; the task goes on for others.
    fileprivate func valueUnlessCancelled() async -> Success? {
        let (stream, writer) = AsyncStream.makeStream(of: Success.self)
        Task<Void, Never> {
            writer.yield(await value)
            writer.finish()
        }
        for await value in stream { return value }
        return nil
    }
}
