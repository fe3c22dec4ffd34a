internal import ServiceHours

/// How fast ping asks, so that it has said its last word before its time is over. A ping that is ended by force prints no
/// summary: a host that is dead would then be unknown, and not abnormal.
///
/// Its own deadline (`-w`) is of no use here: with it ping does not stop at its count, but goes on asking until as many
/// answers are there, and judges a dead host only at the very end of its time (ping(8)).
struct PingPace: Hashable {
    let count: Int
    /// From one request to the next.
    let intervalMilliseconds: Int
    /// For an answer to the last request, when none has come to any.
    let waitMilliseconds: Int

    init(_ count: Int, within limit: Span) {
        self.count = max(1, count)
        let all = max(1, Int(clamping: limit.microseconds / 1_000))
        // What is left is for the start of the program and for looking the name up.
        let spare = all - min(2_000, all / 2)
        // Half of the time is for asking, half for waiting. Nobody but root may ask more often than every 2 ms.
        intervalMilliseconds = min(1_000, max(2, spare / (2 * self.count)))
        // Ten seconds are what ping waits if it is not told.
        waitMilliseconds = min(10_000, max(1, spare - intervalMilliseconds * (self.count - 1)))
    }

    var words: [String] {
        [
            "-n", "-q", "-c", "\(count)", "-i", Self.seconds(intervalMilliseconds), "-W",
            Self.seconds(waitMilliseconds),
        ]
    }

    /// From the first request until the summary of a host that answers to none.
    var longestMilliseconds: Int { intervalMilliseconds * (count - 1) + waitMilliseconds }

    private static func seconds(_ milliseconds: Int) -> String {
        let digits = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
