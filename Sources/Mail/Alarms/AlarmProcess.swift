internal import Foundation
internal import Glibc
internal import Synchronization

/// One run of a program in a session and process group of its own.
///
/// By `posix_spawn`: `Foundation.Process` would pass on our signal mask, ignored signals and an open file, and end one
/// process where a group is to end.
final class AlarmProcess: Sendable {
    enum Ending: Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    struct NotStarted: Error, CustomStringConvertible {
        let program: String
        let number: Int32

        var description: String { "\(program) cannot be run: \(String(cString: strerror(number)))" }
    }

    private let id: pid_t
    /// Whether its id may still be used: nobody else can have it until it is waited for.
    private let isOurs = Mutex(true)

    /// - Parameter words: the program by its full path, and its arguments; none holds a zero byte.
    init(_ words: [String], environment: [String]) throws(NotStarted) {
        let program = words.first ?? ""
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Self.newSession
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        // Standard output belongs to whoever waits for the server's first line.
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        guard let closeFrom = Self.closeFrom, closeFrom(&actions, STDERR_FILENO + 1) == 0 else {
            throw NotStarted(program: program, number: ENOSYS)
        }

        let arguments = CStrings(words)
        let variables = CStrings(environment)
        var started: pid_t = 0
        let number = posix_spawn(&started, program, &actions, &attributes, arguments.pointers, variables.pointers)
        withExtendedLifetime((arguments, variables)) {}
        guard number == 0 else { throw NotStarted(program: program, number: number) }
        id = started
    }

    /// `POSIX_SPAWN_SETSID` of <spawn.h>, which Swift sees only with GNU's extensions.
    private static let newSession: Int32 = 0x80

    /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34 and later, for the same reason: a socket or a lock that a
    /// program inherits outlives us.
    private static let closeFrom: CloseFrom? = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }
    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt

    /// Waits on a thread of its own; when this returns, nothing of the group is alive.
    func ended() async -> Ending {
        await withCheckedContinuation { continuation in
            let thread = Thread { [self] in continuation.resume(returning: wait()) }
            thread.name = "alarm command"
            thread.start()
        }
    }

    /// Kills the whole group.
    /// - Returns: whether the program had not ended by then.
    @discardableResult
    func end() -> Bool {
        isOurs.withLock { isOurs in
            if isOurs { kill(-id, SIGKILL) }
            return isOurs
        }
    }

    private func wait() -> Ending {
        var information = siginfo_t()
        // Left where it is, so that its id is still that of the group.
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        isOurs.withLock { isOurs in
            kill(-id, SIGKILL)
            isOurs = false
        }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        // <bits/waitstatus.h>: the signal in the lowest seven bits, the code above.
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }
}

/// Texts as C takes them: an array of pointers that ends with none.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        pointers = texts.map { strdup($0) } + [nil]
    }

    deinit {
        for pointer in pointers { free(pointer) }
    }
}
