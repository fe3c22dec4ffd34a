internal import CCurl
internal import Synchronization

/// One transfer under way: the handle with everything that is to be sent, and what has come of it so far.
///
/// Built by the caller, handed to a carrier, then touched by the carrier's thread alone, except for `cancel`.
final class Transfer: @unchecked Sendable {
    /// What is sent, and what may come back.
    enum Kind {
        /// - Parameter isSafe: whether it may be sent a second time.
        case web(bodyLimitBytes: Int, isSafe: Bool)
        case mail(message: [UInt8])
        /// Nothing is sent. What the other side says on its own is read until this stands in it; nil for nothing.
        case connection(awaiting: [UInt8]?)
    }

    let kind: Kind
    /// Host and port, to count what is under way there.
    let place: String
    let handle: EasyHandle
    /// When it must be over.
    let deadline: ContinuousClock.Instant
    var record = TransferRecord()

    private var headReader = HeadReader()
    private var messageOffset = 0
    private var answer: (@Sendable (TransferRecord) -> Void)?
    private let isCancelledFlag = Atomic(false)
    /// Set when the engine stops: until then it may go on.
    private let endBy = Mutex<ContinuousClock.Instant?>(nil)

    init(_ kind: Kind, place: String, timeoutMilliseconds: Int) throws(TransferError) {
        self.kind = kind
        self.place = place
        deadline = .now + .milliseconds(timeoutMilliseconds)
        handle = try EasyHandle()
        try listen()
    }

    /// Hands itself to a carrier and waits for what comes of it. Cancelling the task ends it.
    func carry(by carrier: some TransferCarrier) async -> TransferRecord {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer = { continuation.resume(returning: $0) }
                carrier.take(self)
            }
        } onCancel: {
            // The flag as well, because this may come before `take`.
            isCancelledFlag.store(true, ordering: .releasing)
            carrier.cancel(self)
        }
    }

    var isCancelled: Bool { isCancelledFlag.load(ordering: .acquiring) }

    /// Whether the engine's patience with it is over.
    var isStopped: Bool { endBy.withLock { $0.map { $0 <= .now } ?? false } }

    /// Whether the time that it was given is over.
    var isLate: Bool { deadline <= .now }

    func mustEnd(by instant: ContinuousClock.Instant) {
        endBy.withLock { $0 = instant }
    }

    /// Gives the time that is left to libcurl, which counts from the moment it begins.
    func begin(at now: ContinuousClock.Instant) {
        let left = Milliseconds.until(deadline, from: now)
        // libcurl takes every number above 0.
        _ = ccurl_set_long(handle.pointer, CURLOPT_TIMEOUT_MS, max(1, left))
    }

    /// Answers whoever waits. The handle is no longer in use by any carrier.
    func finish(_ end: TransferRecord.End) {
        record.end = end
        record.head = headReader.lines
        record.isHeadComplete = headReader.hasEnded
        record.code = handle.number(CURLINFO_RESPONSE_CODE)
        record.connection = ConnectionRecord(handle)
        record.detail = handle.detail
        record.timings = TransferTimings(handle)
        answer?(record)
        answer = nil
    }
}

// MARK: - What libcurl tells and asks meanwhile

extension Transfer {
    /// The other side is ready for the request: connected, encrypted, for mail also logged in.
    ///
    /// libcurl sends a request again on its own when a kept connection turns out to be dead before anything came back
    /// (`Curl_retry_request`), a POST too. The first may have been received all the same; so only what is safe to
    /// repeat may begin twice.
    func requestIsReady() -> Bool {
        switch kind {
        case .web(_, let isSafe):
            if record.hasBegun, !isSafe { return false }
        case .mail:
            if record.hasBegun { return false }
        case .connection: return true
        }
        record.hasBegun = true
        return true
    }

    func headArrived(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var line = bytes[...]
        while let last = line.last, last == 0x0D || last == 0x0A { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        let fits =
            switch kind {
            case .web: headReader.takeWeb(text)
            case .mail: headReader.takeMail(text)
            case .connection: true
            }
        if !fits { record.isOverLimit = true }
        return fits
    }

    func bodyArrived(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard case .web(let limit, _) = kind, bytes.count <= limit - record.body.count else {
            record.isOverLimit = true
            return false
        }
        record.body.append(contentsOf: bytes)
        return true
    }

    /// The next bytes of the message; 0 when all of it has been given, which makes libcurl send its end.
    func messageWanted(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard case .mail(let message) = kind else { return 0 }
        let part = message[messageOffset...].prefix(buffer.count)
        buffer.copyBytes(from: part)
        messageOffset += part.count
        if part.isEmpty {
            record.isHandedOver = true
            // What was said before is about the recipients.
            headReader = HeadReader()
        }
        return part.count
    }

    /// Whether to go on; asked about once a second, and at every step. Mail only.
    func goesOn() -> Bool {
        // The reply to the message was the last word that matters: the reply to QUIT is not waited for. Nor is it when
        // the time is over; libcurl forgets its limit there, and would wait for two minutes.
        if record.isHandedOver, headReader.hasEnded { return false }
        return !isCancelled && !isStopped && !isLate
    }
}
