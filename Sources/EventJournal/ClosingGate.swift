internal import Dispatch
internal import Synchronization

/// Lets calls through until it is closed; closing waits for those that are inside.
///
/// GRDB takes a pool's readers away without a lock when the pool is closed, so that a reading at that moment would end
/// the process.
final class ClosingGate: Sendable {
    private let path: String
    private let isClosed = Mutex(false)
    private let inside = DispatchGroup()

    /// - Parameter path: what is closed, for the error.
    init(path: String) {
        self.path = path
    }

    /// - Throws: `JournalError.closed` once the gate is closed, and whatever the body throws.
    func pass<Result>(_ body: () throws -> Result) throws -> Result {
        try isClosed.withLock { isClosed in
            guard !isClosed else { throw JournalError.closed(path: path) }
            inside.enter()
        }
        defer { inside.leave() }
        return try body()
    }

    /// - Returns: false when another call has closed it before.
    func close() -> Bool {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return false }
        inside.wait()
        return true
    }
}
