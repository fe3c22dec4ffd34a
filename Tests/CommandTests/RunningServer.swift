import CallTree
import EventJournal
import Foundation
import NightEngine

/// A `nightcall serve` on a site folder of its own, with simulated telephones in fast time.
final class RunningServer {
    static let secrets = ["NIGHTCALL_TOKEN": "operator-secret", "NIGHTCALL_SOURCE_TOKEN": "source-secret"]

    let folder: ScratchFolder
    private(set) var program: RunningProgram
    private(set) var address: String
    private let speed: Int
    private let environment: [String: String]

    /// - Parameters:
    ///   - answers: how the contacts `a` and `b` of every contract answer.
    ///   - listen: where the server listens.
    ///   - keys: lines for `nightcall.yaml` beside the usual ones.
    ///   - environment: of the server, beside the secrets.
    ///   - softLimitOfFiles: how many files the shell that starts it allows; it may allow itself more.
    ///   - hardLimitOfFiles: how many it may have open and no more.
    init(
        contracts: [String], sourceKind: String = "json", answers: String = "{a: [no-answer], b: [busy, acknowledge]}",
        speed: Int = 200, in folder: ScratchFolder? = nil, softLimitOfFiles: Int? = nil, hardLimitOfFiles: Int? = nil,
        listen: String = "127.0.0.1:0", keys: [String] = [], environment: [String: String] = [:]
    ) throws {
        let folder = try folder ?? ScratchFolder()
        self.folder = folder
        self.speed = speed
        self.environment = environment
        try Self.writeSite(
            folder, contracts: contracts, sourceKind: sourceKind, answers: answers, listen: listen, keys: keys)
        (program, address) = try Self.start(
            folder, speed,
            softLimitOfFiles.map { "ulimit -Sn \($0); " } ?? hardLimitOfFiles.map { "ulimit -n \($0); " },
            environment)
    }

    /// A server whose line is the fake provider's.
    init(contracts: [String], fake: FakeTwilio, speed: Int, line: String = "") throws {
        folder = try ScratchFolder()
        self.speed = speed
        environment = [:]
        try TwilioSite.write(folder, contracts: contracts, fake: fake, line: line)
        (program, address) = try Self.start(folder, speed)
    }

    /// Serves a folder as it is.
    /// - Parameter tracer: as for `killAndStartAgain`.
    init(
        serving folder: ScratchFolder, speed: Int = 200, tracer: String = "", environment: [String: String] = [:]
    ) throws {
        self.folder = folder
        self.speed = speed
        self.environment = environment
        (program, address) = try Self.start(folder, speed, nil, environment, tracer: tracer)
    }

    static func writeSite(
        _ folder: ScratchFolder, contracts: [String], sourceKind: String = "json",
        answers: String = "{a: [no-answer], b: [busy, acknowledge]}", listen: String = "127.0.0.1:0",
        keys: [String] = []
    ) throws {
        try folder.write(
            "nightcall.yaml",
            """
            listen: \(listen)
            data: var/
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines: [{id: sim, driver: simulated, answers: \(answers)}]
            \(keys.joined(separator: "\n"))
            """)
        for (index, contract) in contracts.enumerated() {
            let number = String(10_000_000 + 10 * index)
            try folder.write(
                "contracts/\(contract).yaml",
                """
                id: \(contract)
                customer: 株式会社\(contract)
                contacts:
                  - {id: a, name: 佐藤, phone: "+8190\(number)"}
                  - {id: b, name: 鈴木, phone: "+8190\(Int(number, radix: 10).map { $0 + 1 } ?? 0)"}
                hours: {always: true}
                sources: [{id: mon, kind: \(sourceKind), token: "${env:NIGHTCALL_SOURCE_TOKEN}"}]
                designated: [{source: mon}]
                mail: [desk@\(contract).example.jp]
                """)
        }
    }

    /// - Parameters:
    ///   - limits: commands of the shell before it starts the server.
    ///   - tracer: a program and its arguments that starts the server and does something to it.
    private static func start(
        _ folder: ScratchFolder, _ speed: Int, _ limits: String? = nil, _ environment: [String: String] = [:],
        tracer: String = ""
    ) throws -> (RunningProgram, String) {
        let limiting = (limits ?? "") + "exec " + tracer
        let program = try RunningProgram(
            "/bin/bash",
            ["-c", limiting + #" "$0" "$@""#, NightCallProgram.path]
                + ["serve", "--site", folder.url.path, "--speed", "\(speed)"],
            environment: TwilioSite.secrets.merging(environment) { $1 })
        guard let line = program.output.next(), line.hasPrefix("listening ") else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
        return (program, String(line.dropFirst("listening ".count)))
    }

    struct NotStarted: Error {
        let errors: [String]
    }

    /// Ends the process as a power cut would, and starts another on the same folder.
    /// - Parameter forgetsStarts: five starts within a minute would make the server call nobody for a while.
    /// - Parameter tracer: starts the server and does something to it, such as `strace` with what it injects.
    func killAndStartAgain(forgetsStarts: Bool = true, tracer: String = "") throws {
        program.kill()
        if forgetsStarts { try? FileManager.default.removeItem(at: folder.url.appending(path: "var/starts")) }
        (program, address) = try Self.start(folder, speed, nil, environment, tracer: tracer)
    }

    /// Posts a body and gives the status; 0 when nobody answered.
    func post(_ body: String, to path: String, token: String = "source-secret") async -> Int {
        await LoopbackRequest.send("POST", to: address, path, token: token, body: body).status
    }

    func postAsOperator(_ path: String) async -> Int {
        await post("{}", to: path, token: "operator-secret")
    }

    func get(_ path: String) async -> (status: Int, text: String) {
        await LoopbackRequest.send("GET", to: address, path, token: "operator-secret")
    }

    /// Waits until the incident has ended and no call is under way; the sentences that led there.
    @discardableResult
    func follow(untilEnded incident: Int) throws -> [String] {
        let follower = try RunningProgram(
            NightCallProgram.path,
            ["report", "follow", "--site", folder.url.path, "--until-ended", "\(incident)"],
            environment: TwilioSite.secrets)
        follower.wait()
        return follower.output.all()
    }

    /// Every event so far, read beside the running server.
    func events() throws -> [RecordedEvent] {
        let reader = try SQLiteJournalReader(at: JournalFiles(folder: folder.url.appending(path: "var").path))
        var events: [RecordedEvent] = []
        try JournalEvents(reader).all { events.append($0) }
        return events
    }
}
