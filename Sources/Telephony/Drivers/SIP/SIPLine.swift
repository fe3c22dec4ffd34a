public import CallTree
public import NightEngine
internal import SIPMessages
internal import ServiceHours
internal import Synchronization

/// A line over SIP: a provider's trunk, or an extension of a PBX.
///
/// The calls themselves live in the helper `nightcall-sip`, a process of its own that outlives this one. It keeps what it has
/// to tell until it hears that it is durable; so a call that was under way while the server was restarted goes on as it is.
public final class SIPLine: LineDriver {
    public static let kind = "sip"

    public let id: LineID
    let account: SIPAccount
    let calls = Mutex<[TryID: SIPCall]>([:])
    let voice: VoiceDesk
    let notice: NoticeFinder
    let clock: any EngineClock
    let link: SIPLink
    private let dialling: @Sendable () -> DiallingRule
    private let upcoming: AnnouncementFinder
    private let report: CallReporter
    private let trouble: @Sendable (String) -> Void

    /// - Parameters:
    ///   - upcoming: finds what a call will say, so that it is ready when somebody answers.
    ///   - trouble: told in one line what a person must see who looks after the line. Holds no number and no secret.
    public init(
        id: LineID, account: SIPAccount, link: SIPLink, voice: VoiceDesk,
        dialling: @escaping @Sendable () -> DiallingRule,
        clock: any EngineClock, report: @escaping CallReporter, notice: @escaping NoticeFinder,
        upcoming: @escaping AnnouncementFinder, trouble: @escaping @Sendable (String) -> Void
    ) {
        self.id = id
        self.account = account
        self.link = link
        self.voice = voice
        self.dialling = dialling
        self.clock = clock
        self.report = report
        self.notice = notice
        self.upcoming = upcoming
        self.trouble = trouble
    }

    // MARK: The driver's door

    public func place(_ request: DialRequest, resumed: Bool) {
        let isNew = calls.withLock { calls in
            guard calls[request.id] == nil else { return false }
            calls[request.id] = SIPCall(request, resumed: resumed)
            return true
        }
        guard isNew else { return }
        Task { await prepare(request.id) }
        if resumed { link.ask() } else { dial(request) }
    }

    public func hangUp(_ id: TryID) {
        let standing = calls.withLock { calls in
            calls[id]?.isHungUp = true
            return calls[id]?.standing
        }
        switch standing {
        case .carried, .sought: link.send(.hangUp(call: id.description))
        // Nobody can: it is waited until the far end is silent by itself.
        case .lost: endLost(id)
        case .over: break
        case nil: tell(id, .denied)
        }
    }

    public func forget(_ id: TryID) {
        calls.withLock { $0[id] = nil }
        link.send(.forget(call: id.description))
    }

    private func dial(_ request: DialRequest) {
        if let refusal = dialling().refusal(of: request.phone) {
            trouble("call \(request.id) is not placed: \(refusal)")
            return over(request.id, .unreachableNumber)
        }
        guard link.isUp(id) else {
            trouble("line \(id): call \(request.id) is not placed: \(link.why(id))")
            return over(request.id, .lineFailure)
        }
        let dial = SIPDial(
            call: request.id.description, line: id.text, number: account.numbers.text(request.phone),
            ringSeconds: realSeconds(request.ringTime),
            expiresSeconds: realSeconds(SIPCall(request, resumed: false).ringsAtMost),
            oneMoment: voice.ready(SpokenText.oneMoment(account.language), account.language))
        if !link.send(.dial(dial)) { over(request.id, .lineFailure) }
    }

    /// The far end counts real seconds, however fast our clock runs.
    private func realSeconds(_ span: Span) -> Int {
        Int((clock.realNanoseconds(for: span) + 999_999_999) / 1_000_000_000)
    }

    /// Has the words made while the telephone rings.
    private func prepare(_ id: TryID) async {
        if let announcement = await upcoming(id) {
            await voice.prepare(await words.message(announcement), account.language)
        }
    }

    // MARK: What the helper tells

    /// Something happened to a call. `taken` is called once it is durable.
    ///
    /// - Parameter number: grows with every report. One that was heard before is under way to the engine.
    func hear(_ report: SIPReport, _ number: Int, of id: TryID, taken: @escaping @Sendable () -> Void) {
        let isNew = calls.withLock { calls in
            guard let call = calls[id], number > call.lastReport else { return false }
            calls[id]?.lastReport = number
            note(report, &calls[id])
            return true
        }
        guard isNew else { return }
        step(id) { line in
            if await line.pass(report, of: id) { taken() }
        }
    }

    private func note(_ report: SIPReport, _ call: inout SIPCall?) {
        switch report {
        case .ringing: call?.hasRung = true
        case .ended: call?.standing = .over
        case .answered, .said, .key, .machine: break
        }
    }

    /// The calls that the helper has. Everything that it had to tell of them was heard before.
    func found(_ calls: [SIPKnownCall], since: Instant) {
        let known = Dictionary(calls.map { ($0.call, $0) }) { first, _ in first }
        let sought = self.calls.withLock { calls in
            calls.values.filter { $0.standing == .sought }.map(\.request).sorted { $0.placedAt < $1.placedAt }
        }
        for request in sought {
            if let call = known[request.id.description] {
                adopt(request.id, call)
            } else if since > request.placedAt {
                lose(request.id)
            } else {
                self.calls.withLock { $0[request.id]?.standing = .over }
                tell(request.id, .denied)
            }
        }
    }

    private func adopt(_ id: TryID, _ known: SIPKnownCall) {
        let isHungUp = calls.withLock { calls in
            calls[id]?.standing = .carried
            if known.hasRung { calls[id]?.hasRung = true }
            return calls[id]?.isHungUp ?? false
        }
        if isHungUp { link.send(.hangUp(call: id.description)) }
        step(id) { line in
            _ = await line.isTaken(.callReported(id, .adopted))
            // That it was answered is repeated: the engine passes over it, and says what is to be said.
            if known.isAnswered { await line.converse(.callReported(id, .answered(by: .unknown)), of: id, after: nil) }
        }
    }

    /// The helper has died: nobody hears its calls any more. The next one ends them.
    func helperDied() {
        let lost = calls.withLock { calls in
            calls.values.filter { $0.standing == .carried }.sorted { $0.request.placedAt < $1.request.placedAt }
        }
        for call in lost { lose(call.request.id) }
    }

    /// The next helper has ended it: nobody needs to wait until it ends by itself.
    func silenced(_ id: TryID) {
        guard let call = calls.withLock({ $0[id] }), call.standing == .lost else { return }
        if call.isHungUp { return over(id, .lineFailure) }
        calls.withLock { $0[id]?.standing = .over }
        tell(id, .denied)
    }

    private func lose(_ id: TryID) {
        guard
            let silentAt = calls.withLock({ calls -> Instant? in
                calls[id]?.standing = .lost
                return calls[id]?.silentAt
            })
        else { return }
        tell(id, .lost(until: max(silentAt, clock.now())))
        // Whoever waits for the end of this call, because it was to be hung up, hears of it then.
        let wait = clock.realNanoseconds(for: max(silentAt.since(clock.now()), .zero))
        Task { [weak self] in
            try? await Task.sleep(nanoseconds: wait)
            self?.endLost(id)
        }
    }

    private func endLost(_ id: TryID) {
        let isWaited = calls.withLock { calls in
            guard let call = calls[id], call.standing == .lost, call.isHungUp else { return false }
            return call.silentAt <= clock.now()
        }
        if isWaited { over(id, .lineFailure) }
    }

    /// The registrar or the proxy has answered, or does not.
    func trunkChanged(_ state: LineState, why: String) {
        trouble("line \(id): \(why)")
        Task { _ = await report(.lineReported(id, state)) }
    }

    // MARK: Telling the engine

    private func over(_ id: TryID, _ ending: CallEnding) {
        calls.withLock { $0[id]?.standing = .over }
        tell(id, .ended(ending))
    }

    private func tell(_ id: TryID, _ report: CallReport) {
        step(id) { _ = await $0.isTaken(.callReported(id, report)) }
    }

    /// Nothing is given up because the disk hesitates. Whoever is on the telephone meanwhile hears "one moment" from the
    /// helper.
    func submit(_ input: Input) async -> Submission {
        while true {
            let answer = await report(input)
            guard case .unwritable = answer else { return answer }
            try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: .milliseconds(500)))
        }
    }

    func knows(_ call: String) -> Bool { TryID(call).map { id in calls.withLock { $0[id] != nil } } ?? false }

    func say(_ files: [String], as number: Int, of id: TryID) {
        link.send(.say(call: id.description, number: number, files: files))
    }

    func noteTrouble(_ text: String) { trouble(text) }

    /// Does this after everything that was begun for the call before.
    private func step(_ id: TryID, _ act: @escaping @Sendable (SIPLine) async -> Void) {
        calls.withLock { calls in
            let before = calls[id]?.lastStep
            let step = Task { [self] in
                await before?.value
                await act(self)
            }
            calls[id]?.lastStep = step
        }
    }
}
