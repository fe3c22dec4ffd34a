internal import CCurl
internal import Foundation
internal import Synchronization

/// Carries mails and connections that are only looked at, each on a thread that ends with the last one waiting.
///
/// Mails not on the thread for the web: libcurl waits for a mail server's last word, and for its reply to QUIT, without
/// letting other transfers go on (`smtp_block_statemach`). A server that looks for three seconds at a message held
/// `curl_multi_perform` for those three seconds, and would hold calls to telephones. Connections not there either: what
/// waits for a greeting reads from the connection itself, which libcurl leaves to its owner.
final class ThreadCarrier: TransferCarrier {
    private struct State {
        var waiting: [Transfer] = []
        var running: [Transfer] = []
        var stopping: (by: ContinuousClock.Instant, done: [@Sendable () -> Void])?
    }

    private let state = Mutex(State())
    private let threads: Int
    private let name: String

    init(threads: Int, name: String) {
        self.threads = threads
        self.name = name
    }

    func take(_ transfer: Transfer) {
        enum Fate { case refused(TransferRecord.End), waits, begins }
        let fate: Fate = state.withLock { state in
            if transfer.isCancelled { return .refused(.cancelled) }
            if state.stopping != nil { return .refused(.stopped) }
            guard state.running.count < threads else {
                state.waiting.append(transfer)
                return .waits
            }
            state.running.append(transfer)
            return .begins
        }
        switch fate {
        case .refused(let end): transfer.finish(end)
        case .waits: break
        case .begins: start(with: transfer)
        }
    }

    func cancel(_ transfer: Transfer) {
        // One under way asks within a second whether to go on.
        let wasWaiting = state.withLock { state in
            let before = state.waiting.count
            state.waiting.removeAll { $0 === transfer }
            return state.waiting.count < before
        }
        if wasWaiting { transfer.finish(.cancelled) }
    }

    func stop(by instant: ContinuousClock.Instant) async {
        await withCheckedContinuation { continuation in
            let done: @Sendable () -> Void = { continuation.resume() }
            let (refused, isDone) = state.withLock { state in
                defer { state.waiting = [] }
                state.stopping = (min(instant, state.stopping?.by ?? instant), (state.stopping?.done ?? []))
                for transfer in state.running { transfer.mustEnd(by: instant) }
                if !state.running.isEmpty { state.stopping?.done.append(done) }
                return (state.waiting, state.running.isEmpty)
            }
            for transfer in refused { transfer.finish(.stopped) }
            if isDone { done() }
        }
    }

    private func start(with first: Transfer) {
        let thread = Thread { [self] in
            CarrierThread.blockBrokenPipeSignal()
            var next: Transfer? = first
            while let transfer = next {
                let end = hand(over: transfer)
                // Its place first: whoever is answered may look at once whether all is done.
                next = leave(transfer)
                transfer.finish(end)
            }
            callWhoeverWaitsForTheEnd()
        }
        thread.name = name
        thread.start()
    }

    private func hand(over transfer: Transfer) -> TransferRecord.End {
        if transfer.isCancelled { return .cancelled }
        if transfer.isLate { return .late }
        transfer.begin(at: .now)
        let code = curl_easy_perform(transfer.handle.pointer)
        if code == CURLE_OK { transfer.readGreeting() }
        if code == CURLE_ABORTED_BY_CALLBACK, transfer.isCancelled { return .cancelled }
        if code == CURLE_ABORTED_BY_CALLBACK, transfer.isStopped { return .stopped }
        if code == CURLE_ABORTED_BY_CALLBACK, transfer.isLate { return .late }
        return .finished(code: Int(code.rawValue))
    }

    /// The next that waits, if any.
    private func leave(_ transfer: Transfer) -> Transfer? {
        state.withLock { state in
            state.running.removeAll { $0 === transfer }
            guard !state.waiting.isEmpty else { return nil }
            let next = state.waiting.removeFirst()
            state.running.append(next)
            return next
        }
    }

    private func callWhoeverWaitsForTheEnd() {
        let done = state.withLock { state -> [@Sendable () -> Void] in
            guard state.running.isEmpty, let waiting = state.stopping?.done else { return [] }
            state.stopping?.done = []
            return waiting
        }
        for call in done { call() }
    }
}
