internal import ServiceHours

/// A program to be started: its words as they are, never a line for a shell.
///
///     let run = await Program(["/usr/bin/stat", "--", path], limit: .seconds(10)).run(surroundings.now)
///
/// It gets a session of its own, `/` as its folder, an empty standard input, a small environment, and nothing else of
/// this process.
struct Program: Hashable, Sendable {
    /// The absolute path of the program, and its arguments.
    var words: [String]
    /// Added to the environment that every program gets. A secret may stand here; one never stands in the words, which
    /// every user of the machine can read.
    var variables: [String: String] = [:]
    /// From the start until it is asked to end.
    var limit: Span
    /// How much of its output is kept, both streams together. What comes beyond is read and dropped, so that the program
    /// does not wait for us.
    var keptBytes = 256 << 10
    /// How long a daemon may take to a session of its own once the program that started it has ended.
    var leaving = Span.seconds(2)

    init(_ words: [String], variables: [String: String] = [:], limit: Span) {
        self.words = words
        self.variables = variables
        self.limit = limit
    }

    /// The whole environment. Nothing is inherited: this process's own may hold the site's secrets.
    var environment: [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            // Programs then answer in English and in UTF-8, whatever the machine is set to.
            "LANG": "C.UTF-8",
        ].merging(variables) { $1 }
    }

    /// Why it cannot even be tried; nil when it can.
    var refusal: ProgramEnd.Refusal? {
        guard let path = words.first, path.hasPrefix("/") else { return .noPath }
        // execve(2) ends a word at its first zero byte: the program would not get what was written.
        let texts = words + environment.flatMap { [$0.key, $0.value] }
        return texts.contains { $0.utf8.contains(0) } ? .zeroByte : nil
    }
}
