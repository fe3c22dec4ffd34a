import Foundation
import Testing

/// What the system tells of processes that programs under test have started.
enum Processes {
    /// Waits until a process is gone or waits for nobody but its parent. It is killed at once; the system may take a moment.
    static func areGone(_ ids: String) async throws {
        let ids = ids.split(whereSeparator: \.isWhitespace)
        try #require(!ids.isEmpty)
        for id in ids {
            let id = try #require(Int32(id))
            while let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8), !stat.contains(") Z ") {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }

    static func isAlive(_ id: String) throws -> Bool {
        let id = try #require(Int32(id.trimmingCharacters(in: .whitespacesAndNewlines)))
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
        return !stat.contains(") Z ")
    }

    /// Waits until a file is there, which a program writes when it is ready.
    static func wait(forFile path: String) async throws {
        while !FileManager.default.fileExists(atPath: path) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
