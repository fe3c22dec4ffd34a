public import CallTree
public import NightEngine
internal import ServiceHours
internal import Synchronization
public import WebTransfer

/// A line of an Asterisk, for people with a PBX of their own: calls through its REST interface (ARI), events over its
/// WebSocket, and questions while that is away.
///
/// We choose the id of a channel, so a call is never placed twice: the channel is made first, which rings nobody, and dialled
/// only then. What is unknown after a lost answer or a restart is asked. Keys cannot be asked for: one pressed while the
/// WebSocket is away is lost. No real Asterisk has been tried.
public final class AsteriskLine: LineDriver {
    public static let kind = "asterisk"

    public let id: LineID
    let account: AsteriskAccount
    let api: AsteriskAPI
    let calls = Mutex<[TryID: AsteriskCall]>([:])
    let link = AsteriskLink()
    let voice: VoiceDesk
    let notice: NoticeFinder
    let clock: any EngineClock
    let dialling: @Sendable () -> DiallingRule
    private let upcoming: AnnouncementFinder
    private let report: CallReporter
    let trouble: @Sendable (String) -> Void

    /// - Parameters:
    ///   - upcoming: finds what a call will say, so that it is ready when somebody answers.
    ///   - trouble: told in one line what a person must see who looks after the line. Holds no number and no secret.
    public init(
        id: LineID, account: AsteriskAccount, engine: TransferEngine, voice: VoiceDesk,
        dialling: @escaping @Sendable () -> DiallingRule, clock: any EngineClock, report: @escaping CallReporter,
        notice: @escaping NoticeFinder, upcoming: @escaping AnnouncementFinder,
        trouble: @escaping @Sendable (String) -> Void
    ) {
        self.id = id
        self.account = account
        api = AsteriskAPI(account: account, engine: engine)
        self.voice = voice
        self.dialling = dialling
        self.clock = clock
        self.report = report
        self.notice = notice
        self.upcoming = upcoming
        self.trouble = trouble
    }

    /// Connects for events, and stays connected until `stop`.
    public func begin() {
        link.begin(AsteriskSocket(account: account)) { [weak self] isUp, why in
            await self?.linkChanged(isUp, why)
        } hear: { [weak self] event in
            self?.hear(event)
        }
    }

    /// Hears nothing more. Calls under way go on, for the next server to take up.
    public func stop() { link.stop() }

    /// Hears nothing more, and ends calls under way: nobody would take them up. Returns when Asterisk has been asked to.
    public func end() async {
        let ids = calls.withLock { calls in calls.values.filter { !$0.isOver }.map(\.request.id) }
        link.stop()
        for id in ids { _ = await api.hangUp(id) }
    }

    /// Returns when calls can be placed, or after some seconds.
    public func waitUntilReady(seconds: Int) async {
        for _ in 0..<max(seconds, 0) * 20 where !link.isUp { try? await Task.sleep(nanoseconds: 50_000_000) }
    }

    // MARK: The driver's door

    public func place(_ request: DialRequest, resumed: Bool) {
        calls.withLock { calls in
            guard calls[request.id] == nil else { return }
            var call = AsteriskCall(request, resumed: resumed)
            call.placing = Task {
                if resumed { await takeUp(request) } else { await dial(request) }
            }
            calls[request.id] = call
        }
        Task {
            if let announcement = await upcoming(request.id) {
                await voice.prepare(await words.message(announcement), account.language)
            }
        }
    }

    public func hangUp(_ id: TryID) {
        let placing = calls.withLock { calls -> Task<Void, Never>?? in
            calls[id]?.isHungUp = true
            return calls[id].map(\.placing)
        }
        guard let placing else {
            Task { _ = await report(.callReported(id, .denied)) }
            return
        }
        Task {
            await placing?.value
            await end(id)
        }
    }

    public func forget(_ id: TryID) { calls.withLock { $0[id] = nil } }

    // MARK: What was heard

    private func linkChanged(_ isUp: Bool, _ why: String) async {
        trouble(isUp ? "line \(id): Asterisk tells its events" : "line \(id): \(why)")
        _ = await report(.lineReported(id, isUp ? .up : .down))
        // What was missed meanwhile.
        if isUp { for id in calls.withLock({ Array($0.keys) }) { await look(id) } }
    }

    private func hear(_ event: AsteriskEvent) {
        guard let (channel, news) = event.news, let id = account.call(channel) else { return }
        hear(news, of: id)
    }

    func hear(_ news: AsteriskNews, of id: TryID) {
        let ending = calls.withLock { calls -> CallEnding?? in
            guard var call = calls[id], call.hear(news) else { return nil }
            calls[id] = call
            if case .ended(let cause, let status) = news { return call.ending(cause: cause, status: status) }
            return .some(nil)
        }
        guard let ending else { return }
        switch news {
        case .ringing: tell(id, .ringing)
        case .progress: Task { await takeForRinging(id) }
        case .answered: step(id) { await $0.converse(.callReported(id, .answered(by: .unknown)), of: id, after: nil) }
        case .key(let key): step(id) { await $0.converse(.keyPressed(id, key), of: id, after: key) }
        case .played: step(id) { await $0.converse(.callReported(id, .promptEnded), of: id, after: nil) }
        case .ended(let cause, let status):
            if ending == .lineFailure {
                trouble("line \(self.id): call \(id) failed: cause \(cause) of Q.850, status \(status) of SIP")
            }
            tell(id, .ended(ending ?? .lineFailure))
        }
    }

    /// Announcements of the network come as sound before the answer, as its ringing does: after a while it counts as that.
    private func takeForRinging(_ id: TryID) async {
        await sleep(.seconds(3))
        hear(.ringing, of: id)
    }

    // MARK: Telling the engine

    /// The call is over by what we know ourselves.
    func over(_ id: TryID, _ ending: CallEnding, why: String? = nil) {
        let isNew = calls.withLock { $0[id]?.end() ?? false }
        guard isNew else { return }
        if let why { trouble("line \(self.id): call \(id) failed: \(why)") }
        tell(id, .ended(ending))
    }

    func tell(_ id: TryID, _ report: CallReport) {
        step(id) { _ = await $0.submit(.callReported(id, report)) }
    }

    /// Nothing is given up because the disk hesitates.
    func submit(_ input: Input) async -> Submission {
        while true {
            let answer = await report(input)
            guard case .unwritable = answer else { return answer }
            await sleep(.milliseconds(500))
        }
    }

    /// Does this after everything that was begun for the call before.
    func step(_ id: TryID, _ act: @escaping @Sendable (AsteriskLine) async -> Void) {
        calls.withLock { calls in
            let before = calls[id]?.lastStep
            let step = Task { [self] in
                await before?.value
                await act(self)
            }
            calls[id]?.lastStep = step
        }
    }

    // MARK: Small things

    func call(_ id: TryID) -> AsteriskCall? { calls.withLock { $0[id] } }

    /// Whether the call shall still be placed.
    func isWanted(_ id: TryID) -> Bool { call(id).map { !$0.isOver && !$0.isHungUp } ?? false }

    var words: CallWords { CallWords(notice: notice, language: account.language) }

    func sleep(_ span: Span) async {
        try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: span))
    }
}
