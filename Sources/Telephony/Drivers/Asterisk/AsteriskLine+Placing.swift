internal import CallTree
internal import NightEngine
internal import ServiceHours
internal import Synchronization

/// Placing, following and ending: what is asked of Asterisk.
extension AsteriskLine {
    /// Between two questions of one kind.
    private static let pause = Span.milliseconds(200)
    /// How often a call is asked about while no events come, and how many times less often while they do.
    private static let lookPause = Span.seconds(1)
    private static let looksWithEvents = 10
    /// How long it is asked before the engine is told that nobody can tell. Shorter than the time for which a restarted
    /// engine hears lines.
    private static let doubtPause = Span.seconds(4)
    /// How long a channel that was made may take to be ready for the dialling, and one that was dialled to show it.
    private static let patience = Span.seconds(5)

    // MARK: Placing

    func dial(_ request: DialRequest) async {
        let id = request.id
        if let refusal = dialling().refusal(of: request.phone) {
            trouble("call \(id) is not placed: \(refusal)")
            return over(id, .unreachableNumber)
        }
        // Without events no key would be heard; and Asterisk ends a channel whose application nobody hears.
        guard link.isUp else { return over(id, .lineFailure, why: link.why) }
        guard await create(request) else { return }
        guard isWanted(id) else {
            await discard(id)
            return over(id, .lineFailure)
        }
        await ring(request)
    }

    /// Makes the channel. One that may exist all the same is taken away: nothing has rung.
    private func create(_ request: DialRequest) async -> Bool {
        var why = ""
        for _ in 0..<3 where isWanted(request.id) {
            switch await api.create(request) {
            // 409: the one that an earlier question made.
            case .done, .refused(409, _): return true
            case .unsent(let reason), .refused(400..<500, let reason):
                over(request.id, .lineFailure, why: reason)
                return false
            case .refused(_, let reason):
                over(request.id, .lineFailure, why: "\(reason) to a channel to `endpoint`; is the trunk there?")
                await discard(request.id)
                return false
            case .uncertain(let reason): why = reason
            }
        }
        over(request.id, .lineFailure, why: why)
        await discard(request.id)
        return false
    }

    /// Dials a channel once. It is dialled again only where Asterisk has surely not done it.
    private func ring(_ request: DialRequest) async {
        let id = request.id
        let seconds = realSeconds(CallTimes.ringingLimit + request.ringTime) + 5
        let limit = clock.uptime() + Self.patience
        repeat {
            switch await api.dial(id, seconds: seconds) {
            case .done:
                follow(id)
                return
            case .refused(404, _):
                // Gone before it rang: its end says why, where it was heard.
                await sleep(Self.pause)
                return over(id, .lineFailure, why: "the channel was gone before it rang")
            case .refused(409, _):
                // Not in the application yet; or it rings already.
                let found = await api.channel(id)
                if found.channel?.isDialled == true {
                    follow(id)
                    return
                }
            case .unsent: break
            case .refused, .uncertain: return await seek(request, isNew: true)
            }
            await sleep(Self.pause)
        } while isWanted(id) && clock.uptime() < limit
        await discard(id)
        over(id, .lineFailure, why: "the channel could not be dialled within \(Self.patience.seconds) s")
    }

    private func realSeconds(_ span: Span) -> Int {
        Int((clock.realNanoseconds(for: span) + 999_999_999) / 1_000_000_000)
    }

    // MARK: Finding out

    /// After a restart: is there a channel, and what has become of it?
    func takeUp(_ request: DialRequest) async { await seek(request, isNew: false) }

    /// Asks until it is known whether the channel rings. One that was made and is not dialled is taken away: then nobody is
    /// rung, and the engine decides anew.
    ///
    /// - Parameter isNew: whether this process has dialled.
    private func seek(_ request: DialRequest, isNew: Bool) async {
        let id = request.id
        let begun = clock.uptime()
        var isDoubted = false
        while let call = call(id), !call.isOver {
            let told = await api.channel(id)
            let isLate = clock.uptime() + -begun >= Self.doubtPause
            if let channel = told.channel, channel.isDialled {
                adopt(id, channel, isNew: isNew)
                return
            } else if told.channel != nil, isLate {
                await discard(id)
                return gone(id, isNew: isNew)
            } else if told.isGone {
                // The request of the process before may still be on its way. It makes a channel at most; nobody dials it.
                if !isNew { discardLater(id) }
                return gone(id, isNew: isNew)
            } else if told.channel == nil, isLate, !isDoubted {
                isDoubted = true
                trouble("line \(self.id): nobody can tell what has become of call \(id): \(told.why)")
                tell(id, .cannotTell)
            }
            if call.isHungUp { return }
            await sleep(Self.pause)
        }
    }

    private func adopt(_ id: TryID, _ channel: AsteriskChannel, isNew: Bool) {
        calls.withLock { $0[id]?.isFound = true }
        if let news = channel.news, news == .ringing { hear(.ringing, of: id) }
        if !isNew { tell(id, .adopted) }
        // That it was answered may be a repetition: the engine passes over it, and says what is to be said.
        if channel.news == .answered { hear(.answered, of: id) }
        follow(id)
    }

    private func gone(_ id: TryID, isNew: Bool) {
        if isNew || call(id)?.isHungUp == true { return hear(.ended(cause: 0, status: 0), of: id) }
        if calls.withLock({ $0[id]?.end() ?? false }) { tell(id, .denied) }
    }

    // MARK: Following

    /// Asks about a call until it is over or no longer owed: often while no events come.
    private func follow(_ id: TryID) {
        Task { [weak self] in
            var count = 0
            while let self, let call = self.call(id), !call.isOver {
                await self.sleep(Self.lookPause)
                count += 1
                if !self.link.isUp || count % Self.looksWithEvents == 0 { await self.look(id) }
            }
        }
    }

    /// Keys cannot be asked for; everything else can.
    func look(_ id: TryID) async {
        guard let call = call(id), !call.isOver, call.isFound else { return }
        let told = await api.channel(id)
        if let channel = told.channel {
            if let news = channel.news { hear(news, of: id) }
            calls.withLock { $0[id]?.missedLooks = 0 }
        } else if told.isGone {
            let looks = calls.withLock { calls in
                calls[id]?.missedLooks += 1
                return calls[id]?.missedLooks ?? 0
            }
            // The event of its end says more, and may be on its way.
            if looks >= 2 {
                hear(.ended(cause: 0, status: 0), of: id)
            } else {
                await sleep(Self.lookPause)
                await look(id)
            }
            return
        }
        if let number = call.playback, await api.playing(number, of: id).isGone {
            hear(.played("-\(number)"), of: id)
        }
    }

    // MARK: Ending

    /// Ends a call, again and again until it is over.
    func end(_ id: TryID) async {
        while let call = call(id), !call.isOver {
            if await api.hangUp(id).isGone {
                // As above: its event may be on its way.
                await sleep(Self.lookPause)
                return hear(.ended(cause: 0, status: 0), of: id)
            }
            await sleep(Self.lookPause)
        }
    }

    private func discardLater(_ id: TryID) {
        Task {
            await sleep(Self.patience)
            await discard(id)
        }
    }

    /// Takes away a channel that rings nobody, and may not be there.
    private func discard(_ id: TryID) async {
        for _ in 0..<3 {
            switch await api.hangUp(id) {
            case .done, .refused(400..<500, _): return
            case .refused, .uncertain, .unsent: await sleep(Self.lookPause)
            }
        }
    }
}
