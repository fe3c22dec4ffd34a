import CallTree
import Foundation
import NightEngine
import ServiceHours
import TestPeers
import Testing

/// The check before the night, by a running server over simulated telephones.
@Suite(.serialized) struct ReadinessTests {
    private static let loop = "+815011112222"

    /// A site of two lines: the second has a number for self-calls only when `spare` says how it answers.
    private func site(_ folder: ScratchFolder, loop: String, spare: String? = nil, keys: [String] = []) throws {
        try RunningServer.writeSite(folder, contracts: ["acme"], keys: keys)
        let path = folder.url.appending(path: "nightcall.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        let first =
            #"{id: sim, driver: simulated, selfCall: "\#(Self.loop)", answers: {"\#(Self.loop)": \#(loop), a: [line-failure], b: [line-failure]}}"#
        let second = spare.map {
            #", {id: spare, driver: simulated, selfCall: "+815011113333", answers: {"+815011113333": \#($0)}}"#
        }
        let line = "lines: [{id: sim, driver: simulated, answers: {a: [no-answer], b: [busy, acknowledge]}}]"
        try folder.write("nightcall.yaml", text.replacing(line, with: "lines: [\(first)\(second ?? "")]"))
    }

    private func ready(_ server: RunningServer, _ arguments: String...) throws -> (status: Int32, text: String) {
        let program = try RunningProgram(
            NightCallProgram.path, ["ready", "--url", server.address] + arguments,
            environment: RunningServer.secrets)
        let text = program.output.all().joined(separator: "\n")
        return (program.wait(), text)
    }

    @Test
    func `asked for, it rings each line's own number, hears the key, and tonight is armed: event, mail and light`()
        async throws
    {
        let folder = try ScratchFolder()
        // However long a busy machine holds this test up, that time of the day does not come meanwhile.
        let later = #"readiness: "\#(clock(in: .hours(12)))""#
        try site(folder, loop: "[acknowledge]", spare: "[acknowledge]", keys: [later])
        let server = try RunningServer(serving: folder, speed: 20)
        #expect(await server.get("/").text.contains("今夜の待機は未点検"))
        #expect(try ready(server).status == 1, "nothing was checked yet")

        let (status, text) = try ready(server, "--check")
        #expect(status == 0, "\(text)")
        #expect(text.contains(#""armed":true"#) && text.contains(#""proven":["sim","spare"]"#), "\(text)")
        #expect(try ready(server).text == text)
        #expect(await server.get("/").text.contains("今夜の待機は準備完了"))
        #expect(await server.get("/metrics").text.contains("nightcall_armed 1\n"))

        let mail = try #require(mails(in: folder, prefix: "readiness-", server).first)
        #expect(mail.contains("To: desk@example.jp\r\n"))
        let events = try server.events().map(\.event)
        let calls = events.compactMap { event -> LineID? in
            if case .tryPlaced(_, let line, _) = event { line } else { nil }
        }
        #expect(Set(calls) == [LineID("sim"), LineID("spare")])
        #expect(events.contains(.readinessJudged(Readiness(proven: [LineID("sim"), LineID("spare")], faults: []))))
        #expect(mails(named: "mail-", in: folder).isEmpty, "a self-call owes no customer a mail")
    }

    @Test
    func
        `a line whose own number does not answer, and a contract that designates nothing, are named; the operator is alarmed`()
        async throws
    {
        let folder = try ScratchFolder()
        try site(folder, loop: "[acknowledge]", spare: "[no-answer]")
        let path = folder.url.appending(path: "contracts/acme.yaml")
        let contract = try String(contentsOf: path, encoding: .utf8)
        try folder.write("contracts/acme.yaml", contract.replacing("designated: [{source: mon}]", with: ""))
        let server = try RunningServer(serving: folder)

        let (status, text) = try ready(server, "--check")
        #expect(status == 1)
        #expect(text.contains(#""proven":["sim"]"#), "\(text)")
        #expect(text.contains("the self-call over line spare ended no-answer"), "\(text)")
        #expect(text.contains("contract acme designates no alert"), "\(text)")
        let page = await server.get("/").text
        #expect(page.contains("今夜の待機に支障あり") && page.contains("回線 spare の自己発信"))
        let alarms = try server.events().compactMap { recorded -> Alarm? in
            if case .alarmRaised(_, let alarm) = recorded.event { alarm } else { nil }
        }
        #expect(alarms == [.notArmed])
    }

    @Test func `a mail server that takes nothing holds up no check`() async throws {
        let folder = try ScratchFolder()
        let port = try FreePort.find()
        let smtp = "smtp: {host: 127.0.0.1, port: \(port), security: none, from: nightcall@example.jp}"
        try site(folder, loop: "[acknowledge]", keys: [smtp])
        let server = try RunningServer(serving: folder)
        for count in 1...2 {
            #expect(try ready(server, "--check").status == 0)
            #expect(try checks(server) == count)
        }
    }

    /// The clock of the server runs 60 times as fast: two minutes from now are two seconds away.
    @Test func `at its time of the day it is made by itself, once`() async throws {
        let folder = try ScratchFolder()
        try site(folder, loop: "[acknowledge]", keys: [#"readiness: "\#(clock(in: .minutes(2)))""#])
        let server = try RunningServer(serving: folder, speed: 60)
        while try checks(server) == 0, server.program.isRunning { sched_yield() }
        try server.killAndStartAgain()
        _ = try ready(server, "--check")
        #expect(try checks(server) == 2, "the restarted server made none but the one that it was asked for")
    }

    @Test func `a line that is out is tested by calling itself, and comes back without an attempt`() async throws {
        let folder = try ScratchFolder()
        try site(folder, loop: "[acknowledge]")
        let server = try RunningServer(serving: folder)
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        while !(try isBack(server)), server.program.isRunning { sched_yield() }
        let events = try server.events().map(\.event)
        let own = events.compactMap { event -> EscalationID? in
            if case .escalationStarted(let id, let terms, _, _) = event, terms.id.text == "self-call-sim" {
                id
            } else {
                nil
            }
        }
        #expect(events.contains { if case .rang(let id) = $0 { own.contains(id.escalation) } else { false } })
    }

    /// At ten times the speed: a check that was waited for would hold the end up for 24 s.
    @Test func `told to end while it rings itself, the server ends within ten seconds, and says nothing of the night`()
        async throws
    {
        let folder = try ScratchFolder()
        try site(folder, loop: "[no-answer]", keys: [#"readiness: "\#(clock(in: .minutes(2)))""#])
        let server = try RunningServer(serving: folder, speed: 10)
        while !(try server.events().contains { if case .tryPlaced = $0.event { true } else { false } }) {
            sched_yield()
        }
        server.program.signal(SIGTERM)
        #expect(server.program.hasEnded(withinSeconds: 10))
        #expect(try checks(server) == 0)
    }

    /// The time of the day so long from now, cut to the minute.
    private func clock(in span: Span) -> Substring {
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        return (now + span).japanTime.clock.prefix(5)
    }

    private func isBack(_ server: RunningServer) throws -> Bool {
        var out: AlarmID?
        for event in try server.events().map(\.event) {
            if case .alarmRaised(let id, .lineOut(LineID("sim"))) = event { out = id }
            if case .alarmCleared(let id, by: "NightCall") = event, id == out { return true }
        }
        return false
    }

    private func checks(_ server: RunningServer) throws -> Int {
        try server.events().count { if case .readinessJudged = $0.event { true } else { false } }
    }

    private func mails(named prefix: String, in folder: ScratchFolder) -> [String] {
        let new = folder.url.appending(path: "var/outbox/new")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: new.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }
    }

    /// Waits for the first mail of that name.
    private func mails(in folder: ScratchFolder, prefix: String, _ server: RunningServer) throws -> [String] {
        while mails(named: prefix, in: folder).isEmpty, server.program.isRunning { sched_yield() }
        let new = folder.url.appending(path: "var/outbox/new")
        return try mails(named: prefix, in: folder).map {
            try String(contentsOf: new.appending(path: $0), encoding: .utf8)
        }
    }
}
