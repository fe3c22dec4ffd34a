import AlertSources
import JSONText
import CallTree
import Foundation
import ServiceHours
import Testing

/// One body in `Fixtures/Alerts/<kind>/`, with what must be read out of it: `NAME.expected.json` is the standard output
/// of `alerts parse`, `NAME.expected.txt` its messages. A file that is not there stands for no output.
struct Fixture: Sendable, CustomTestStringConvertible {
    let kind: String
    let name: String

    static let all: [Fixture] = SourceCatalogue.all.flatMap { source in
        let folder = root.appendingPathComponent(source.kind)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".expected.json") }
            .map { Fixture(kind: source.kind, name: String($0.dropLast(".json".count))) }
            .sorted { $0.name < $1.name }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/Alerts")

    var testDescription: String { "\(kind)/\(name)" }

    func body() throws -> [UInt8] {
        try #require(file("json"))
    }

    func read(_ body: [UInt8]) throws -> Result<ReadAlerts, UnreadableBody> {
        try #require(SourceCatalogue.source(ofKind: kind)).read(body, source: SourceID("test"))
    }

    /// The alerts of a body as they stand in it; nil when the body has another shape.
    func elements(of body: JSONNode) -> [JSONNode]? {
        switch (kind, body) {
        case ("json", .object): [body]
        case ("json", _): body.array
        case (_, .object(let group)) where group.values(named: "alerts").contains { $0.array != nil }:
            group.values(named: "alerts").flatMap { $0.array ?? [$0] }
        default: nil
        }
    }

    /// A body with this alert alone.
    func body(of element: JSONNode) -> JSONNode {
        let alone = JSONNode.array([element])
        return kind == "json" ? alone : .object(JSONObject(members: [.init(name: "alerts", value: alone)]))
    }

    func keys(_ status: Alert.Status, in body: JSONNode) throws -> [String] {
        try read(Array(body.text.utf8)).get().alerts.filter { $0.status == status }.map(\.dedupKey)
    }

    func expectedOutput() throws -> JSONNode? {
        try file("expected.json").map { try JSONDocument($0).value }
    }

    var expectedMessages: [String] {
        file("expected.txt").map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) } ?? []
    }

    private func file(_ suffix: String) -> [UInt8]? {
        let url = Self.root.appendingPathComponent(kind).appendingPathComponent("\(name).\(suffix)")
        return (try? Data(contentsOf: url)).map(Array.init)
    }
}

extension Alert {
    /// As `alerts parse` prints it.
    var output: JSONNode {
        let text = { (text: String?) in text.map(JSONNode.string) ?? .null }
        let labels = labels.map { JSONObject.Member(name: $0.name, value: .string($0.value)) }
        let fields: [(String, JSONNode)] = [
            ("dedupKey", .string(dedupKey)), ("status", .string(status.rawValue)), ("severity", .string(severity.name)),
            ("severityRaw", text(severityRaw)), ("name", .string(name)), ("summary", .string(summary)),
            ("startedAt", text(startedAt?.rfc3339)), ("labels", .object(JSONObject(members: labels))),
        ]
        return .object(JSONObject(members: fields.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }
}
