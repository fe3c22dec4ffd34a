/// The words of a command as one line for the shell at the other end, which nothing in them can leave.
///
/// A server of SSH hands the command to the user's login shell as one text (RFC 4254, 6.5). Between single quotes a POSIX
/// shell takes every character as it is (POSIX.1-2017, XCU 2.2.2); the single quote itself is written `'\''`.
enum RemoteWords {
    static func line(_ words: [String]) -> String {
        words.map { "'" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'" }
            .joined(separator: " ")
    }
}
