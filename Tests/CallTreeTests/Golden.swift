import Foundation
import Testing

/// Files under Fixtures/ that a test compares with what the code writes today.
///
/// With NIGHTCALL_REGENERATE=1 in the environment the file is written anew, unless it is from an older version; look at the difference before a commit.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")

    static func lines(_ name: String, regenerateAs fresh: [String]?) throws -> [String] {
        let file = folder.appending(path: name)
        if let fresh, ProcessInfo.processInfo.environment["NIGHTCALL_REGENERATE"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (fresh.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        }
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
