import Foundation

extension TestServer {
    /// A path in which nothing is yet.
    static func newFolder() -> String {
        FileManager.default.temporaryDirectory.path + "/console-\(UUID().uuidString)"
    }

    static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func keptBodies() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try names.filter { $0.hasSuffix(".body") }.map {
            try String(contentsOfFile: folder + "/" + $0, encoding: .utf8)
        }
    }
}
