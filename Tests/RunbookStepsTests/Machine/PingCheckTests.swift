import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

@Suite(.timeLimit(.minutes(5))) struct PingCheckTests {
    @Test func `this machine answers to a ping`() async throws {
        let check = try PingCheck(["host": .text("127.0.0.1"), "count": .integer(1)])
        let seen = await check.look(try TestSurroundings().made())
        // In a container that lets nobody ping it can only be said that it is not known.
        #expect(seen.verdict == .normal || seen.verdict == .unknown, "\(seen.sentence.english)")
        #expect(seen.verdict == .unknown || seen.reading("loss") == "0.0")
    }

    @Test(arguments: ["-f", "--help", "a b", "a;b", "", "a\nb"])
    func `a host that ping would read as something else is refused`(
        host: String
    ) {
        #expect(throws: StepRefusal.self) { try PingCheck(["host": .text(host)]) }
    }

    @Test func `the summary of a ping is read, and nothing else is`() {
        let text = """
            PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.

            --- 192.0.2.1 ping statistics ---
            3 packets transmitted, 2 received, 33.3333% packet loss, time 2040ms
            rtt min/avg/max/mdev = 0.019/0.033/0.044/0.010 ms
            """
        let summary = PingSummary(text)
        #expect(summary?.loss == 33.3333 && summary?.average == 0.033)
        #expect(PingSummary("3 packets transmitted, 0 received, 100% packet loss, time 2040ms")?.average == nil)
        for wrong in ["", "packet loss", "1e400% packet loss", "-5% packet loss", "3 received, x% packet loss"] {
            #expect(PingSummary(wrong) == nil)
        }
    }

    @Test(arguments: [
        (3, Span.seconds(10)), (20, .seconds(10)), (1, .milliseconds(1)), (20, .seconds(1)), (20, .minutes(5)),
    ])
    func `a host that answers to nothing is judged before the time is over`(count: Int, limit: Span) {
        let pace = PingPace(count, within: limit)
        #expect(pace.count == count && pace.intervalMilliseconds >= 2 && pace.waitMilliseconds >= 1)
        #expect(limit < .seconds(1) || pace.longestMilliseconds * 1_000 < limit.microseconds)
    }

    @Test func `a ping asks once a second where there is time, and waits as long as ping does`() {
        #expect(
            PingPace(3, within: .seconds(60)).words == ["-n", "-q", "-c", "3", "-i", "1.000", "-W", "10.000"])
        #expect(PingPace(3, within: .seconds(5)).words.suffix(4) == ["-i", "0.500", "-W", "2.000"])
    }

    /// Starts a program in a network of its own, in which this machine's own address answers to nothing.
    private static func inSilence(_ words: [String], limit: Span) async -> ProgramRun {
        let script = """
            ip link set lo up && echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all && exec "$@"
            """
        return await Program(["/usr/bin/unshare", "--net", "/bin/sh", "-c", script, "sh"] + words, limit: limit).run(
            RealClock.now)
    }

    @Test(
        .enabled("such a network may be made here") {
            await inSilence(["/bin/true"], limit: .seconds(60)).end == .exited(0)
        }
    ) func `a host that is dead ends a ping by itself`() async throws {
        // That the pace fits into the time is reckoned above; here ping truly ends by itself, with a summary.
        let words = ["/usr/bin/ping"] + PingPace(3, within: .seconds(2)).words + ["--", "127.0.0.1"]
        let run = await Self.inSilence(words, limit: .seconds(60))
        #expect(run.exitCode == 1, "\(run.end) \(run.errorText)")
        #expect(PingSummary(run.text)?.loss == 100)
    }
}
