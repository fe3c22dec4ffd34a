internal import Glibc

/// Starts the helper, which leaves its parent at once: this process never has it as a child.
enum HelperStart {
    /// - Returns: why it did not start; nil when it listens, or another one does.
    static func start(_ program: String, _ socket: String) -> String? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        // Only a crash writes here, and libre what it makes of packets that nobody should send.
        let log = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, socket + ".log", log, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever this thread holds back or ignores is not its child's business.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // No secret of the site stands in its environment.
        let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        var process: pid_t = 0
        let error = withWords([program, socket]) { words in
            withWords(environment) { posix_spawn(&process, program, &actions, &attributes, words, $0) }
        }
        guard error == 0 else { return String(cString: strerror(error)) + " (\(program))" }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let code = status >> 8 & 0xFF
        if status & 0x7F != 0 { return "it was ended by signal \(status & 0x7F)" }
        // 75: another one holds the socket, and is just about to listen.
        return code == 0 || code == 75 ? nil : "it ended with \(code); see \(socket).log"
    }

    private static func withWords(
        _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? ENOMEM
        }
    }
}
