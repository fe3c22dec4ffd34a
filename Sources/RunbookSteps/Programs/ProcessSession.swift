internal import Glibc
internal import ServiceHours

/// The processes that a program started and that are still in its session.
///
/// A program that means to live on takes a session of its own, as daemons do, and is left alone: a restarted service must
/// not be killed with the command that restarted it.
enum ProcessSession {
    /// Waits until all have left it for sessions of their own or have ended, or until this task is cancelled.
    ///
    /// A daemon is forked first and takes its session then: the program that started it may have ended in between.
    static func isLeft(leader: Int32, within span: Span) async {
        let end = ContinuousClock.now.advanced(by: .microseconds(span.microseconds))
        while members(of: leader).contains(where: { $0 != leader }), ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(20), clock: .continuous)
        }
    }

    /// Kills them all, in whichever process group.
    ///
    /// - Parameter leader: a child of ours that has not been waited for yet, so that nobody else can have got its number.
    static func kill(leader: Int32) {
        guard leader > 1 else { return }
        _ = Glibc.kill(-leader, SIGKILL)
        // A process that is just forking may be missed once; the fork is then found with the next look.
        var known: Set<Int32> = [leader]
        for _ in 1...5 {
            let found = members(of: leader).subtracting(known)
            if found.isEmpty { return }
            for process in found { _ = Glibc.kill(process, SIGKILL) }
            known.formUnion(found)
        }
    }

    /// All processes of the session, those that wait for their parent included.
    static func members(of session: Int32) -> Set<Int32> {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: Set<Int32> = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let process = Int32(name), getsid(process) == session { found.insert(process) }
        }
        return found
    }
}
