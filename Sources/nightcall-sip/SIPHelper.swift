import CSIPAgent
import Glibc
import SIPMessages

/// The calls of one site and what the engine does not yet know of them. Everything here happens on one thread.
final class SIPHelper {
    private let door: EngineDoor
    private let since: Int
    private var context: UnsafeMutableRawPointer?

    private var trunks: [String: (number: UInt64, settings: SIPTrunk)] = [:]
    private var states: [String: SIPTrunkState] = [:]
    private var calls: [UInt64: HelperCall] = [:]
    /// In the order in which they were placed.
    private var numbers: [(call: String, number: UInt64)] = []
    private var lastNumber: UInt64 = 0
    private let farewells: FarewellFolder
    /// Calls of helpers before this one that are not yet being ended, those that are, and those that have been.
    private var left: [SIPFarewell]
    private var silences: [UInt64: SIPFarewell] = [:]
    /// Those of whom it is not known whether they picked up just before, with the time when they have given up.
    private var doubtful: [(farewell: SIPFarewell, until: UInt64)] = []
    private var silent: [SIPFarewell] = []
    private var lastReport = 0
    private let shelf = PromptShelf()
    /// When the engine went away; nil while it is there.
    private var aloneSince: UInt64?
    /// When it began to end; nil while it goes on.
    private var endingSince: UInt64?

    /// How long calls are kept for an engine that has gone.
    private static let patienceMilliseconds: UInt64 = 90_000
    /// Whoever picks up and hears no ACK gives up after 64 T1 (RFC 3261, 13.3.1.4).
    private static let unheardMilliseconds: UInt64 = 32_000
    /// How long the ends of the last calls are waited for.
    private static let farewellMilliseconds: UInt64 = 5_000

    init(door: EngineDoor, farewells: FarewellFolder) {
        self.door = door
        self.farewells = farewells
        left = farewells.left()
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        since = time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }

    func begin(_ context: UnsafeMutableRawPointer) {
        self.context = context
        aloneSince = Self.now()
        _ = sip_agent_watch(door.listener, false, { SIPHelper.of($0).engineKnocked() }, context)
    }

    /// C hands back the pointer that it was given.
    private static func of(_ context: UnsafeMutableRawPointer?) -> SIPHelper {
        guard let context else { preconditionFailure("the agent lost its context") }
        return Unmanaged<SIPHelper>.fromOpaque(context).takeUnretainedValue()
    }

    /// Milliseconds since the machine started.
    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }

    // MARK: The engine

    private func engineKnocked() {
        guard door.admit(replaced: { sip_agent_unwatch($0) }) else { return }
        aloneSince = nil
        watch()
    }

    private func watch() {
        _ = sip_agent_watch(door.connection, door.hasUnsent, { SIPHelper.of($0).engineSpoke() }, context)
    }

    private func engineSpoke() {
        guard door.connection >= 0, let commands = door.read() else { return engineGone() }
        for command in commands { obey(command) }
        guard door.connection >= 0 else { return }
        if door.flush() { watch() } else { engineGone() }
    }

    private func engineGone() {
        guard door.connection >= 0 else { return }
        sip_agent_unwatch(door.connection)
        door.hangUp()
        aloneSince = Self.now()
    }

    private func tell(_ news: SIPNews) {
        guard door.connection >= 0 else { return }
        if door.write(news) {
            if door.hasUnsent { watch() }
        } else {
            engineGone()
        }
    }

    private func obey(_ command: SIPCommand) {
        switch command {
        case .trunks(let wanted): open(wanted)
        case .dial(let dial): place(dial)
        case .say(let call, let number, let files): say(call, number, files)
        case .hangUp(let call): if let number = number(of: call) { sip_agent_hang_up(number) }
        case .forget(let call): forget(call)
        case .taken(let report): take(report)
        case .list: list()
        case .calls: tellCalls()
        case .end: beginEnding(Self.now())
        }
    }

    /// Everything that is not known to be taken, then the calls and those that were ended for a dead helper, then the trunks.
    private func list() {
        for (call, number) in numbers {
            for report in calls[number]?.untaken ?? [] {
                tell(.report(number: report.number, line: calls[number]?.dial.line ?? "", call: call, report.report))
            }
        }
        tellCalls()
        for call in silent { tell(.silenced(line: call.line, call: call.call)) }
        for line in states.keys.sorted() { states[line].map { tell(.trunk(line: line, $0)) } }
    }

    private func tellCalls() {
        let known = numbers.map { call, number in
            SIPKnownCall(
                call: call, hasRung: calls[number]?.rangAt != nil, isAnswered: calls[number]?.answeredAt != nil)
        }
        tell(.calls(SIPKnownCalls(calls: known, since: since, process: Int(getpid()))))
    }

    // MARK: Trunks

    private func open(_ wanted: [SIPTrunk]) {
        for line in trunks.keys.sorted() where !wanted.contains(where: { $0 == trunks[line]?.settings }) {
            if let trunk = trunks.removeValue(forKey: line) { sip_agent_trunk_remove(trunk.number) }
            states[line] = nil
        }
        for settings in wanted where trunks[settings.line] == nil {
            lastNumber += 1
            let error = TrunkOpening(settings).open(lastNumber)
            if error == 0 { trunks[settings.line] = (lastNumber, settings) }
            // Whoever neither registers nor asks hears of the trunk by its calls.
            if error != 0 || settings.registerSeconds == 0 && settings.optionsSeconds == 0 {
                trunkChanged(settings.line, status: error == 0 ? 200 : 0, error: error)
            }
        }
        silenceWhatIsLeft()
    }

    private func trunkChanged(_ line: String, status: Int, error: Int32) {
        let state = SIPTrunkState(status: status, error: Int(error), why: Self.words(error))
        guard states[line] != state else { return }
        states[line] = state
        tell(.trunk(line: line, state))
    }

    private static func words(_ error: Int32) -> String {
        error == 0 ? "" : String(cString: strerror(error))
    }

    // MARK: Calls

    private func number(of call: String) -> UInt64? { numbers.last { $0.call == call }?.number }

    private func place(_ dial: SIPDial) {
        // Asked for twice: an engine that was not sure.
        guard number(of: dial.call) == nil else { return }
        lastNumber += 1
        let number = lastNumber
        numbers.append((dial.call, number))
        calls[number] = HelperCall(dial, at: Self.now())
        guard let trunk = trunks[dial.line] else {
            return over(number, SIPEnd(error: Int(ENOENT), why: "no such trunk"))
        }
        let error = sip_agent_dial(
            number, trunk.number, trunk.settings.address(of: dial.number), dial.call,
            UInt32(clamping: dial.expiresSeconds))
        if error != 0 { over(number, SIPEnd(error: Int(error), why: Self.words(error))) }
    }

    private func say(_ call: String, _ word: Int, _ files: [String]) {
        guard let number = number(of: call) else { return }
        let prompts = files.compactMap { shelf.prompt(path: $0) }.map { Optional($0) }
        let error = prompts.withUnsafeBufferPointer { sip_agent_say(number, UInt64(word), $0.baseAddress, $0.count) }
        shelf.tidy()
        if error == 0 {
            calls[number]?.saying = word
        } else if calls[number]?.isOver == false {
            // Nothing of it can be read: said as soon as begun, so that the call goes on.
            report(.said(word), of: number)
        }
    }

    private func forget(_ call: String) {
        guard let number = number(of: call) else { return }
        calls[number]?.isForgotten = true
        calls[number]?.untaken = []
        if calls[number]?.isOver == true { remove(number) } else { sip_agent_hang_up(number) }
    }

    private func remove(_ number: UInt64) {
        calls[number] = nil
        numbers.removeAll { $0.number == number }
    }

    private func take(_ report: Int) {
        guard let number = numbers.first(where: { calls[$0.number]?.untaken.contains { $0.number == report } ?? false })
        else { return }
        calls[number.number]?.untaken.removeAll { $0.number == report }
    }

    private func report(_ report: SIPReport, of number: UInt64) {
        guard let call = calls[number], !call.isForgotten else { return }
        lastReport += 1
        calls[number]?.untaken.append((lastReport, Self.now(), report))
        tell(.report(number: lastReport, line: call.dial.line, call: call.dial.call, report))
    }

    private func over(_ number: UInt64, _ end: SIPEnd) {
        guard let call = calls[number], !call.isOver else { return }
        calls[number]?.isOver = true
        farewells.remove(call.dial.call)
        if call.isForgotten { remove(number) } else { report(.ended(end), of: number) }
    }

    // MARK: What the agent tells

    var handlers: sip_agent_handlers {
        sip_agent_handlers(
            progress: { SIPHelper.of($0).progressed($1, status: $2) },
            answered: { SIPHelper.of($0).answered($1) },
            key: { SIPHelper.of($0).keyPressed($1, $2) },
            said: { SIPHelper.of($0).said($1, $2) },
            machine: { SIPHelper.of($0).report(.machine, of: $1) },
            farewell: { SIPHelper.of($0).farewellChanged($1, isSecond: $2, $3, $4) },
            silenced: { SIPHelper.of($0).silenced($1) },
            ended: { SIPHelper.of($0).ended($1, $2) },
            trunk: { SIPHelper.of($0).trunkAnswered($1, status: $2, error: $3) },
            tick: { SIPHelper.of($0).tick() })
    }

    private func progressed(_ number: UInt64, status: Int32) {
        guard let call = calls[number], call.rangAt == nil else { return }
        switch status {
        // 181 and 182: it is forwarded or queued, and will ring.
        case 180: rang(number)
        case 183: if call.progressAt == nil { calls[number]?.progressAt = Self.now() }
        default: break
        }
    }

    private func rang(_ number: UInt64) {
        calls[number]?.rangAt = Self.now()
        report(.ringing, of: number)
    }

    private func answered(_ number: UInt64) {
        calls[number]?.answeredAt = Self.now()
        report(.answered, of: number)
    }

    private func keyPressed(_ number: UInt64, _ key: CChar) {
        report(.key(String(UnicodeScalar(UInt8(bitPattern: key)))), of: number)
    }

    private func said(_ number: UInt64, _ word: UInt64) {
        calls[number]?.saying = nil
        // 0 is "one moment", of which the engine does not know.
        if word != 0 { report(.said(Int(clamping: word)), of: number) }
    }

    private func ended(_ number: UInt64, _ end: sip_agent_end) {
        over(
            number,
            SIPEnd(
                status: Int(end.status), cause: Int(end.cause), error: Int(end.error), why: Self.words(end.error),
                isHungUp: end.hung_up, wasAnswered: end.answered))
    }

    private func farewellChanged(
        _ number: UInt64, isSecond: Bool, _ message: UnsafePointer<CChar>?, _ address: UnsafePointer<CChar>?
    ) {
        guard let call = calls[number], let message, let address else { return }
        let step = SIPFarewell.Step(message: String(cString: message), address: String(cString: address))
        let steps = isSecond ? call.farewell.prefix(1) + [step] : [step]
        guard steps != call.farewell else { return }
        calls[number]?.farewell = steps
        farewells.keep(SIPFarewell(line: call.dial.line, call: call.dial.call, steps: steps))
    }

    /// Ends what helpers before this one had, as soon as there is a trunk for it.
    private func silenceWhatIsLeft() {
        for farewell in left where trunks[farewell.line] != nil { silence(farewell) }
        left.removeAll { trunks[$0.line] != nil }
    }

    private func silence(_ farewell: SIPFarewell) {
        guard let trunk = trunks[farewell.line], let step = farewell.steps.first else { return }
        lastNumber += 1
        if sip_agent_silence(lastNumber, trunk.number, step.message, step.address) == 0 {
            silences[lastNumber] = farewell
        }
    }

    private func silenced(_ number: UInt64) {
        guard var farewell = silences.removeValue(forKey: number) else { return }
        let step = farewell.steps.removeFirst()
        if !farewell.steps.isEmpty {
            silence(farewell)
        } else if step.isCancel {
            // Before any ringing was heard nothing is known for a BYE. A CANCEL stops no one who has just picked up, and is
            // answered all the same (RFC 3261, 9.2).
            doubtful.append((farewell, Self.now() + Self.unheardMilliseconds))
        } else {
            isSilent(farewell)
        }
    }

    private func isSilent(_ farewell: SIPFarewell) {
        farewells.remove(farewell.call)
        silent.append(farewell)
        tell(.silenced(line: farewell.line, call: farewell.call))
    }

    private func trunkAnswered(_ number: UInt64, status: Int32, error: Int32) {
        guard let line = trunks.keys.sorted().first(where: { trunks[$0]?.number == number }) else { return }
        trunkChanged(line, status: Int(status), error: error)
    }

    private func tick() {
        let now = Self.now()
        for (_, number) in numbers {
            switch calls[number]?.due(at: now) {
            case .ringing: rang(number)
            case .hangUp: sip_agent_hang_up(number)
            case .oneMoment:
                calls[number]?.comfortedAt = now
                let file = calls[number]?.dial.oneMoment
                var prompt = file.flatMap { shelf.prompt(path: $0) }
                if prompt != nil, sip_agent_say(number, 0, &prompt, 1) == 0 { calls[number]?.saying = 0 }
            case nil: break
            }
        }
        for (farewell, _) in doubtful.filter({ $0.until <= now }) { isSilent(farewell) }
        doubtful.removeAll { $0.until <= now }
        if let aloneSince, now - aloneSince >= Self.patienceMilliseconds { beginEnding(now) }
        if let endingSince { end(since: endingSince, now) }
    }

    /// Nobody comes back: whoever still talks is hung up.
    private func beginEnding(_ now: UInt64) {
        guard endingSince == nil else { return }
        endingSince = now
        for line in trunks.keys.sorted() { trunks[line].map { sip_agent_trunk_remove($0.number) } }
        trunks = [:]
    }

    private func end(since: UInt64, _ now: UInt64) {
        if calls.values.allSatisfy(\.isOver) || now - since >= Self.farewellMilliseconds { sip_agent_stop() }
    }
}
