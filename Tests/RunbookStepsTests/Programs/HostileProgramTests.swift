import Foundation
import ServiceHours
import Testing

@testable import RunbookSteps

/// Programs that write without end, do not end, or leave something behind.
@Suite(.timeLimit(.minutes(5))) struct HostileProgramTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    private func shell(_ script: String, limit: Span = .seconds(60)) -> Program {
        Program(["/bin/sh", "-c", script, folder.path], limit: limit)
    }

    private func python(_ script: String, limit: Span = .seconds(60)) -> Program {
        Program(["/usr/bin/python3", "-c", script, folder.path], limit: limit)
    }

    @Test func `of a hundred megabytes the beginning is kept and the rest is dropped`() async {
        let run = await python("import sys\nfor i in range(100): sys.stdout.write('o' * 1_000_000)").run(RealClock.now)
        #expect(run.end == .exited(0) && run.isCut)
        #expect(run.output == Array(repeating: UInt8(ascii: "o"), count: 192 << 10) && run.errors.isEmpty)
    }

    @Test func `neither stream can push the other out`() async {
        let run = await python(
            "import sys\nsys.stdout.write('good')\nsys.stdout.flush()\nfor i in range(100): sys.stderr.write('e' * 1_000_000)"
        ).run(RealClock.now)
        #expect(run.end == .exited(0) && run.isCut && run.text == "good" && run.errors.count == 64 << 10)
    }

    @Test func `output of exactly what is kept is not called cut`() async {
        var program = python("import sys; sys.stdout.write('x' * 75); sys.stderr.write('y' * 25)")
        program.keptBytes = 100
        let whole = await program.run(RealClock.now)
        #expect(whole.output.count == 75 && whole.errors.count == 25 && !whole.isCut)
        program.words[2] += "; sys.stderr.write('z')"
        let cut = await program.run(RealClock.now)
        #expect(cut.output.count == 75 && cut.errors.count == 25 && cut.isCut)
    }

    @Test func `the last words before the end are never lost`() async {
        for _ in 1...50 {
            let run = await python("import os; os.write(1, b'x' * 65536); os.write(2, b'last')").run(RealClock.now)
            #expect(run.output.count == 65_536 && run.errorText == "last")
        }
    }

    @Test func `a program that writes for ever is ended when its time is over`() async throws {
        let run = await shell(#"echo $$ > "$0/ids"; exec yes"#, limit: .seconds(3)).run(RealClock.now)
        #expect(run.end == .timedOut && run.isCut)
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a program that goes when it is asked has the time to clean up`() async throws {
        let run = await shell(
            #"trap 'echo cleaned; exit 5' TERM; echo $$ > "$0/ids"; while :; do sleep 0.05; done"#,
            limit: .seconds(3)
        ).run(RealClock.now)
        #expect(run.end == .timedOut && run.text == "cleaned\n")
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a program that ignores being asked is killed with all that it started`() async throws {
        let run = await shell(
            #"trap '' TERM; sleep 600 & echo $! >> "$0/ids"; echo $$ >> "$0/ids"; while :; do sleep 600; done"#,
            limit: .seconds(3)
        ).run(RealClock.now)
        #expect(run.end == .timedOut)
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a program that goes while its child ignores being asked leaves no child`() async throws {
        let run = await shell(
            #"(trap '' TERM; while :; do sleep 600; done) & echo $! > "$0/ids"; wait"#, limit: .seconds(3)
        ).run(RealClock.now)
        #expect(run.end == .timedOut)
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a child that holds the pipe holds up nobody`() async throws {
        let run = await shell(#"sleep 600 & echo $! > "$0/ids"; echo done"#).run(RealClock.now)
        #expect(run.end == .exited(0) && run.text == "done\n" && !run.isCut)
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a child in a process group of its own is ended too`() async throws {
        let run = await python(
            """
            import os, signal, sys, time
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                os.setpgid(0, 0)
                open(sys.argv[1] + '/ids', 'w').write(str(os.getpid()))
                time.sleep(600)
            while not os.path.exists(sys.argv[1] + '/ids'): time.sleep(0.01)
            """
        ).run(RealClock.now)
        #expect(run.end == .exited(0))
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `grandchildren that fork on and on are all ended`() async throws {
        let run = await shell(
            #"for i in 1 2 3 4 5 6 7 8; do (sleep 600 & echo $! >> "$0/ids"; sleep 600) & echo $! >> "$0/ids"; done; sleep 0.3"#
        ).run(RealClock.now)
        #expect(run.end == .exited(0))
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a daemon in a session of its own lives on, and its output ends nothing`() async throws {
        let run = await shell(
            #"setsid sh -c 'echo $$ > "$0/daemon"; exec sleep 600' "$0" & while ! [ -s "$0/daemon" ]; do :; done"#
        )
        .run(RealClock.now)
        #expect(run.end == .exited(0))
        let daemon = try folder.text("daemon")
        #expect(try Processes.isAlive(daemon))
        kill(try #require(Int32(daemon.trimmingCharacters(in: .newlines))), SIGKILL)
    }

    @Test func `a daemon that takes its session only after its program has ended lives on`() async throws {
        let run = await shell(
            #"(sleep 0.3; exec setsid sh -c 'echo $$ > "$0/new" && mv "$0/new" "$0/daemon"; exec sleep 600' "$0") & :"#
        )
        .run(RealClock.now)
        #expect(run.end == .exited(0))
        let daemon = try folder.text("daemon")
        #expect(try Processes.isAlive(daemon))
        kill(try #require(Int32(daemon.trimmingCharacters(in: .newlines))), SIGKILL)
    }

    @Test func `an end by itself stays one, though the limit comes while its daemon is waited for`() async throws {
        var program = shell(#"sleep 600 & echo $! > "$0/ids""#, limit: .seconds(60))
        program.leaving = .seconds(600)
        let run = await program.run(RealClock.now)
        #expect(run.end == .exited(0))
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a daemon that writes into the pipe for ever holds up nobody`() async throws {
        let run = await shell(
            #"setsid sh -c 'echo $$ > "$0/daemon"; exec yes' "$0" & while ! [ -s "$0/daemon" ]; do :; done"#
        )
        .run(RealClock.now)
        #expect(run.end == .exited(0))
        // Nobody reads its pipe any more, which ends it.
        try await Processes.areGone(folder.text("daemon"))
    }

    @Test func `a program is ended when nobody waits for it any more`() async throws {
        let program = shell(#"trap '' TERM; echo $$ > "$0/new" && mv "$0/new" "$0/ids"; while :; do sleep 600; done"#)
        let task = Task { await program.run(RealClock.now) }
        try await Processes.wait(forFile: folder.path("ids"))
        task.cancel()
        #expect(await task.value.end == .cancelled)
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `a program that nobody waits for from the start leaves nothing`() async {
        let program = shell("exec sleep 600")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await program.run(RealClock.now)
        }
        #expect(await task.value.end == .cancelled)
    }

    @Test func `a stopped program is ended all the same`() async throws {
        let run = await shell(#"echo $$ > "$0/ids"; kill -STOP $$"#, limit: .seconds(3)).run(RealClock.now)
        #expect(run.end == .timedOut)
        try await Processes.areGone(folder.text("ids"))
    }

    @Test func `an end by itself is not called a time-out, and a limit of nothing ends at once`() async {
        #expect(await shell("exit 3").run(RealClock.now).end == .exited(3))
        #expect(await shell("sleep 600", limit: .zero).run(RealClock.now).end == .timedOut)
    }
}
