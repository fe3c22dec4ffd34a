public import CallTree
public import NightEngine
internal import ServiceHours
internal import Synchronization

/// A line without telephones: it calls nobody, and the people behind it answer as the site says, or as a person decides
/// on the operator's page.
///
/// What a callee does is a function of the dial request alone (`CalleeCourse`). After a restart the line therefore adopts a
/// call by working that course out again; what was reported before is reported once more, which the engine passes over.
/// Only what a person had done by hand is forgotten: such a call goes on by the site's answers.
public final class SimulatedLine: LineDriver {
    public static let kind = "simulated"

    /// How the people behind the line behave.
    public struct Behaviour: Sendable {
        public var times: CalleeTimes
        /// Must give the same answer for the same request, whenever it is asked.
        public var reaction: @Sendable (DialRequest) -> CalleeReaction

        public init(times: CalleeTimes, reaction: @escaping @Sendable (DialRequest) -> CalleeReaction) {
            self.times = times
            self.reaction = reaction
        }
    }

    fileprivate struct State {
        var behaviour: Behaviour
        var calls: [TryID: SimulatedCall] = [:]
        var byHand: Set<TelephoneOwner> = []
        var timetable = Timetable<Due>()
        var sleeper: (until: Span, task: Task<Void, Never>)?
    }

    /// What the line has to do at some moment.
    fileprivate enum Due {
        case act(TryID, script: Int, SimulatedCall.Act)
        case speechEnds(TryID, Speech)
    }

    private let state: Mutex<State>
    private let clock: any EngineClock
    private let report: CallReporter

    public init(behaviour: Behaviour, clock: any EngineClock, report: @escaping CallReporter) {
        state = Mutex(State(behaviour: behaviour))
        self.clock = clock
        self.report = report
    }

    /// Takes the answers of a reloaded site; calls under way keep the course they began with.
    public func behave(as behaviour: Behaviour) {
        state.withLock { $0.behaviour = behaviour }
    }

    // MARK: The driver's door

    /// Nobody is behind the line who could refuse.
    public static let trial = CredentialTrial.accepted("the line is simulated: there is nobody to ask")

    public func tryCredentials() async -> CredentialTrial { Self.trial }

    public func place(_ request: DialRequest, resumed: Bool) {
        let age = max(clock.now().since(request.placedAt), .zero)
        let dialled = clock.uptime() + -age
        state.withLock { state in
            guard state.calls[request.id] == nil else { return }
            let call = SimulatedCall(request)
            state.calls[request.id] = call
            let isByHand = state.byHand.contains(TelephoneOwner(request))
            let reaction = isByHand ? .noAnswer : state.behaviour.reaction(request)
            for moment in CalleeCourse(reaction, state.behaviour.times).moments {
                state.timetable.enter(
                    .act(request.id, script: call.script, moment.act), due: dialled + moment.after)
            }
            // Stands behind everything that was due before the restart.
            if resumed {
                state.timetable.enter(.act(request.id, script: call.script, .report(.adopted)), due: dialled + age)
            }
        }
        work()
    }

    public func hangUp(_ id: TryID) {
        let isKnown = change(id) { $0.add(.report(.ended(.hungUp))) }
        guard !isKnown else { return }
        let report = report
        Task { _ = await report(.callReported(id, .denied)) }
    }

    public func forget(_ id: TryID) {
        state.withLock { $0.calls[id] = nil }
    }

    // MARK: The course of time

    /// Does what is due, and sleeps until the next thing is.
    private func work() {
        let now = clock.uptime()
        let ready = state.withLock { state in
            var touched: [TryID] = []
            while let due = state.timetable.take(dueBy: now) {
                switch due {
                case .act(let id, let script, let act):
                    guard state.calls[id]?.script == script else { continue }
                    state.calls[id]?.add(act)
                    touched.append(id)
                case .speechEnds(let id, let speech):
                    guard state.calls[id]?.speech == speech else { continue }
                    state.calls[id]?.add(.report(.promptEnded))
                    touched.append(id)
                }
            }
            return touched.filter { state.calls[$0]?.beginReporting() ?? false }
        }
        for id in ready { Task { await reportAll(of: id) } }
        sleep()
    }

    /// One sleeper for the whole line.
    private func sleep() {
        let now = clock.uptime()
        state.withLock { state in
            guard let next = state.timetable.next else { return }
            if let sleeper = state.sleeper {
                if sleeper.until <= next { return }
                sleeper.task.cancel()
            }
            let wait = clock.realNanoseconds(for: max(next + -now, .zero))
            let task = Task { [weak self] in
                guard (try? await Task.sleep(nanoseconds: wait)) != nil else { return }
                self?.wake(next)
            }
            state.sleeper = (next, task)
        }
    }

    private func wake(_ due: Span) {
        state.withLock { state in
            if state.sleeper?.until == due { state.sleeper = nil }
        }
        work()
    }

    /// Whether something is due or being reported at this moment.
    var isBusy: Bool {
        let now = clock.uptime()
        return state.withLock { state in
            state.timetable.next.map { $0 <= now } ?? false || state.calls.values.contains(where: \.isReporting)
        }
    }

    // MARK: One call

    /// Changes a call and reports what comes of it; false when there is no such call.
    @discardableResult
    private func change(_ id: TryID, _ change: (inout SimulatedCall) -> Void) -> Bool {
        let (isKnown, isReady) = state.withLock { state in
            guard var call = state.calls[id] else { return (false, false) }
            change(&call)
            let isReady = call.beginReporting()
            state.calls[id] = call
            return (true, isReady)
        }
        if isReady { Task { await reportAll(of: id) } }
        return isKnown
    }

    private func reportAll(of id: TryID) async {
        while let input = state.withLock({ $0.calls[id]?.nextInput() }) {
            switch await report(input) {
            case .taken(.speech(let speech)): say(speech, in: id)
            case .taken(.done), .taken(.alerts), .taken(.refused): break
            // An engine that ends asks about the call again after its restart.
            case .unwritable, .stopped: break
            }
        }
    }

    private func say(_ speech: Speech, in id: TryID) {
        let now = clock.uptime()
        state.withLock { state in
            guard state.calls[id]?.hear(speech) ?? false else { return }
            switch speech {
            case .nothing, .listening: break
            case .message:
                state.timetable.enter(.speechEnds(id, speech), due: now + state.behaviour.times.messageLength)
            case .goodbye: state.timetable.enter(.speechEnds(id, speech), due: now)
            }
        }
        work()
    }
}

// MARK: - By hand

extension SimulatedLine {
    /// The telephone as it is now; nil when this line has no call with it and it is not by hand.
    func telephone(of owner: TelephoneOwner) -> SimulatedTelephone? {
        state.withLock { state in
            let call = state.callUnderWay(with: owner)
            let isByHand = state.byHand.contains(owner)
            guard call != nil || isByHand else { return nil }
            return SimulatedTelephone(owner: owner, call: call, isByHand: isByHand)
        }
    }

    /// From now on a person decides, or the site's answers do again from the next call on.
    func setByHand(_ isByHand: Bool, _ owner: TelephoneOwner) {
        let call = state.withLock { state in
            if isByHand { state.byHand.insert(owner) } else { state.byHand.remove(owner) }
            return state.callUnderWay(with: owner)
        }
        if isByHand, let call { change(call.request.id) { $0.takeOver() } }
    }

    /// Does what a person does with a telephone; false when it cannot be done now.
    func handle(_ owner: TelephoneOwner, _ deed: TelephoneDeed) -> Bool {
        guard let call = state.withLock({ $0.callUnderWay(with: owner) }) else { return false }
        var isDone = false
        change(call.request.id) { isDone = $0.handle(deed) }
        return isDone
    }
}

extension SimulatedLine.State {
    /// The engine never calls one number twice at the same time.
    fileprivate func callUnderWay(with owner: TelephoneOwner) -> SimulatedCall? {
        calls.values.first { $0.phase != .over && TelephoneOwner($0.request) == owner }
    }
}

extension SimulatedCall {
    fileprivate mutating func handle(_ deed: TelephoneDeed) -> Bool {
        switch (phase, deed) {
        case (.dialling, .letRing), (.ringing, .letRing): takeOver()
        case (.dialling, .pickUp), (.ringing, .pickUp):
            takeOver()
            add(.report(.answered(by: .person)))
        case (.dialling, .answerByMachine), (.ringing, .answerByMachine):
            takeOver()
            add(.report(.answered(by: .machine)))
        case (.dialling, .hangUp), (.ringing, .hangUp):
            takeOver()
            add(.report(.ended(.rejected)))
        case (.talking, .press(let key)):
            takeOver()
            add(.press(key))
        case (.talking, .hangUp):
            takeOver()
            add(.report(.ended(.hungUp)))
        case (.dialling, .press), (.ringing, .press), (.talking, .letRing), (.talking, .pickUp),
            (.talking, .answerByMachine), (.over, _):
            return false
        }
        return true
    }
}
