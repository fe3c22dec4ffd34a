internal import CCurl

/// What the thread for web transfers does. Used by that thread alone.
struct WebLoop {
    private let inbox: WebInbox
    private let multi: MultiHandle
    private var places: Places
    /// Keeps each transfer alive while libcurl has it.
    private var running: [UnsafeMutableRawPointer: Transfer] = [:]
    private var stopping: (by: ContinuousClock.Instant, done: [@Sendable () -> Void])?

    init(_ inbox: WebInbox, _ settings: TransferSettings) {
        self.inbox = inbox
        multi = inbox.multi
        places = Places(perHost: settings.simultaneousPerHost, altogether: settings.simultaneous)
    }

    /// One turn: takes in, carries on, answers, waits. False when the thread is to end.
    mutating func turn() -> Bool {
        for item in inbox.take() { work(item) }
        let now = ContinuousClock.now
        for transfer in places.remove(where: { $0.deadline <= now }) { transfer.finish(.late) }
        beginWhatHasAPlace(at: now)
        var active: Int32 = 0
        let code = curl_multi_perform(multi.pointer, &active)
        endWhatIsDone()
        guard code == CURLM_OK else {
            endAll(.finished(code: Int(CURLE_FAILED_INIT.rawValue)))
            return stopping == nil
        }
        beginWhatHasAPlace(at: now)
        if let stopping, running.isEmpty || stopping.by <= now { return false }
        wait(from: now)
        return true
    }

    /// Closes the connections and answers whoever still waits.
    mutating func end() {
        endAll(.stopped)
        multi.end()
        for item in inbox.close() { item.refuse() }
        for done in stopping?.done ?? [] { done() }
        stopping = nil
    }

    private mutating func work(_ item: WebItem) {
        switch item {
        case .add(let transfer) where transfer.isCancelled: transfer.finish(.cancelled)
        case .add(let transfer) where stopping != nil: transfer.finish(.stopped)
        case .add(let transfer): places.add(transfer)
        case .cancel(let transfer): cancel(transfer)
        case .stop(let instant, let done):
            stopping = (min(instant, stopping?.by ?? instant), (stopping?.done ?? []) + [done])
            for transfer in places.remove(where: { _ in true }) { transfer.finish(.stopped) }
        }
    }

    private mutating func cancel(_ transfer: Transfer) {
        // It may have ended meanwhile, or not have come in yet: then it is neither here nor there.
        if running[transfer.handle.pointer] != nil {
            end(transfer, .cancelled)
        } else {
            for waiting in places.remove(where: { $0 === transfer }) { waiting.finish(.cancelled) }
        }
    }

    private mutating func beginWhatHasAPlace(at now: ContinuousClock.Instant) {
        while let transfer = places.next() {
            transfer.begin(at: now)
            running[transfer.handle.pointer] = transfer
            if curl_multi_add_handle(multi.pointer, transfer.handle.pointer) != CURLM_OK {
                end(transfer, .finished(code: Int(CURLE_FAILED_INIT.rawValue)))
            }
        }
    }

    private mutating func endWhatIsDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
                let transfer = running[pointer]
            else { continue }
            end(transfer, .finished(code: Int(message.pointee.data.result.rawValue)))
        }
    }

    private mutating func end(_ transfer: Transfer, _ end: TransferRecord.End) {
        curl_multi_remove_handle(multi.pointer, transfer.handle.pointer)
        running[transfer.handle.pointer] = nil
        places.leave(transfer)
        transfer.finish(end)
    }

    private mutating func endAll(_ end: TransferRecord.End) {
        for transfer in places.remove(where: { _ in true }) { transfer.finish(end) }
        // In no order: they are answered at the same moment, each to its own caller.
        for transfer in Array(running.values) { self.end(transfer, end) }
    }

    /// Until something arrives or comes in, or the time of something is over.
    private mutating func wait(from now: ContinuousClock.Instant) {
        let instants = [places.firstDeadline, stopping?.by].compactMap { $0 }
        let milliseconds = instants.min().map { Milliseconds.until($0, from: now) } ?? 60_000
        var ready: Int32 = 0
        let code = curl_multi_poll(multi.pointer, nil, 0, Int32(clamping: min(milliseconds, 60_000)), &ready)
        // A wait that fails would fail again at once, and for ever: whatever is under way ends instead.
        if code != CURLM_OK { endAll(.finished(code: Int(CURLE_FAILED_INIT.rawValue))) }
    }
}
