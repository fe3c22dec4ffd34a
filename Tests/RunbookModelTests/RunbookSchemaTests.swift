import Foundation
import RunbookModel
import Testing

/// The schema for editors, judged by python3-jsonschema of Debian: a validator that is not ours.
@Suite struct RunbookSchemaTests {
    @Test func `the schema names a draft that the validator knows, and is valid by it`() throws {
        #expect(try SchemaJudge.run([:]).draft == "Draft202012Validator")
    }

    @Test func `what the table marks as a mistake of form the schema refuses as well`() throws {
        let marked = BrokenRunbookTests.table.filter(\.isRefusedBySchema)
        #expect(marked.count >= 40)
        let found = try SchemaJudge.run(Dictionary(uniqueKeysWithValues: marked.map { ($0.title, $0.text) })).problems
        for broken in marked { #expect(found[broken.title]?.isEmpty == false, "\(broken.title)") }
    }

    /// An editor that marks what is right teaches its users to look away.
    @Test func `what the reader takes the schema never refuses`() throws {
        var taken = ["plain": TestRunbook.plain]
        for (name, lines) in Self.odd {
            let keys = lines.split(separator: "\n").compactMap { $0.split(separator: ":").first.map(String.init) }
            let others = TestRunbook.plain.split(separator: "\n").filter { line in
                !keys.contains { line.hasPrefix($0 + ":") }
            }
            let text = lines + "\n" + others.joined(separator: "\n")
            #expect(TestRunbook.problems(text).filter { $0.contains(": error: ") } == [], "\(name)")
            taken[name] = text
        }
        for broken in BrokenRunbookTests.table where !broken.messages.contains(where: { $0.contains(": error: ") }) {
            taken[broken.title] = broken.text
        }
        #expect(taken.count >= 15)
        let found = try SchemaJudge.run(taken).problems
        for name in taken.keys.sorted() { #expect(found[name] == [], "\(name)") }
    }

    /// Things that are right, and written in ways of their own.
    private static let odd = [
        "a number for a text": "title: 24",
        "a flag for a text": "title: yes",
        "every unit of time":
            "checks: [{id: page, title: a, use: http, with: {url: \"{url}\"}, expect: {within: 500ms}, timeout: 600s, spacing: 5m}, {id: port, title: つながる, use: ssh.command, with: {host: a, user: b, identity: c, knownHosts: /d, command: [e, 1, true]}, spacing: 0s}]\nverify: {checks: [page], from: 0s, every: 5s, rounds: 10, deadline: 4h}",
        "parameters for whole values":
            "parameters: {url: {title: 確認先, type: url}, port: {title: a, type: integer, default: 80}, how: {title: b, type: text, default: HEAD}, span: {title: c, type: text, default: 2s}}\nchecks: [{id: page, title: a, use: http, with: {url: \"{url}\", method: \"{how}\"}, expect: {within: \"{span}\", status: 200}}, {id: port, title: b, use: ssh.command, with: {host: \"a{port}\", port: \"{port}\", user: b, identity: c, knownHosts: /d, command: [\"{url}\"]}}]",
        "conditions of every form":
            "decide: [{when: {all: [normal, warning], page.milliseconds: \"<= 800\", page.status: 200}, conclusion: warning, say: a}, {when: {any: abnormal}, then: restart, conclusion: abnormal, say: b}, {then: report, conclusion: unknown, say: c}]",
        "an id of digits":
            "responses: [{id: restart, title: 再起動, actions: [{id: 1, title: a, use: service.restart, with: {unit: nginx}}], exclusion: 19, guards: {secondPerson: true, budget: [{times: 2, within: 720h}]}}]",
        "braces that are meant":
            "responses: [{id: restart, title: a, actions: [{id: b, title: c, use: http.call, with: {url: \"{url}\", body: \"{{}}\", fields: {X-Id: 5}}}]}]",
    ]
}

/// Runs jsonschema over runbooks that PyYAML reads.
private enum SchemaJudge {
    struct Finding: Decodable {
        /// The validator that the schema asks for.
        let draft: String
        /// By the name of the document.
        let problems: [String: [String]]
    }

    private static let script = """
        import json, sys, yaml, jsonschema
        asked = json.load(sys.stdin)
        schema = json.loads(asked["schema"])
        kind = jsonschema.validators.validator_for(schema, default=None)
        kind.check_schema(schema)
        judge = kind(schema)
        problems = {name: [error.message[:200] for error in judge.iter_errors(yaml.safe_load(text))]
                    for name, text in asked["documents"].items()}
        print(json.dumps({"draft": kind.__name__, "problems": problems}))
        """

    private struct Asked: Encodable {
        let schema: String
        let documents: [String: String]
    }

    static func run(_ documents: [String: String]) throws -> Finding {
        let file = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let asked = Asked(schema: RunbookSchema.schema(of: KindsOfTests.catalogue), documents: documents)
        try JSONEncoder().encode(asked).write(to: file)
        let python = Process()
        let output = Pipe()
        python.executableURL = URL(filePath: "/usr/bin/python3")
        python.arguments = ["-c", script]
        python.standardInput = try FileHandle(forReadingFrom: file)
        python.standardOutput = output
        try python.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
        return try JSONDecoder().decode(Finding.self, from: said)
    }
}
