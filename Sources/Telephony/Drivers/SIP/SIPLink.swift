public import CallTree
internal import Dispatch
internal import Glibc
internal import SIPMessages
internal import ServiceHours
internal import Synchronization

/// The connection of a site to its helper `nightcall-sip`, which it starts, watches, and starts again when it dies.
public final class SIPLink: Sendable {
    struct State {
        var lines: [LineID: SIPLine] = [:]
        var socket: HelperSocket?
        /// Of the helper that is connected to.
        var process: pid_t?
        /// Whether the helper has told which calls it has, since it was connected to.
        var isAttached = false
        var trunks: [LineID: SIPTrunkState] = [:]
        var heardAt: UInt64 = 0
        var startedAt: [UInt64] = []
        var isStopped = false
        var cutter = LineCutter()
        /// When the trunks were last asked for.
        var openedAt: UInt64 = 0
        /// Calls that no line knows, and since when they are seen.
        var strays: [String: UInt64] = [:]

        var wantedTrunks: [SIPTrunk] { lines.values.map(\.account.trunk).sorted { $0.line < $1.line } }
    }

    private let path: String
    private let program: String
    private let state = Mutex(State())
    /// Everything about the connection happens here, one after the other.
    private let queue = DispatchQueue(label: "nightcall.sip")
    private let trouble: @Sendable (String) -> Void

    /// How often it is looked whether the helper lives.
    private static let look = DispatchTimeInterval.milliseconds(1_000)
    /// A helper that has said nothing for this long hangs, and is killed: it is asked every second.
    private static let silenceMilliseconds: UInt64 = 10_000
    /// So many starts within a minute are one failure that goes on: then it is started every ten seconds.
    private static let manyStarts = 5
    /// An engine that starts asks for its calls at once.
    private static let strayMilliseconds: UInt64 = 30_000

    /// - Parameters:
    ///   - socket: the path on which the helper is met; not longer than 107 bytes.
    ///   - program: where `nightcall-sip` is.
    public init(socket: String, program: String, trouble: @escaping @Sendable (String) -> Void) {
        path = socket
        self.program = program
        self.trouble = trouble
    }

    /// Connects, and stays connected until `stop`.
    public func begin(_ lines: [SIPLine]) {
        guard !lines.isEmpty else { return }
        // sun_path of unix(7), with its end.
        if path.utf8.count > 107 {
            return trouble("no call goes over SIP: \(path) is longer than the 107 bytes of a socket; shorten `data`")
        }
        state.withLock { state in
            for line in lines { state.lines[line.id] = line }
        }
        queue.async { [self] in attend() }
    }

    /// Returns when calls can be placed over this line, or when so much time has passed.
    public func waitUntilReady(_ line: LineID, seconds: Int) async {
        for _ in 0..<(seconds * 20) where !isKnown(line) { try? await Task.sleep(for: .milliseconds(50)) }
    }

    /// How the trunk of this line stands; nil when nothing was heard of it yet, or there is no helper.
    func trunk(_ line: LineID) -> SIPTrunkState? {
        state.withLock { $0.isAttached ? $0.trunks[line] : nil }
    }

    private func isKnown(_ line: LineID) -> Bool {
        trunk(line) != nil
    }

    /// Lets go. The helper goes on for 90 s, for the next engine.
    public func stop() {
        queue.sync {
            state.withLock { state in
                state.isStopped = true
                state.lines = [:]
            }
            drop()
        }
    }

    /// Ends the helper and its calls: there will be no next engine.
    public func end() {
        send(.end)
        queue.sync { state.withLock { $0.socket }?.flush(milliseconds: 500) }
        stop()
    }

    /// Whether a call may be tried on this line.
    func isUp(_ line: LineID) -> Bool {
        state.withLock { state in
            guard state.isAttached else { return false }
            return state.trunks[line]?.isUp ?? true
        }
    }

    /// Why not.
    func why(_ line: LineID) -> String {
        state.withLock { state in
            guard state.isAttached else { return "the helper nightcall-sip is not there" }
            return state.trunks[line].map(\.words) ?? "nothing is known of its trunk"
        }
    }

    /// - Returns: false when there is no helper.
    @discardableResult
    func send(_ command: SIPCommand) -> Bool {
        guard state.withLock({ $0.isAttached }) else { return false }
        queue.async { [self] in write(command) }
        return true
    }

    /// Has the helper tell what it has. Until it is connected nothing needs to be asked: it tells then.
    func ask() { send(.list) }

    // MARK: The connection

    /// Looks after the helper, again and again.
    private func attend() {
        guard !state.withLock({ $0.isStopped }) else { return }
        let now = Self.milliseconds()
        if state.withLock({ $0.socket }) != nil {
            if now - state.withLock({ $0.heardAt }) > Self.silenceMilliseconds {
                trouble("the helper nightcall-sip does not answer; it is killed and started again")
                if let process = state.withLock({ $0.process }) { kill(process, SIGKILL) }
                lost()
            } else {
                write(.calls)
                openAgain(now)
            }
        } else {
            connect(now)
        }
        queue.asyncAfter(deadline: .now() + Self.look) { [self] in attend() }
    }

    /// A trunk that could not be opened, because an address was not there yet or a port still taken, is tried again.
    private func openAgain(_ now: UInt64) {
        let trunks = state.withLock { state -> [SIPTrunk]? in
            guard now - state.openedAt > 10_000, state.trunks.values.contains(where: { $0.status == 0 }) else {
                return nil
            }
            state.openedAt = now
            return state.wantedTrunks
        }
        if let trunks { write(.trunks(trunks)) }
    }

    private func connect(_ now: UInt64) {
        if let socket = meet() { return attach(socket, now) }
        let recent = state.withLock { state in
            state.startedAt.removeAll { now - $0 > 60_000 }
            return state.startedAt
        }
        if recent.count >= Self.manyStarts, let last = recent.last, now - last < 10_000 { return }
        state.withLock { $0.startedAt.append(now) }
        if let why = HelperStart.start(program, path) {
            return trouble("the helper nightcall-sip cannot be started: \(why)")
        }
        // It listens when its parent has ended, or cannot.
        if let socket = meet() { attach(socket, now) }
    }

    private func meet() -> HelperSocket? {
        HelperSocket(path: path, queue: queue) { [self] socket, bytes in hear(bytes, from: socket) }
    }

    private func attach(_ socket: HelperSocket, _ now: UInt64) {
        let trunks = state.withLock { state in
            state.socket = socket
            state.heardAt = now
            state.openedAt = now
            state.cutter = LineCutter()
            return state.wantedTrunks
        }
        write(.trunks(trunks))
        write(.list)
    }

    private func drop() {
        let socket = state.withLock { state in
            defer {
                state.socket = nil
                state.isAttached = false
                state.process = nil
                state.trunks = [:]
            }
            return state.socket
        }
        socket?.close()
    }

    /// The helper has died, or is as good as dead.
    private func lost() {
        let (wasAttached, socket) = state.withLock { state in
            defer { state.socket = nil }
            return (state.isAttached, state.socket)
        }
        // It may be a write that failed: what the helper had said before counts.
        let rest = socket?.rest() ?? []
        for line in state.withLock({ $0.cutter.take(rest) }) ?? [] { SIPNews(line: line).map(hear) }
        socket?.close()
        drop()
        guard wasAttached else { return }
        trouble("the helper nightcall-sip has ended; it is started again")
        for line in lines { line.helperDied() }
        connect(Self.milliseconds())
    }

    private func write(_ command: SIPCommand) {
        guard let socket = state.withLock({ $0.socket }) else { return }
        if !socket.write(command.line) { lost() }
    }

    // MARK: What it tells

    /// Nil for the end.
    private func hear(_ bytes: [UInt8]?, from socket: HelperSocket) {
        guard state.withLock({ $0.socket === socket }) else { return }
        guard let bytes,
            let lines = state.withLock({ state -> [[UInt8]]? in
                state.heardAt = Self.milliseconds()
                return state.cutter.take(bytes)
            })
        else { return lost() }
        for line in lines { SIPNews(line: line).map(hear) }
    }

    private func hear(_ news: SIPNews) {
        switch news {
        case .report(let number, let line, let call, let report):
            guard let id = TryID(call) else { return }
            self.line(line)?.hear(report, number, of: id) { [self] in send(.taken(report: number)) }
        case .calls(let known):
            state.withLock { state in
                // Not before it has spoken: a process that is just being killed may still be connected to.
                state.isAttached = true
                state.process = pid_t(exactly: known.process).flatMap { $0 > 1 ? $0 : nil }
            }
            for line in lines { line.found(known.calls, since: Instant(microseconds: Int64(known.since))) }
            forgetStrays(known.calls)
        case .silenced(let line, let call):
            if let id = TryID(call) { self.line(line)?.silenced(id) }
        case .trunk(let name, let trunk):
            let id = LineID(name)
            let before = state.withLock { state in
                defer { state.trunks[id] = trunk }
                return state.trunks[id]
            }
            if before == nil || before?.isUp != trunk.isUp {
                line(name)?.trunkChanged(trunk.isUp ? .up : .down, why: trunk.words)
            }
        }
    }

    /// Calls that no engine owes any more, because its journal was exchanged under it: nobody would ever end them.
    private func forgetStrays(_ calls: [SIPKnownCall]) {
        let now = Self.milliseconds()
        let lines = lines
        let unknown = calls.map(\.call).filter { call in !lines.contains { $0.knows(call) } }
        let strays = state.withLock { state in
            state.strays = Dictionary(unknown.map { ($0, state.strays[$0] ?? now) }) { first, _ in first }
            return unknown.filter { now - (state.strays[$0] ?? now) > Self.strayMilliseconds }
        }
        for call in strays { write(.forget(call: call)) }
    }

    private func line(_ name: String) -> SIPLine? { state.withLock { $0.lines[LineID(name)] } }

    private var lines: [SIPLine] { state.withLock { $0.lines.values.sorted { $0.id.text < $1.id.text } } }

    private static func milliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}

extension SIPTrunkState {
    /// Whether calls can be placed over it. A provider that knows no OPTIONS and says so is there; one that forbids is not.
    var isUp: Bool {
        switch status {
        case 0: false
        case 401, 403, 407, 408, 423: false
        case 500...599: false
        default: true
        }
    }

    /// For whoever looks after the line.
    var words: String {
        switch status {
        case 0: "its trunk does not answer\(why.isEmpty ? "" : ": " + why)"
        case 401, 403, 407: "its trunk refuses the credentials (status \(status))"
        default: isUp ? "its trunk answers (status \(status))" : "its trunk cannot be used (status \(status))"
        }
    }
}
