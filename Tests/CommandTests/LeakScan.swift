import Foundation
import Testing

/// Looks for secrets in everything that a server has written: journal, outbox, reports, logs, and what it said.
enum LeakScan {
    /// - Parameters:
    ///   - secrets: what must be nowhere but in the files that hold it.
    ///   - holding: names of those files.
    ///   - more: reports and the like, by what they are called.
    static func expectNone(
        of secrets: [String], in server: RunningServer, holding: Set<String>, more: [String: String] = [:]
    ) throws {
        let folder = server.folder.url
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        var looked = 0
        for name in names where !holding.contains(name) {
            guard let bytes = try? Data(contentsOf: folder.appending(path: name)) else { continue }
            looked += 1
            for secret in secrets where bytes.range(of: Data(secret.utf8)) != nil {
                Issue.record("\(name) holds the secret that begins with \(secret.prefix(6))")
            }
        }
        // The journal, what a run tells, and the site itself at least.
        #expect(looked >= 5 && names.contains { $0.hasPrefix("var/") }, "\(names)")
        let said = ["output": server.program.output.all(), "errors": server.program.errors.all()]
        for (what, text) in said.mapValues({ $0.joined(separator: "\n") }).merging(more, uniquingKeysWith: { $1 }) {
            for secret in secrets where text.contains(secret) {
                Issue.record("\(what) holds the secret that begins with \(secret.prefix(6))")
            }
        }
    }
}
