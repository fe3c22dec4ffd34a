import Foundation
import Testing

/// The commands that need no server, as a shell sees them.
@Suite struct PureCommandTests {
    @Test func `hours answers each instant on a line of JSON, and exits 1 when one cannot be read`() throws {
        let result = try NightCallProgram.run(
            "hours", "--at", "2026-11-20T08:59:59Z", "2026-11-20T17:00:00+09:00", "2026-11-20T17:00:00")
        #expect(result.code == 1)
        #expect(
            result.output == [
                """
                {"at":"2026-11-20T17:59:59+09:00","state":"open","reason":"weekday-night","holidayName":null,\
                "provisional":false,"nextOpening":"2026-11-24T17:00:00+09:00","nextClosing":"2026-11-24T09:00:00+09:00"}
                """,
                """
                {"at":"2026-11-20T17:00:00+09:00","state":"open","reason":"weekday-night","holidayName":null,\
                "provisional":false,"nextOpening":"2026-11-24T17:00:00+09:00","nextClosing":"2026-11-24T09:00:00+09:00"}
                """,
                """
                {"at":"2026-11-20T17:00:00","error":"the offset is missing; end the time with +09:00 for Japan time, \
                or with Z for UTC"}
                """,
            ])
    }

    @Test func `hours needs no zone data and heeds no zone of the machine`() throws {
        for zone in ["America/New_York", "Australia/Lord_Howe", "Nowhere/None", ""] {
            let result = try NightCallProgram.run(
                "hours", "--at", "2026-11-20T17:00:00+09:00", environment: ["TZ": zone, "TZDIR": "/nonexistent"])
            #expect(result.code == 0)
            #expect(
                result.text.contains(#""at":"2026-11-20T17:00:00+09:00","state":"open""#), "\(zone): \(result.text)")
        }
    }

    @Test func `hours reads standard input line by line, hostile lines included`() throws {
        let lines = ["2026-11-23T12:00:00+09:00", "", String(repeating: "9", count: 400), "2100-01-01T00:00:00Z", "朝"]
        let result = try NightCallProgram.run("hours", "--stdin", input: lines.joined(separator: "\n") + "\n")
        #expect(result.code == 1)
        #expect(result.output.first?.contains(#""reason":"national-holiday","holidayName":"勤労感謝の日""#) == true)
        #expect(result.output.count >= 4)
        #expect(result.output.dropFirst().allSatisfy { $0.contains(#""error":"#) })
    }

    @Test func `hours answers each line of its input as it comes`() throws {
        let program = try RunningProgram(NightCallProgram.path, ["hours", "--stdin"], isAsked: true)
        defer { program.kill() }
        for day in ["2026-11-23", "2026-11-24"] {
            try program.write("\(day)T12:00:00+09:00\n")
            #expect(program.output.next()?.contains(day) == true)
        }
        try program.endInput()
        #expect(program.wait() == 0)
    }

    @Test(arguments: ["9999-12-31T15:00:00Z", "0000-01-01T00:00:00+23:59"])
    func `hours writes no year that has not four digits`(time: String) throws {
        let result = try NightCallProgram.run("hours", "--at", time)
        #expect(result.code == 1)
        #expect(
            result.output == [
                #"{"at":"\#(time)","error":"in Japan time the instant lies outside the years 0000 to 9999"}"#
            ])
    }

    @Test func `hours takes the calendar of a contract`() throws {
        let result = try NightCallProgram.run(
            "hours", "--site", "Fixtures/Site", "--contract", "always", "--at", "2026-11-20T12:00:00+09:00")
        #expect(result.code == 0)
        #expect(result.text.contains(#""state":"open","reason":"always""#))
        #expect(result.text.contains(#""nextClosing":null"#))
    }

    @Test func `holidays writes the table of a year as CSV`() throws {
        let result = try NightCallProgram.run("holidays", "2026", "--format", "csv")
        #expect(result.code == 0)
        #expect(result.output.first == "date,name")
        #expect(result.output.contains("2026-09-22,休日"))
        #expect(result.output.count == 19)
    }

    @Test func `a wrong option is a usage error`() throws {
        #expect(try NightCallProgram.run("hours", "--nonsense").code == 64)
        #expect(try NightCallProgram.run("drill").code == 64)
    }

    @Test(arguments: [
        (["alerts", "parse", "--source", "nope"], "Usage: nightcall alerts parse "),
        (["alerts", "send", "--to", "x", "--dedup-key", "a", "--summary", "b"], "Usage: nightcall alerts send "),
        (
            ["incidents", "list", "--url", "http://127.0.0.1:1", "--token-env", "NOT_SET"],
            "Usage: nightcall incidents list "
        ),
        (
            ["hours", "--site", "Fixtures/Site", "--contract", "nope", "--at", "2026-11-20T12:00:00Z"],
            "Usage: nightcall hours "
        ),
    ])
    func `what a command finds wrong with its options is told with its own usage`(
        arguments: [String], usage: String
    ) throws {
        let program = try RunningProgram(NightCallProgram.path, arguments, in: NightCallProgram.root)
        #expect(program.wait() == 64)
        #expect(program.errors.all().last?.hasPrefix(usage) == true)
    }

    @Test func `a body larger than any server takes is not read to its end`() throws {
        let program = try RunningProgram(NightCallProgram.path, ["alerts", "parse", "--source", "json"], isAsked: true)
        defer { program.kill() }
        try program.write(String(repeating: " ", count: 4 << 20) + "[")
        // The input is still open: the program has stopped reading by itself.
        #expect(program.wait() == 2)
        #expect(program.errors.all() == ["- is larger than 4194304 bytes, which no server takes"])
    }

    @Test func `alerts parse prints what is expected of each fixture`() throws {
        for kind in ["alertmanager", "json"] {
            let folder = NightCallProgram.root.appending(path: "Fixtures/Alerts/\(kind)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".expected.json") }.sorted()
            #expect(names.count > 5)
            for name in names {
                let result = try NightCallProgram.run(
                    "alerts", "parse", "--source", kind, folder.appending(path: name).path)
                let expected = folder.appending(path: name.dropLast(5) + ".expected.json")
                if let text = try? String(contentsOf: expected, encoding: .utf8) {
                    #expect(result.text + "\n" == text, "\(kind)/\(name)")
                } else {
                    #expect(result.code == 2, "\(kind)/\(name)")
                }
            }
        }
    }

    @Test func `check names every mistake and exits 1, and 2 when there is no folder`() throws {
        let demo = try NightCallProgram.run("check", "--site", "Fixtures/Site")
        #expect(demo.code == 0)
        #expect(demo.text.contains("written as files into Fixtures/Site/var/outbox/new"))
        #expect(demo.text.contains("a light on the console, a mail to desk@example.jp, the command /usr/bin/printf"))
        #expect(try NightCallProgram.run("check", "--site", "Fixtures/NoSuchSite").code == 2)
        let folder = try ScratchFolder()
        try folder.write("nightcall.yaml", "listen: nowhere\nlins: []\n")
        let result = try NightCallProgram.run("check", "--site", folder.url.path)
        #expect(result.code == 1)
        #expect(result.text.contains("nightcall.yaml:1:9: error:"))
        #expect(result.text.contains("nightcall.yaml:2:1: error:"))
    }

    @Test func `drill runs a folder in the order of its names, an object a line`() throws {
        let result = try NightCallProgram.run("drill", "Fixtures/Drills", "--format", "json")
        #expect(result.code == 0, "\(result.errors.joined(separator: "\n"))")
        #expect(result.output.count >= 16)
        for line in result.output {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["passed"] as? Bool == true, "\(line)")
            #expect(
                Set(object.keys) == [
                    "scenario", "outcome", "acknowledgedBy", "attempts", "incidents", "events", "seed", "passed",
                ])
        }
    }

    @Test func `a drill whose expectation fails exits 1, and one that cannot be read exits 2`() throws {
        let folder = try ScratchFolder()
        let contract = NightCallProgram.root.appending(path: "Fixtures/Drills/contracts/acme.yaml").path
        try folder.write(
            "wrong.yaml",
            """
            title: expects too much
            contract: \(contract)
            start: 2026-08-19T22:00:00+09:00
            alerts: [{at: +0s, source: prom, dedupKey: a, severity: critical, summary: b}]
            answers: {sato: [busy]}
            expect: {outcome: acknowledged}
            """)
        try folder.write("broken.yaml", "title: [\n")
        let wrong = try NightCallProgram.run("drill", folder.url.appending(path: "wrong.yaml").path)
        #expect(wrong.code == 1)
        let broken = try NightCallProgram.run("drill", folder.url.appending(path: "broken.yaml").path)
        #expect(broken.code == 2)
        #expect(broken.errors.joined().contains("broken.yaml:"))
    }

    @Test func `the same seed gives the same bytes, and another seed another night`() throws {
        let scenario = "Fixtures/Drills/25-chance.yaml"
        let first = try NightCallProgram.run("drill", scenario, "--seed", "7", "--format", "json")
        let again = try NightCallProgram.run("drill", scenario, "--seed", "7", "--format", "json")
        #expect(first.output == again.output)
        let others = try (8...20).map {
            try NightCallProgram.run("drill", scenario, "--seed", "\($0)", "--format", "json").text
        }
        #expect(Set(others).count > 1)
    }

    @Test func `every command has help with an example`() throws {
        for command in [
            ["serve"], ["drill"], ["hours"], ["holidays"], ["check"], ["reload"], ["alerts"], ["alerts", "parse"],
            ["alerts", "send"], ["incidents"], ["incidents", "list"], ["incidents", "show"],
            ["incidents", "acknowledge"], ["incidents", "cancel"], ["journal"], ["journal", "verify"],
            ["journal", "export"], ["report"], ["report", "list"], ["report", "show"], ["diagram"],
        ] {
            let program = try RunningProgram(NightCallProgram.path, command + ["--help"], in: NightCallProgram.root)
            #expect(program.wait() == 0, "\(command)")
            let text = program.output.all().joined(separator: "\n")
            #expect(text.contains("Example:") && text.contains("nightcall \(command[0])"), "\(command)")
        }
    }
}
