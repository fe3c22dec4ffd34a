import CallTree
import Documents
import Foundation
import RunbookModel
import Testing

/// A runbook with nothing to complain of, and what the reader says when parts of it are others.
enum TestRunbook {
    /// One key a line, so that a table of mistakes can bring its own.
    static let plain = """
        version: 1
        id: shop
        title: 店舗サイトの確認
        for: [site]
        parameters: {url: {title: 確認先, type: url}}
        checks: [{id: page, title: 表示される, use: http, with: {url: "{url}"}}, {id: port, title: つながる, use: ssh.command, with: {host: a, user: b, identity: c, knownHosts: /d, command: [e]}}]
        decide: [{when: {all: normal}, conclusion: normal, say: 正常です。}, {when: {page: abnormal, port: abnormal}, then: restart, conclusion: abnormal, say: 再起動します。}, {conclusion: unknown, say: 判定できません。}]
        responses: [{id: restart, title: 再起動, actions: [{id: nginx, title: nginxの再起動, use: service.restart, with: {unit: nginx}}]}]
        verify: {checks: [page, port], deadline: 10m}
        """

    static let reader = RunbookReader(catalogue: KindsOfTests.catalogue, patterns: patterns)

    /// The product's own pattern language.
    static let patterns = PatternJudge(
        fault: { expression in
            do throws(PatternFault) {
                _ = try TextPattern("/\(expression)/")
                return nil
            } catch {
                return PatternJudge.Fault(what: error.what, mending: error.mending)
            }
        },
        matches: { expression, value in (try? TextPattern("/\(expression)/"))?.matches(value) ?? false })

    /// Every problem as it is printed.
    static func problems(_ text: String, id: String? = "shop") -> [String] {
        switch reader.read(text, file: "shop.yaml", id: id.map { RunbookID($0) }) {
        case .refused(let problems), .runbook(_, let problems): problems.map(\.description)
        }
    }

    /// The runbook, or a failed test.
    static func read(_ text: String, at place: SourceLocation = #_sourceLocation) throws -> Runbook {
        switch reader.read(text, file: "shop.yaml", id: nil) {
        case .runbook(let runbook, _): return runbook
        case .refused(let problems):
            return try #require(
                nil as Runbook?, "\(problems.map(\.description).joined(separator: "\n"))", sourceLocation: place)
        }
    }
}

/// Where the files of this checkout are.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The shipped runbooks: their ids and texts, sorted.
    static func runbooks() throws -> [(id: String, text: String)] {
        let folder = root.appending(path: "Runbooks")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        return try names.sorted().map { name in
            (String(name.dropLast(5)), try String(contentsOf: folder.appending(path: name), encoding: .utf8))
        }
    }
}
