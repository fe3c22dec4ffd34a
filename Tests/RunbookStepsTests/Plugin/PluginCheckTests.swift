import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

/// Debian's monitoring-plugins, and scripts that keep their contract or break it.
@Suite(.timeLimit(.minutes(5))) struct PluginCheckTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    private func look(_ program: String, _ arguments: [String] = [], timeout: Span = .seconds(60)) async throws
        -> Observation
    {
        var surroundings = TestSurroundings()
        surroundings.timeout = timeout
        surroundings.allowed.plugins = [program]
        return try await PluginCheck(["program": .text(program), "arguments": .texts(arguments)])
            .look(surroundings.made())
    }

    private func script(_ text: String, timeout: Span = .seconds(60)) async throws -> Observation {
        try await look(folder.write("check_script", "#!/bin/sh\n\(text)\n", mode: 0o755), timeout: timeout)
    }

    private func debian(_ name: String, _ arguments: String...) async throws -> Observation {
        try await look("/usr/lib/nagios/plugins/\(name)", arguments)
    }

    @Test(arguments: [
        (0, Verdict.normal), (1, .warning), (2, .abnormal), (3, .unknown), (4, .unknown), (127, .unknown),
        (255, .unknown),
    ])
    func `the code is the verdict`(code: Int, verdict: Verdict) async throws {
        let seen = try await script("echo 'a text | x=1'; exit \(code)")
        #expect(seen.verdict == verdict && seen.reading("exit") == "\(code)" && seen.reading("x") == "1")
        #expect(seen.sentence.japanese.contains("a text") && seen.sentence.english.contains("a text"))
    }

    @Test func `Debian's check_dummy says what it is told to say`() async throws {
        let normal = try await debian("check_dummy", "0", "すべて順調")
        #expect(normal.verdict == .normal && normal.sentence.japanese == "check_dummyは正常と答えました（OK: すべて順調）。")
        let abnormal = try await debian("check_dummy", "2", "broken; $(id)")
        #expect(
            abnormal.verdict == .abnormal
                && abnormal.sentence.english == "check_dummy says abnormal: CRITICAL: broken; $(id)")
        #expect(abnormal.source == "/usr/lib/nagios/plugins/check_dummy 2 broken; $(id)")
        #expect(abnormal.detail("end") == "exit 2")
    }

    @Test func `Debian's check_disk is read with its measurements and limits`() async throws {
        let seen = try await debian("check_disk", "-w", "1%", "-c", "0%", "-p", "/")
        let used = try #require(seen.readings.first { $0.name == "/" })
        #expect(seen.reading("exit") == "0" && seen.verdict == .normal)
        #expect(Double(used.value).map { $0 > 0 } == true && used.threshold?.split(separator: ";").count == 2)
    }

    @Test func `Debian's check_load tells three loads, and which limits they pass`() async throws {
        let seen = try await debian("check_load", "-w", "1000,1000,1000", "-c", "2000,2000,2000")
        #expect(seen.verdict == .normal && seen.readings.map(\.name) == ["exit", "load1", "load5", "load15"])
        let passed = try await debian("check_procs", "-w", "0", "-c", "100000")
        #expect(passed.verdict == .warning && passed.detail("beyond limits") == "procs")
    }

    @Test func `Debian's check_tcp is abnormal where nobody listens`() async throws {
        let seen = try await debian("check_tcp", "-H", "127.0.0.1", "-p", "1", "-t", "5")
        #expect(seen.verdict == .abnormal && seen.sentence.english.contains("Connection refused"))
    }

    @Test func `an option that a plugin does not know makes nothing normal`() async throws {
        let seen = try await debian("check_tcp", "--nosuch")
        #expect(seen.verdict == .unknown && seen.reading("exit") == "3")
    }

    @Test func `lines after the first are told apart from measurements`() async throws {
        let seen = try await script(
            """
            printf 'DISK OK | /=1B;2;3\\nfirst long line\\nsecond long line | /boot=4B\\n/home=5B /srv=U\\n'
            """)
        #expect(seen.sentence.english == "check_script says normal: DISK OK")
        #expect(
            seen.readings.map { "\($0.name) \($0.value) \($0.threshold ?? "-")" } == [
                "exit 0 -", "/ 1 2;3", "/boot 4 -", "/home 5 -",
            ])
    }

    @Test func `measurements that cannot be read are told, and a label counts once`() async throws {
        let seen = try await script("echo 'OK | a=1 b=x a=2 exit=9'")
        #expect(seen.readings.map { "\($0.name) \($0.value)" } == ["exit 0", "a 1"])
        #expect(seen.detail("unreadable measurements") == "1")
    }

    @Test func `a plugin that says nothing is never normal`() async throws {
        #expect(try await look("/bin/true").verdict == .unknown)
        let blank = try await script("echo; echo ' '")
        #expect(blank.verdict == .unknown && blank.sentence.japanese == "check_scriptは何も出力せず、コード0で終了しました。")
    }

    @Test func `a plugin that does not end or dies is unknown`() async throws {
        let slow = try await script("echo OK; sleep 600", timeout: .milliseconds(300))
        #expect(
            slow.verdict == .unknown && slow.mayPass
                && slow.sentence.english == "check_script did not end within 300 ms and was stopped")
        let dead = try await script("echo OK; kill -KILL $$")
        #expect(dead.verdict == .unknown && dead.sentence.japanese == "check_scriptがシグナル9で終了しました。")
        let missing = try await look("/nonexistent/check_it")
        #expect(
            missing.verdict == .unknown
                && missing.sentence.english == "check_it could not be started: there is no such program")
    }

    @Test func `a plugin that the contract does not list is not started`() async throws {
        let program = try folder.write("check_it", "#!/bin/sh\ntouch \(folder.path)/started\necho OK\n", mode: 0o755)
        var surroundings = TestSurroundings()
        surroundings.allowed.plugins = [program + "2"]
        surroundings.allowed.commands = [[program]]
        let seen = try await PluginCheck(["program": .text(program)]).look(surroundings.made())
        #expect(seen.verdict == .unknown && seen.sentence.english.contains("the contract does not list it"))
        #expect(throws: (any Error).self) { try folder.text("started") }
    }

    @Test func `bytes that are no text and terminal commands do not reach the sentence`() async throws {
        let seen = try await script(#"printf 'OK \377\376 \033[31mred\033[0m \342\200\256txet | x=1\n'"#)
        #expect(
            seen.verdict == .normal
                && seen.sentence.english == "check_script says normal: OK \u{FFFD}\u{FFFD}  [31mred [0m  txet")
    }
}
