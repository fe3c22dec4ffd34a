internal import Dispatch
internal import Foundation
internal import Glibc
public import Reports
internal import ServiceHours

/// A program of the site that reaches the operator: it gets the text as its last argument, and has told him when it ends
/// with 0.
///
/// It runs in a session of its own, for half a minute at most; then, and when it has ended, whatever is left of its process
/// group is killed. It gets nothing of this process but standard error for its output, and of the environment only what
/// programs need everywhere, because this process's own holds the site's secrets.
public struct AlarmCommand: Sendable {
    private let words: [String]
    private let limit: Duration

    /// - Parameter words: the program by its full path, and its arguments.
    public init(_ words: [String], limit: Duration = .seconds(30)) {
        self.words = words
        self.limit = limit
    }

    /// Nil when it has ended with 0, otherwise why the operator may not have been told.
    public func tell(_ text: AlarmText) async -> String? {
        let child: AlarmProcess
        do {
            child = try AlarmProcess(words + [text.short.argument], environment: Self.environment)
        } catch {
            return error.description
        }
        let clock = Task.detached { [limit] in
            do {
                try await Task.sleep(for: limit, clock: .continuous)
                return child.end()
            } catch {
                return false
            }
        }
        let ending = await withTaskCancellationHandler {
            await child.ended()
        } onCancel: {
            child.end()
        }
        clock.cancel()
        if await clock.value { return "\(words[0]) was ended after \(limit.components.seconds) s" }
        switch ending {
        case .exited(0): return nil
        case .exited(let code): return "\(words[0]) ended with \(code)"
        case .signalled(let number): return "\(words[0]) was ended by signal \(number)"
        }
    }

    private static let environment: [String] = {
        let wanted = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"]
        let own = ProcessInfo.processInfo.environment
        return wanted.compactMap { name in own[name].map { "\(name)=\($0)" } }
    }()
}

extension String {
    /// An argument ends at its first zero byte, and may be 128 KiB long (execve(2)).
    fileprivate var argument: String {
        String(decoding: utf8.filter { $0 != 0 }.prefix(100_000), as: UTF8.self)
    }
}
