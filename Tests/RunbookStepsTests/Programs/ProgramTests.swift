import Foundation
import ServiceHours
import Testing

@testable import RunbookSteps

/// Real programs, the well-behaved ones.
@Suite(.timeLimit(.minutes(5))) struct ProgramTests {
    private func run(_ words: String..., variables: [String: String] = [:]) async -> ProgramRun {
        await Program(words, variables: variables, limit: .seconds(60)).run(RealClock.now)
    }

    @Test func `a program's code and both of its streams are told apart`() async {
        let run = await run("/bin/sh", "-c", "echo good; echo bad >&2; exit 7")
        #expect(run.end == .exited(7) && run.exitCode == 7)
        #expect(run.text == "good\n" && run.errorText == "bad\n")
        #expect(run.received == Array("good\nbad\n".utf8) && !run.isCut)
    }

    @Test func `a program that a signal ends says which`() async {
        #expect(await run("/bin/sh", "-c", "kill -SEGV $$").end == .signaled(11))
        #expect(await run("/bin/sh", "-c", "kill -KILL $$").end == .signaled(9))
    }

    @Test(arguments: [
        "", " ", "\n", "two\nlines", "'", "\"", "$(touch /tmp/nightcall-was-here)", "`id`", "; rm -rf /", "&& id",
        "| id", "\\", "%s",
        "-n", "--", "*", "~", "$HOME", "あ\u{1F600}", "\u{7F}\u{1B}[31m", "\r\n",
    ])
    func `every argument arrives word for word`(hostile: String) async {
        let echo = "import sys; sys.stdout.buffer.write(b'\\0'.join(a.encode() for a in sys.argv[1:]))"
        let run = await run("/usr/bin/python3", "-c", echo, hostile, "after")
        #expect(run.text == hostile + "\0after")
    }

    @Test func `nothing is started with a zero byte in a word`() async throws {
        let folder = try TestFolder()
        #expect(await run("/usr/bin/touch", folder.path("a\0b")).end == .notStarted(.zeroByte))
        #expect(await run("/usr/bin/touch", folder.path("a"), variables: ["A": "\0"]).end == .notStarted(.zeroByte))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a program that cannot be started says why`() async throws {
        let folder = try TestFolder()
        #expect(await run("/nonexistent/program").end == .notStarted(.missing))
        #expect(await run("/etc/hostname/program").end == .notStarted(.missing))
        #expect(await run(try folder.write("plain", "#!/bin/sh\n")).end == .notStarted(.notExecutable))
        #expect(
            await run(try folder.write("text", "neither script nor program", mode: 0o755)).end
                == .notStarted(.notExecutable))
        #expect(
            await run(try folder.write("lost", "#!/nonexistent/shell\n", mode: 0o755)).end
                == .notStarted(.notExecutable))
        #expect(await run(folder.path).end == .notStarted(.notExecutable))
        #expect(await run("echo", "found by PATH").end == .notStarted(.noPath))
        #expect(await run("").end == .notStarted(.noPath))
        #expect(await Program([], limit: .seconds(1)).run(RealClock.now).end == .notStarted(.noPath))
        let long = String(repeating: "a", count: 200_000)
        #expect(await run("/bin/true", long).end == .notStarted(.tooLong))
    }

    @Test func `a program gets a small environment, no input and nothing of ours`() async {
        setenv("NIGHTCALL_TEST_SECRET", "hunter2", 1)
        let run = await run(
            "/bin/sh", "-c",
            "/usr/bin/env; pwd; wc -c; ls /proc/self/fd | tr '\\n' ' '; ps -o sid= -p $$ | grep -c \" $$\\|^$$\"",
            variables: ["PGAPPNAME": "night call"])
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(
            Set(lines.prefix { $0 != "/" }) == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
                "PGAPPNAME=night call",
                "PWD=/",
            ])
        // 3 is the folder that `ls` itself reads; 1 says that it leads a session of its own.
        #expect(Array(lines.drop { $0 != "/" }) == ["/", "0", "0 1 2 3 1"])
    }

    @Test func `its duration is measured by the clock that it is given`() async {
        let clock = SteppingClock(by: .milliseconds(1_500))
        let run = await Program(["/bin/true"], limit: .seconds(60)).run { clock.now() }
        #expect(run.duration == .milliseconds(1_500) && run.milliseconds == "1500")
    }

    @Test func `fifty programs run side by side and none gets the other's output`() async {
        let texts = await withTaskGroup(of: (Int, String).self) { group in
            for number in 0..<50 { group.addTask { (number, await run("/bin/echo", "number \(number)").text) } }
            return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(texts == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "number \($0)\n") }))
    }
}
