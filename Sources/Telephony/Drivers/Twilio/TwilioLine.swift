public import CallTree
public import NightEngine
internal import ServiceHours
internal import Synchronization
public import WebTransfer

/// A line of Twilio Programmable Voice.
///
/// Twilio knows neither our ids nor our addresses of a call afterwards, and places a call twice that it is asked for twice.
/// So a call whose fate is unknown, after a lost answer or a restart, is looked for in the provider's list, which lags, and
/// in its callbacks, which carry the id of the try; only when neither tells is the engine told so, which then waits.
public final class TwilioLine: CalledBackLine {
    public static let kind = "twilio"

    struct State {
        var calls: [TryID: TwilioCall] = [:]
        var claims = TwilioClaims()
        /// Tries that were given up before anybody knew whether their call exists. Should one ring after all, it is ended.
        var ghosts: Set<TryID> = []
    }

    let id: LineID
    let account: TwilioAccount
    let notice: NoticeFinder
    let state = Mutex(State())
    let clock: any EngineClock
    private let dialling: @Sendable () -> DiallingRule
    let api: TwilioAPI
    private let report: CallReporter
    private let trouble: @Sendable (String) -> Void

    /// How often a call is asked about of which nothing is heard.
    private static let pollPause = Span.seconds(3)
    /// How often a call is looked for.
    private static let searchPause = Span.seconds(2)
    /// How long it is looked for before the engine is told. Shorter than the time for which a restarted engine hears lines.
    private static let doubtPause = Span.seconds(4)
    /// Twilio's dates are whole seconds of its own clock.
    private static let clockMargin = Span.seconds(5)

    /// - Parameters:
    ///   - dialling: the site's rule, asked before every call.
    ///   - notice: finds the words of a call.
    ///   - trouble: told in one line what a person must see who looks after the line. Holds no number and no secret.
    public init(
        id: LineID, account: TwilioAccount, dialling: @escaping @Sendable () -> DiallingRule, engine: TransferEngine,
        clock: any EngineClock, report: @escaping CallReporter, notice: @escaping NoticeFinder,
        trouble: @escaping @Sendable (String) -> Void
    ) {
        self.id = id
        self.account = account
        self.dialling = dialling
        self.clock = clock
        self.report = report
        self.notice = notice
        self.trouble = trouble
        api = TwilioAPI(account: account, engine: engine)
    }

    // MARK: The driver's door

    public func place(_ request: DialRequest, resumed: Bool) {
        let isNew = state.withLock { state in
            guard state.calls[request.id] == nil else { return false }
            state.calls[request.id] = TwilioCall(request, at: clock.uptime())
            return true
        }
        guard isNew else { return }
        Task {
            if resumed { await takeUp(request) } else { await dial(request) }
            await follow(request.id)
        }
    }

    public func hangUp(_ id: TryID) {
        let isKnown = state.withLock { state in
            state.calls[id]?.isHungUp = true
            return state.calls[id] != nil
        }
        Task {
            if isKnown { await end(id) } else { _ = await report(.callReported(id, .denied)) }
        }
    }

    public func forget(_ id: TryID) {
        state.withLock { state in
            if let call = state.calls.removeValue(forKey: id), call.sid == nil, !call.isOver { state.ghosts.insert(id) }
        }
    }

    // MARK: Placing

    private func dial(_ request: DialRequest) async {
        if let refusal = dialling().refusal(of: request.phone) {
            trouble("call \(request.id) is not placed: \(refusal)")
            return over(request.id, .unreachableNumber)
        }
        switch await api.place(request, addresses(request.id)) {
        case .created(let call):
            if identify(call.sid, as: request.id) { return hear(call, of: request.id) }
            // Another call's id: whose this is, nobody can tell.
            trouble("line \(id): Twilio answered call \(request.id) with the id of another call")
            await search(for: request, adopting: false)
        case .refused(let ending, let why):
            trouble("line \(id): call \(request.id) was refused: \(why)")
            over(request.id, ending)
        case .uncertain(let why):
            trouble("line \(id): it is unknown whether call \(request.id) was placed: \(why)")
            await search(for: request, adopting: false)
        }
    }

    /// After a restart: was it placed, and what has become of it?
    private func takeUp(_ request: DialRequest) async {
        await search(for: request, adopting: true)
    }

    /// Looks for a call that may exist, until it is found here or by a callback, or no longer owed.
    ///
    /// - Parameter adopting: whether the engine waits to hear that everything up to now was reported.
    private func search(for request: DialRequest, adopting: Bool) async {
        let doubting = Task { await doubt(request.id) }
        defer { doubting.cancel() }
        while let call = call(request.id), !call.isOver {
            if call.sid == nil, let found = await find(request) { hear(found, of: request.id) }
            if self.call(request.id)?.sid != nil {
                if adopting { tell([.callReported(request.id, .adopted)], of: request.id) }
                return
            }
            await sleep(Self.searchPause)
        }
    }

    /// Tells the engine that nobody can tell, whatever the provider does meanwhile. Not at once: the engine then waits 44 s,
    /// and the list lags by up to 45.
    private func doubt(_ id: TryID) async {
        await sleep(Self.doubtPause)
        if !Task.isCancelled, call(id)?.sid == nil { tell([.callReported(id, .cannotTell)], of: id) }
    }

    /// The first call of ours to the number since the request left that no other try holds.
    private func find(_ request: DialRequest) async -> TwilioResource? {
        let calls = await api.calls(to: request.phone, since: request.placedAt - Self.clockMargin)
        return calls?.first { identify($0.sid, as: request.id) }
    }

    // MARK: Following

    /// Asks about a call of which nothing is heard, until it is over or no longer owed.
    private func follow(_ id: TryID) async {
        while let call = call(id), !call.isOver, let sid = call.sid {
            await sleep(Self.pollPause)
            guard let newsAt = self.call(id)?.newsAt, clock.uptime() + -newsAt >= Self.pollPause else { continue }
            switch await api.fetch(sid) {
            case .call(let found): if let status = found.progress { find(status, of: id) }
            case .refused(let why):
                trouble("line \(self.id): Twilio does not know call \(id) any more: \(why)")
                over(id, .lineFailure)
            case .unreachable: break
            }
        }
    }

    /// Ends a call at Twilio, again and again until it is over.
    func end(_ id: TryID) async {
        var pause = Span.seconds(1)
        while let call = call(id), !call.isOver, let sid = call.sid {
            switch await api.end(sid, call.isAnswered ? .completed : .canceled) {
            // An answer that crossed: the next round ends it as one that was answered.
            case .call(let found): hear(found, of: id)
            case .refused: if case .call(let found) = await api.fetch(sid) { hear(found, of: id) }
            case .unreachable: break
            }
            await sleep(pause)
            pause = min(pause + pause, .seconds(8))
        }
    }

    /// Ends a call that nobody wants any more.
    func endGhost(_ sid: String) async {
        if case .call(let found) = await api.end(sid, .canceled), found.progress == .inProgress {
            _ = await api.end(sid, .completed)
        }
    }

    // MARK: What was heard

    /// The call of this try is this one of Twilio's; false when it belongs to another try, or the try to another call.
    func identify(_ sid: String, as id: TryID) -> Bool {
        let (isOurs, mustEnd) = state.withLock { state in
            guard state.claims.isFree(sid, for: id), state.calls[id]?.identify(sid) == true else {
                return (false, false)
            }
            _ = state.claims.claim(sid, for: id)
            return (true, state.calls[id]?.isHungUp == true)
        }
        if mustEnd { Task { await end(id) } }
        return isOurs
    }

    private func hear(_ call: TwilioResource, of id: TryID) {
        if let status = call.progress { hear(status, of: id) }
    }

    func hear(_ status: TwilioStatus, sip: Int? = nil, of id: TryID) {
        change(id) { $0.hear(status, sip: sip, at: clock.uptime()) }
    }

    private func find(_ status: TwilioStatus, of id: TryID) {
        change(id) { $0.find(status, at: clock.uptime()) }
    }

    private func over(_ id: TryID, _ ending: CallEnding) {
        change(id) { call in
            _ = call.hear(.failed, at: clock.uptime())
            return [.ended(ending)]
        }
    }

    private func change(_ id: TryID, _ change: (inout TwilioCall) -> [CallReport]) {
        state.withLock { state in
            guard var call = state.calls[id] else { return }
            let reports = change(&call)
            state.calls[id] = call
            for report in reports { enqueue(.callReported(id, report), &state) }
        }
    }

    /// Tells the engine, after everything that it was told of this call before.
    ///
    /// - Returns: its answer to the last one; nil when the call is not known.
    @discardableResult
    func tell(_ inputs: [Input], of id: TryID) -> Task<Submission, Never>? {
        state.withLock { state in
            guard state.calls[id] != nil else { return nil }
            for input in inputs { enqueue(input, &state) }
            return state.calls[id]?.lastReport
        }
    }

    private func enqueue(_ input: Input, _ state: inout State) {
        guard let id = input.tryID else { return }
        let before = state.calls[id]?.lastReport
        state.calls[id]?.lastReport = Task { [report] in
            _ = await before?.value
            return await report(input)
        }
    }

    /// Returns when the engine has worked everything that it was given before.
    func waitForEngine() async {
        _ = await report(.woke)
    }

    func tellEngine(_ alarm: Alarm) {
        Task { [report] in _ = await report(.troubleFound(alarm)) }
    }

    // MARK: Small things

    func call(_ id: TryID) -> TwilioCall? { state.withLock { $0.calls[id] } }

    func addresses(_ id: TryID) -> TwilioAddresses {
        TwilioAddresses(publicURL: account.publicURL, line: self.id, id: id)
    }

    private func sleep(_ span: Span) async {
        try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: span))
    }
}

extension Input {
    /// The call that it is about.
    fileprivate var tryID: TryID? {
        switch self {
        case .callReported(let id, _), .keyPressed(let id, _): id
        case .alertsReceived, .operatorAsked, .lineReported, .mailDelivered, .woke, .clockStepped, .clockJudged,
            .readinessChecked, .troubleFound, .troubleOver:
            nil
        }
    }
}
