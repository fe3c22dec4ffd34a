import CallTree
import DrillSimulator
import Foundation
import NightEngine
import TestPeers
import Testing

/// Shown by force over SIP: the server, its helper, or both are killed around the dial request, and the telephone's own list
/// says who was rung.
@Suite(.serialized, .timeLimit(.minutes(15))) struct SIPKillTests {
    /// Who is killed, and when. `strace` does it as the process enters the n-th of these calls, so that no hook for it is in
    /// the product.
    private enum Moment: CaseIterable {
        /// The server: something is about to be sent, to its helper or to anybody.
        case serverSends
        /// The server: something has come and is not yet read.
        case serverReads
        case serverAnywhere
        /// The helper: an INVITE or a word to the server is about to be sent.
        case helperSends
        /// The helper: the dial request has come and is not yet read.
        case helperReads
        case helperAnywhere
        case both

        var isOfServer: Bool { [.serverSends, .serverReads, .serverAnywhere].contains(self) }

        /// The system calls at which it dies.
        var calls: String {
            switch self {
            case .serverSends, .helperSends: "sendto"
            case .serverReads, .helperReads: "recvfrom"
            case .serverAnywhere, .helperAnywhere, .both: ""
            }
        }
    }

    /// Two contracts of each moment, one after the other.
    private static func moment(_ contract: Int) -> Moment { Moment.allCases[contract / 2] }

    private static func tracing(_ calls: String, _ count: Int) -> [String] {
        [
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(calls)", "-e",
            "inject=\(calls):signal=KILL:when=\(count)",
        ]
    }

    private static func number(_ contract: Int) -> String { "+8190" + "\(12_345_000 + contract)" }

    /// Contracts of one contact each. PJSIP takes four calls at once, and one that was cut off by the death of a helper stays
    /// for half a minute: each telephone is of two contracts.
    private static func night(_ count: Int) throws -> ([SoftPhone], RunningServer) {
        let phones = try (0..<(count + 1) / 2).map { _ in
            try SoftPhone(#"{"default": [{"ring": 3, "keys": "1", "after": 0.5}]}"#)
        }
        let lines = phones.enumerated().map { place, phone in
            "  - {id: pbx\(place), driver: sip, proxy: \"127.0.0.1:\(phone.port)\", from: \"+815012345678\"}"
        }
        let folder = try ScratchFolder()
        try folder.write(
            "nightcall.yaml",
            """
            listen: 127.0.0.1:0
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines:
            \(lines.joined(separator: "\n"))
            """)
        for contract in 0..<count {
            try folder.write(
                "contracts/c\(contract).yaml",
                """
                id: c\(contract)
                customer: 株式会社アクメ
                kana: アクメ
                contacts: [{id: a, name: 佐藤, phone: "\(number(contract))"}]
                hours: {always: true}
                sources: [{id: mon, kind: json, token: "${env:NIGHTCALL_SOURCE_TOKEN}"}]
                designated: [{source: mon}]
                mail: [desk@acme.example.jp]
                calls: {routes: [pbx\(contract / 2)]}
                """)
        }
        return (phones, try RunningServer(serving: folder, speed: 1))
    }

    @Test(arguments: 1...(Soak.isOn ? 10 : 1))
    func `killed around the dial request, no turn is lost and nobody is rung while he is rung`(_: Int) async throws {
        let count = 2 * Moment.allCases.count
        let seed = UInt64.random(in: 0...UInt64.max)
        var chance = SeededGenerator(seed: seed)
        func number(_ least: Int, _ most: Int) -> Int { least + Int(chance.next() % UInt64(most - least + 1)) }
        let (phones, server) = try Self.night(count)
        var helper = try #require(await Self.helper(of: server))
        defer {
            server.program.kill()
            kill(helper, SIGKILL)
        }

        var kills = 0
        for contract in 0..<count {
            let moment = Self.moment(contract)
            let tracer = moment.isOfServer && !moment.calls.isEmpty ? Self.tracing(moment.calls, number(1, 8)) : []
            try? server.killAndStartAgain(tracer: tracer.joined(separator: " "))
            if !moment.isOfServer {
                if !server.program.isRunning { try server.killAndStartAgain() }
                // A helper takes with it whatever call it has: no call of the server's moments is left.
                if Self.moment(contract - 1).isOfServer {
                    for incident in 1...contract { try server.follow(untilEnded: incident) }
                }
                helper = try #require(await Self.helper(of: server))
            }
            let attached =
                moment.isOfServer || moment.calls.isEmpty
                ? nil : try await Self.attach(Self.tracing(moment.calls, number(1, 6)), to: helper)
            let body = #"{"dedupKey":"key-\#(contract)","status":"firing","summary":"night \#(contract)"}"#
            var isTaken = await server.post(body, to: "/alerts/c\(contract)/mon") == 202
            switch moment {
            case .serverSends, .serverReads:
                // It dies of what the alert leads to, or has nothing more to do.
                if isTaken { server.program.waitForEnd(atMostSeconds: 2) }
            case .serverAnywhere: server.program.kill(afterMilliseconds: number(0, 400))
            case .helperSends, .helperReads:
                server.program.waitForEnd(atMostSeconds: 2)
            case .helperAnywhere:
                server.program.waitForEnd(atMostSeconds: Double(number(0, 400)) / 1_000)
                kill(helper, SIGKILL)
            case .both:
                server.program.kill(afterMilliseconds: number(0, 400))
                kill(helper, SIGKILL)
            }
            attached?.kill()
            let isKilled = moment.isOfServer ? !server.program.isRunning : Self.now(of: server) != helper
            if isKilled { kills += 1 }
            while !isTaken {
                if !server.program.isRunning { try? server.killAndStartAgain() }
                isTaken = await server.post(body, to: "/alerts/c\(contract)/mon") == 202
            }
        }
        #expect(kills > count / 3, "seed \(seed): only \(kills) of \(count) were killed at their moment")
        try server.killAndStartAgain()
        helper = try #require(await Self.helper(of: server))
        for incident in 1...count { try server.follow(untilEnded: incident) }
        try judge(server, try await Self.calls(of: phones), count: count, kills: kills, seed: seed)
    }

    /// What the journal says, held against the telephone's own list.
    private func judge(_ server: RunningServer, _ calls: [Call], count: Int, kills: Int, seed: UInt64) throws {
        let events = try server.events()
        var check = OutsideCheck()
        for event in events { check.take(event) }
        check.finish()
        #expect(check.violations.isEmpty, "seed \(seed): \(check.violations)")
        var ends: [End] = []
        var turns: [String: Int] = [:]
        var contracts: [EscalationID: Int] = [:]
        for recorded in events {
            switch recorded.event {
            case .incidentEnded(_, let end, _): ends.append(end)
            case .escalationStarted(let id, let terms, _, _): contracts[id] = Int(terms.id.text.dropFirst())
            case .attemptEnded(let id, _, _): turns[Self.number(contracts[id.escalation] ?? 0), default: 0] += 1
            default: break
            }
        }
        #expect(ends == Array(repeating: .acknowledged, count: count), "seed \(seed)")
        var again = 0
        for contract in 0..<count {
            let rung = calls.filter { $0.user == Self.number(contract) }
            let moment = Self.moment(contract)
            #expect(rung.count >= turns[Self.number(contract)] ?? 1, "seed \(seed): c\(contract): a turn is lost")
            // A call that its helper's death has cut off is made once more; one whose server dies goes on as it is.
            if moment.isOfServer { #expect(rung.count == 1, "seed \(seed): c\(contract) \(moment): rung twice") }
            again += rung.count - 1
            for (one, next) in zip(rung, rung.dropFirst()) {
                #expect(
                    (one.over ?? .infinity) <= next.at,
                    "seed \(seed): c\(contract) \(moment): rung while it rang \(rung.map(\.course))")
            }
        }
        print("killed \(kills) of \(count): \(calls.count) calls, \(again) made again, seed \(seed)")
    }

    /// A call as the telephone saw it, in seconds of its clock.
    private struct Call {
        let user: String
        let at: Double
        var over: Double?
        /// What the telephone told of it, in its words.
        var course: [String] = []
    }

    private static func calls(of phones: [SoftPhone]) async throws -> [Call] {
        var all: [Call] = []
        for phone in phones {
            // Everything that it has told so far, and what it tells in the next second.
            await phone.first(where: { _ in false }, within: 1)
            var calls: [Int: Call] = [:]
            for told in phone.told {
                guard let number = told.call else { continue }
                defer { calls[number]?.course.append("\(told.at) \(told.event) \(told.state ?? told.key ?? "")") }
                switch told.event {
                case "called": calls[number] = Call(user: told.user ?? "", at: told.at)
                case "over": calls[number]?.over = told.at
                default: break
                }
            }
            all += calls.sorted { $0.key < $1.key }.map(\.value)
        }
        return all
    }

    /// The process of the helper, as soon as there is one.
    private static func helper(of server: RunningServer) async -> Int32? {
        let limit = Date().addingTimeInterval(60)
        while Date() < limit {
            if let found = now(of: server) { return found }
            await Task.yield()
        }
        return nil
    }

    private static func now(of server: RunningServer) -> Int32? {
        SIPNight.helper(at: server.folder.url.path + "/var/sip.socket")
    }

    /// Attaches the tracer to a running process.
    private static func attach(_ words: [String], to process: Int32) async throws -> RunningProgram {
        let tracer = try RunningProgram("/usr/bin/env", words + ["-p", "\(process)"])
        let status = "/proc/\(process)/status"
        while tracer.isRunning, let text = try? String(contentsOfFile: status, encoding: .utf8),
            text.contains("TracerPid:\t0\n")
        {
            await Task.yield()
        }
        return tracer
    }
}
