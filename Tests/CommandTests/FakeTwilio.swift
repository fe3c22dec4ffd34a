import Foundation

/// The fake provider of Tests/Support/fake_twilio, a process of its own: it goes on ringing while a server is killed, and
/// its own list of calls is what the tests judge by.
final class FakeTwilio {
    static let account = "AC00000000000000000000000000000fa6"
    static let token = "fa6e0000000000000000000000000001"

    /// One call as the provider knows it.
    struct Call: Decodable {
        let sid: String
        let to: String
        let status: String
        /// When it was asked for, and when it left, by the provider's clock.
        let created: Double
        let dialled: Double?
        let rang_seconds: Double?
        let keys: [PressedKey]
        let spoken: [SpokenText]
        /// What went wrong with its documents and callbacks.
        let errors: [Fault]

        struct Fault: Decodable {}

        struct PressedKey: Decodable {
            let key: String
        }

        struct SpokenText: Decodable {
            let text: String
        }
    }

    /// What it knows of one telephone number.
    struct Number: Decodable {
        let overlaps: [Overlap]
        let shortest_pause_seconds: Double?

        /// Two calls at one time.
        struct Overlap: Decodable {
            let sids: [String]
        }
    }

    struct Truth: Decodable {
        let calls: [Call]
        let numbers: [String: Number]
        let reached: Bool?
    }

    let address: String
    private let program: RunningProgram

    init(speed: Int, seed: UInt64 = 7) throws {
        program = try RunningProgram(
            "/usr/bin/python3",
            [
                NightCallProgram.root.appending(path: "Tests/Support/fake_twilio").path, "--speed", "\(speed)",
                "--seed", "\(seed)",
            ], isAsked: true)
        guard let line = program.output.next(), line.hasPrefix("listening ") else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
        address = String(line.dropFirst("listening ".count))
    }

    struct NotStarted: Error {
        let errors: [String]
    }

    /// Gives a command, in JSON.
    func tell(_ command: String, _ body: String) async throws {
        let (status, text) = await ask(command, body)
        if status != 200 { throw Refused(text: text) }
    }

    struct Refused: Error {
        let text: String
    }

    /// Sends callbacks for the public address to a server of this machine.
    func route(to server: String) async throws {
        try await tell("settings", #"{"routes": {"\#(TwilioSite.publicURL)": "\#(server)"}}"#)
    }

    /// - Parameter query: such as `ended=3&wait=20`, to be told when three calls have ended.
    func truth(_ query: String = "") async throws -> Truth {
        let (_, text) = await ask("calls" + (query.isEmpty ? "" : "?" + query), nil)
        return try JSONDecoder().decode(Truth.self, from: Data(text.utf8))
    }

    func ask(_ command: String, _ body: String?) async -> (status: Int, text: String) {
        await LoopbackRequest.send(
            body == nil ? "GET" : "POST", to: address, "/_fake/\(command)", body: body, seconds: 120)
    }

    deinit {
        program.kill()
    }
}

/// A site whose line is the fake provider's.
enum TwilioSite {
    static let publicURL = "https://desk.example.jp"
    static let secrets = RunningServer.secrets.merging(["TWILIO_TOKEN": FakeTwilio.token]) { $1 }

    /// The contacts `a` and `b` of the n-th contract (from 0).
    static func number(_ contract: Int, _ contact: String) -> String {
        "+8190\(10_000_000 + 10 * contract + (contact == "a" ? 0 : 1))"
    }

    static func write(_ folder: ScratchFolder, contracts: [String], fake: FakeTwilio, line: String = "") throws {
        try RunningServer.writeSite(folder, contracts: contracts)
        try folder.write(
            "nightcall.yaml",
            """
            listen: 127.0.0.1:0
            data: var/
            publicURL: \(publicURL)/
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines:
              - {id: twilio, driver: twilio, account: \(FakeTwilio.account), token: "${env:TWILIO_TOKEN}",
                 from: "+815012345678", api: "\(fake.address)"\(line.isEmpty ? "" : ", " + line)}
            """)
    }
}
