import EventJournal
import Foundation
import Synchronization

/// Checks the whole journal beside the server. It takes minutes in a long one, so it has a thread of its own: those that
/// answer requests are few.
final class JournalAudit: Sendable {
    private let isCancelled = Atomic(false)
    private let ended = AsyncStream<Never>.makeStream()

    /// - Parameters:
    ///   - whole: told when nothing is wrong.
    ///   - broken: told the first row at which something is wrong, and what.
    init(
        _ journal: SQLiteJournal, whole: @escaping @Sendable () -> Void,
        broken: @escaping @Sendable (Int64, JournalCheck.Break) -> Void
    ) {
        let thread = Thread { [self] in
            do {
                let found = try journal.verify(.everything(), isCancelled: { isCancelled.load(ordering: .relaxed) })
                switch found {
                case .whole: whole()
                case .broken(let row, let why): broken(row, why)
                case .cancelled: break
                }
            } catch {
                StandardError.print("the journal could not be checked: \(error)")
            }
            ended.continuation.finish()
        }
        thread.name = "audit"
        thread.start()
    }

    /// Ends the check where it is. The journal must not be closed before this returns.
    func stop() async {
        isCancelled.store(true, ordering: .relaxed)
        for await _ in ended.stream {}
    }
}
