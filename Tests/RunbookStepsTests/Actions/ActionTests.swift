import Foundation
import ServiceHours
import Synchronization
import TestPeers
import Testing

@testable import RunbookModel
@testable import RunbookSteps

/// What every action promises: once at most, `notDone` only when that is sure, nothing left behind.
@Suite(.timeLimit(.minutes(5))) struct ActionTests {
    // MARK: service.restart, with a stand-in for systemctl that prints what the real one does (systemctl(1))

    private static let systemctl = """
        #!/bin/sh
        cd "$(dirname "$0")"
        case "$1" in
        show) printf 'LoadState=%s\\nActiveState=%s\\nSubState=dead\\nFragmentPath=/lib/systemd/system/%s.service\\n' \\
            "$(cat load 2>/dev/null || echo loaded)" "$(cat active 2>/dev/null || echo failed)" "$3" ;;
        restart) echo "$2" >> restarts; echo active > active; exit "$(cat code 2>/dev/null || echo 0)" ;;
        esac
        """

    private func service(_ folder: TestFolder, _ more: [String: StepValue] = [:]) throws -> ServiceRestartAction {
        let program = folder.path("systemctl")
        if !FileManager.default.fileExists(atPath: program) {
            try folder.write("systemctl", Self.systemctl, mode: 0o755)
        }
        return try ServiceRestartAction(
            with: StepArguments(
                ["unit": .text("nginx")].merging(more) { $1 }, keys: ServiceRestartAction.kind.with, parameters: [:]),
            systemctl: program)
    }

    private func allowing(_ folder: TestFolder) -> TestSurroundings {
        var surroundings = TestSurroundings()
        surroundings.allowed.commands = [[folder.path("systemctl"), "restart", "nginx"]]
        return surroundings
    }

    @Test func `a service is restarted once, and its standing tells before and after`() async throws {
        let folder = try TestFolder()
        let action = try service(folder)
        let around = try allowing(folder).made()
        let before = await action.standing(around)
        #expect(before.goal == .open && before.identity == "/lib/systemd/system/nginx.service")
        #expect(await action.act(around).course == .done)
        #expect(try folder.text("restarts") == "nginx\n")
        #expect(await action.standing(around).goal == .open)
        let running = try service(folder, ["goal": .text("running")])
        #expect(await running.standing(around).goal == .reached)
    }

    @Test(arguments: [("activating", Standing.Goal.unknown), ("deactivating", .unknown), ("inactive", .open)])
    func `a service that is changing by itself is not told to`(state: String, goal: Standing.Goal) async throws {
        let folder = try TestFolder()
        try folder.write("active", state)
        #expect(await (try service(folder)).standing(try allowing(folder).made()).goal == goal)
        try folder.write("load", "not-found")
        #expect(await (try service(folder)).standing(try allowing(folder).made()).goal == .unknown)
    }

    @Test(arguments: [("0", ActionResult.Course.done), ("4", .notDone), ("5", .notDone), ("1", .unclear)])
    func `only a refusal is surely not done`(code: String, course: ActionResult.Course) async throws {
        let folder = try TestFolder()
        try folder.write("code", code)
        #expect(await (try service(folder)).act(try allowing(folder).made()).course == course)
    }

    @Test func `a restart that the contract does not list word for word starts nothing`() async throws {
        let folder = try TestFolder()
        let result = await (try service(folder)).act(try TestSurroundings().made())
        #expect(result.course == .notDone && !FileManager.default.fileExists(atPath: folder.path("restarts")))
    }

    @Test(arguments: ["--now", "a;b", "a b", "", "a\nb", "$(reboot)", "../x"]) func `a unit that is no name is refused`(
        unit: String
    ) {
        #expect(throws: StepRefusal.self) { try ServiceRestartAction(["unit": .text(unit)]) }
    }

    @Test func `over SSH the words arrive as they are, and a host that is not reached has surely done nothing`()
        async throws
    {
        let server = try await SSHServer()
        let folder = try TestFolder()
        let action = try service(folder, server.with())
        var surroundings = server.surroundings(allowing: [folder.path("systemctl"), "restart", "nginx"])
        surroundings.allowed.commands.insert([folder.path("systemctl"), "show"])
        let around = try surroundings.made()
        #expect(await action.standing(around).goal == .open)
        #expect(await action.act(around).course == .done)
        #expect(try folder.text("restarts") == "nginx\n")
        let stranger = try service(folder, server.with(knownHosts: "wrong"))
        #expect(await stranger.act(around).course == .notDone)
        #expect(try folder.text("restarts") == "nginx\n")
    }

    // MARK: command

    @Test func `a command runs once where it is listed, and its goal is asked before`() async throws {
        let folder = try TestFolder()
        let script = try folder.write("act", "#!/bin/sh\necho x >> \(folder.path)/done\nexit $1\n", mode: 0o755)
        var surroundings = TestSurroundings()
        let goal = ["/usr/bin/test", "-e", folder.path("done")]
        surroundings.allowed.commands = [[script, "0"], [script, "3"], goal]
        let around = try surroundings.made()
        let action = try CommandAction(["command": .texts([script, "0"]), "goal": .texts(goal)])
        #expect(await action.standing(around).goal == .open)
        #expect(await action.act(around).course == .done)
        #expect(await action.standing(around).goal == .reached)
        #expect(await (try CommandAction(["command": .texts([script, "3"])])).act(around).course == .unclear)
        #expect(await (try CommandAction(["command": .texts([script, "4"])])).act(around).course == .notDone)
        #expect(try folder.text("done") == "x\nx\n")
        surroundings.allowed.commands = [["/no/such/program"]]
        let missing = try CommandAction(["command": .texts(["/no/such/program"])])
        #expect(await missing.act(try surroundings.made()).course == .notDone)
    }

    @Test func `a command that does not end is ended, and nobody knows what it did`() async throws {
        var surroundings = TestSurroundings()
        surroundings.timeout = .seconds(1)
        surroundings.allowed.commands = [["/usr/bin/sleep", "600"]]
        let action = try CommandAction(["command": .texts(["/usr/bin/sleep", "600"])])
        #expect(await action.act(try surroundings.made()).course == .unclear)
    }

    // MARK: http.call

    @Test func `a call is sent once, and its status decides`() async throws {
        let server = try await WebServer(try TestFolder())
        func act(_ path: String) async throws -> ActionResult {
            await (try HTTPCallAction(["url": server.url(path), "body": .text("{{}}")])).act(
                try TestSurroundings().made())
        }
        #expect(try await act("taken").course == .done)
        #expect(try server.folder.text("taken.log").split(separator: "\n").count == 1)
        #expect(try await act("refused").course == .notDone)
        #expect(try await act("moved").course == .notDone)
        #expect(try await act("error").course == .unclear)
        // The server closed the connection after it had the request.
        #expect(try await act("cut").course == .unclear)
        let cuts = try server.folder.text("access.log").split(separator: "\n").count { $0.contains("POST /cut") }
        #expect(cuts == 1)
        let nobody = try HTTPCallAction(["url": .text("http://127.0.0.1:\(try FreePort.find())/")])
        #expect(await nobody.act(try TestSurroundings().made()).course == .notDone)
    }

    @Test func `the goal of a call is looked at beforehand`() async throws {
        let server = try await WebServer(try TestFolder())
        try server.page("state.json", #"{"state": "running"}"#)
        func goal(_ contains: String, _ path: String = "state.json") async throws -> Standing.Goal {
            let action = try HTTPCallAction([
                "url": server.url("taken"), "goalURL": server.url(path), "goalContains": .text(contains),
            ])
            let around = try TestSurroundings().made()
            return await action.standing(around).goal
        }
        #expect(try await goal("running") == .reached)
        #expect(try await goal("stopped") == .open)
        #expect(try await goal("running", "missing") == .unknown)
        #expect(throws: StepRefusal.self) { try HTTPCallAction(["url": server.url("x"), "goalURL": server.url("y")]) }
    }

    // MARK: Notices, waits

    @Test func `what is told goes to whom it is for, and a vendor without an address is a person's work`() async throws
    {
        let told = Mutex<[Notice]>([])
        var surroundings = TestSurroundings()
        surroundings.notify = { notice in
            told.withLock { $0.append(notice) }
            return notice.recipient == .vendor("nobody") ? .nobody : .taken("run-1-1")
        }
        let around = try surroundings.made()
        #expect(await (try CustomerNotifyAction(["text": .text("再起動しました。")])).act(around).course == .done)
        #expect(await (try OperatorHandoverAction(["text": .text("確認してください。")])).act(around).course == .done)
        let vendor = try VendorEscalateAction(["vendor": .text("cloud"), "text": .text("調査")])
        #expect(await vendor.act(around).evidence.requestID == "run-1-1")
        let nobody = await (try VendorEscalateAction(["vendor": .text("nobody"), "text": .text("調査")])).act(around)
        #expect(nobody.course == .notDone && nobody.sentence.japanese.contains("受付番号"))
        #expect(told.withLock { $0.map(\.recipient) } == [.customer, .operator, .vendor("cloud"), .vendor("nobody")])
    }

    @Test func `a wait takes its span and not its limit, in the desk as well`() async throws {
        let time = VirtualTime()
        let action = Runbook.Action(
            id: ActionID("wait"), title: "待つ", use: "wait-and-recheck", with: ["span": .span(.minutes(10))],
            timeout: .minutes(2))
        let desk = ActionDesk(action, kinds: StepKinds.actions, parameters: [:], clock: time.clock)
        var around = try Surroundings.test()
        around.sleep = { try await time.sleep($0) }
        around.now = { time.now }
        let surroundings = around
        let running = Task { await desk.act(surroundings) }
        await time.heard("sleeps 600")
        await time.heard("sleeps 721")
        time.advance(.minutes(10))
        #expect(await running.value?.course == .done)
    }
}
