public import CallTree
public import NightEngine
internal import ServiceHours
internal import Synchronization
public import WebTransfer

/// A line over any provider that the site describes; see `HTTPAccount`.
public final class HTTPLine: LineDriver {
    public static let kind = "http"

    public let id: LineID
    private let api: HTTPAPI
    private let account: HTTPAccount
    private let dialling: @Sendable () -> DiallingRule
    private let clock: any EngineClock
    private let report: CallReporter
    private let notice: NoticeFinder
    private let upcoming: AnnouncementFinder
    private let trouble: @Sendable (String) -> Void
    private let calls = Mutex<[TryID: HTTPCall]>([:])

    /// - Parameters:
    ///   - upcoming: finds what a call will say, for words that go out with the request to place it.
    ///   - trouble: told in one line what a person must see who looks after the line. Holds no number and no secret.
    public init(
        id: LineID, account: HTTPAccount, engine: TransferEngine, dialling: @escaping @Sendable () -> DiallingRule,
        clock: any EngineClock, report: @escaping CallReporter, notice: @escaping NoticeFinder,
        upcoming: @escaping AnnouncementFinder, trouble: @escaping @Sendable (String) -> Void
    ) {
        self.id = id
        self.account = account
        api = HTTPAPI(account: account, engine: engine)
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
            calls[request.id] = HTTPCall(request)
            return true
        }
        guard isNew else { return }
        Task { await carry(request, resumed: resumed) }
    }

    public func hangUp(_ id: TryID) {
        let call = calls.withLock { calls in
            calls[id]?.isHungUp = true
            return calls[id]
        }
        guard let call else {
            Task { await submit(.callReported(id, .denied)) }
            return
        }
        if let name = call.providerID { Task { await api.stop(name) } }
    }

    public func forget(_ id: TryID) {
        let call = calls.withLock { $0.removeValue(forKey: id) }
        // Nobody waits for it any more: it must not ring on.
        if let call, !call.isOver, let name = call.providerID { Task { await api.stop(name) } }
    }

    public func tryCredentials() async -> CredentialTrial { await api.tryCredentials() }

    // MARK: The course of a call

    private func carry(_ request: DialRequest, resumed: Bool) async {
        let name = resumed ? await takeUp(request) : await dial(request)
        guard let name else { return }
        guard change(request.id, { $0.providerID = name }) else { return await api.stop(name) }
        if resumed { await submit(.callReported(request.id, .adopted)) }
        while let call = call(request.id), !call.isOver {
            if call.isHungUp { await api.stop(name) }
            await look(request.id, name)
            await pass(request.id)
            await sleep(account.every)
        }
    }

    /// The provider's name of the new call; nil when there is none, and its end was told.
    private func dial(_ request: DialRequest) async -> String? {
        if let refusal = dialling().refusal(of: request.phone) {
            trouble("call \(request.id) is not placed: \(refusal)")
            return await over(request.id, .unreachableNumber)
        }
        let values = await values(of: request)
        switch await api.place(values) {
        case .created(let name): return name
        case .refused(let ending, let why):
            trouble("line \(id): call \(request.id) was refused: \(why)")
            return await over(request.id, ending)
        case .uncertain(let why):
            trouble("line \(id): it is unknown whether call \(request.id) was placed: \(why)")
            return await search(request, values)
        }
    }

    /// After a restart.
    private func takeUp(_ request: DialRequest) async -> String? { await search(request, await values(of: request)) }

    /// Looks for a call that may exist until it is found or no longer owed. The engine is told that nobody can tell: it then
    /// waits until the telephone would be silent.
    private func search(_ request: DialRequest, _ values: [String: String]) async -> String? {
        var looks = 0
        while call(request.id) != nil {
            if account.isIdempotent, case .created(let name) = await api.place(values) { return name }
            if let name = await api.find(request.id.description) { return name }
            looks += 1
            if looks == Self.looksUntilDoubt { await submit(.callReported(request.id, .cannotTell)) }
            await sleep(account.every)
        }
        return nil
    }

    private static let looksUntilDoubt = 3

    private func values(of request: DialRequest) async -> [String: String] {
        var values = [
            "call": request.id.description,
            "number": account.numbers.text(request.phone),
            "ringSeconds": String(request.ringTime.seconds),
        ]
        if account.say == nil {
            let text = await message(of: request.id).text(account.language)
            // The message is spoken twice, as by every line.
            values["text"] = text + (account.language == .japanese ? "繰り返します。" : " Again: ") + text
        }
        return values
    }

    private func message(of id: TryID) async -> SpokenParts {
        if let announcement = await upcoming(id) { return await words.message(announcement) }
        // Nobody knows any more what it was for: it has been settled meanwhile.
        return SpokenParts([SpokenText.settled(account.language)])
    }

    private func look(_ id: TryID, _ name: String) async {
        switch await api.see(name) {
        case .call(let text, let keys):
            guard let word = account.words[text] else {
                return trouble("line \(self.id): call \(id): `words` does not name \"\(text.prefix(40))\"")
            }
            for input in take(id, { $0.hear(word, keys: keys) }) ?? [] { await tell(input, of: id) }
        case .unknown: for input in take(id, { $0.vanish() }) ?? [] { await tell(input, of: id) }
        case .unreachable(let why): trouble("line \(self.id): call \(id) cannot be watched: \(why)")
        }
    }

    /// What is being said may have been spoken.
    private func pass(_ id: TryID) async {
        let isSpoken = take(id) { call in
            guard let at = call.spokenAt, at <= clock.now(), !call.isOver else { return false }
            call.spokenAt = nil
            return true
        }
        if isSpoken == true { await tell(.callReported(id, .promptEnded), of: id) }
    }

    // MARK: Talking

    /// Tells the engine, and says what it answers.
    private func tell(_ input: Input, of id: TryID) async {
        guard case .taken(.speech(let speech)) = await submit(input) else { return }
        let key: Key? = if case .keyPressed(_, let key) = input { key } else { nil }
        let isNew = take(id) { call in
            defer { call.speech = speech }
            // A key that changed nothing is answered all the same.
            return call.speech != speech || key != nil
        }
        guard isNew == true, let parts = await words.parts(speech, after: key), let name = call(id)?.providerID else {
            return
        }
        let text = parts.text(account.language)
        if let fault = await api.say(text, in: name) { trouble("line \(self.id): call \(id) is silent: \(fault)") }
        // Where the words went out with the request, the provider's own document says goodbye, if it does.
        let isSpoken = if case .goodbye = speech { account.say != nil } else { true }
        let length = isSpoken ? Self.length(of: text, account.language) : .zero
        change(id) { $0.spokenAt = clock.now() + length }
    }

    /// How long words take to speak, since nobody tells when they have been spoken: in Japanese some 4 signs a second, kana and
    /// kanji together, in English 15 letters.
    static func length(of words: String, _ language: Language) -> Span {
        let milliseconds = words.count * (language == .japanese ? 250 : 67)
        return .milliseconds(2_000 + milliseconds)
    }

    private var words: CallWords { CallWords(notice: notice, language: account.language) }

    // MARK: Small things

    private func over(_ id: TryID, _ ending: CallEnding) async -> String? {
        change(id) { $0.isOver = true }
        await submit(.callReported(id, .ended(ending)))
        return nil
    }

    /// Nothing is given up because the disk hesitates.
    @discardableResult
    private func submit(_ input: Input) async -> Submission {
        while true {
            let answer = await report(input)
            guard case .unwritable = answer else { return answer }
            await sleep(.milliseconds(500))
        }
    }

    private func call(_ id: TryID) -> HTTPCall? { calls.withLock { $0[id] } }

    /// - Returns: false when the call is no longer owed.
    @discardableResult
    private func change(_ id: TryID, _ change: (inout HTTPCall) -> Void) -> Bool {
        calls.withLock { calls in
            guard var call = calls[id] else { return false }
            change(&call)
            calls[id] = call
            return true
        }
    }

    private func take<Value: Sendable>(_ id: TryID, _ change: (inout HTTPCall) -> Value) -> Value? {
        calls.withLock { calls in
            guard var call = calls[id] else { return nil }
            defer { calls[id] = call }
            return change(&call)
        }
    }

    private func sleep(_ span: Span) async {
        try? await Task.sleep(nanoseconds: clock.realNanoseconds(for: span))
    }
}
