import Foundation

/// A provider of calls over HTTP (`Tests/Support/Peers/voice_provider.py`), and the site whose line describes it.
final class VoiceProvider {
    struct Told: Decodable {
        var placed: String?
        var text: String?
        var reference: String?
        var new: Bool?
        var said: String?
        var stopped: String?
        var after: Double?
        var declined: String?
        var refused: String?
    }

    let port: Int
    private let program: RunningProgram

    struct NotStarted: Error {
        let errors: [String]
    }

    init(_ plans: String) throws {
        let path = NightCallProgram.root.appending(path: "Tests/Support/Peers/voice_provider.py").path
        program = try RunningProgram("/usr/bin/python3", [path, plans], isAsked: true)
        guard let line = program.output.next(), let port = line.split(separator: " ").last.flatMap({ Int($0) }) else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
        self.port = port
    }

    /// The next thing that it tells of this kind.
    @discardableResult
    func first(where fits: (Told) -> Bool) async -> Told? {
        while let line = await OffPool.run({ [program] in program.output.next(within: 60) }) {
            guard let told = try? JSONDecoder().decode(Told.self, from: Data(line.utf8)) else { continue }
            if fits(told) { return told }
        }
        return nil
    }

    /// Everything that it told, when it has been ended.
    func all() -> [Told] {
        program.kill()
        return program.output.all().compactMap { try? JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
    }

    /// A site of one contact, whose line describes this provider.
    ///
    /// - Parameter keys: of the line, beside those that each has.
    func writeSite(_ folder: ScratchFolder, say: Bool = true, find: Bool = false, idempotent: Bool = false) throws {
        try RunningServer.writeSite(folder, contracts: ["acme"])
        let address = "http://127.0.0.1:\(port)"
        let text = say ? "" : #", text: "{text}""#
        let more =
            (say ? #"      say: {url: "\#(address)/calls/{id}/say", json: {text: "{text}"}}"# + "\n" : "")
            + (find ? #"      find: {url: "\#(address)/calls?reference={call}", id: /calls/0/id}"# + "\n" : "")
        try folder.write(
            "nightcall.yaml",
            """
            listen: 127.0.0.1:0
            data: var/
            operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
            operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
            lines:
                - id: voice
                  driver: http
                  callsPerSecond: 100
                  login: {bearer: "${env:VOICE_TOKEN}"}
                  place:
                    url: \(address)/calls
                    json: {to: "{number}", reference: "{call}", limits: {ring: "{ringSeconds}"}\(text)}
                    id: /call/id
                    unreachable: [422]
                    idempotent: \(idempotent)
                  watch: {url: "\(address)/calls/{id}", status: /call/status, keys: /call/digits, every: 1s}
                  words: {queued: dialling, ringing: ringing, in-progress: answered, completed: ended, busy: busy,
                          declined: rejected}
                  stop: {url: "\(address)/calls/{id}", method: DELETE}
                  try: {url: "\(address)/account"}
            \(more.split(separator: "\n").map { "      " + $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: "\n"))
            """)
        try folder.write(
            "contracts/acme.yaml",
            """
            id: acme
            customer: 株式会社アクメ
            contacts:
              - {id: a, name: 佐藤, phone: "+819010000000"}
              - {id: b, name: 鈴木, phone: "+819010000001"}
            calls: {rounds: 1}
            hours: {always: true}
            sources: [{id: mon, kind: json, token: "${env:NIGHTCALL_SOURCE_TOKEN}"}]
            designated: [{source: mon}]
            mail: [desk@acme.example.jp]
            """)
    }
}
