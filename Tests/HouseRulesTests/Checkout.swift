import Foundation

/// The files of the checkout that this test was built from.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files below a folder, as paths from the root, sorted.
    static func swiftFiles(below folder: String) -> [String] {
        files(below: folder).filter { $0.hasSuffix(".swift") }
    }

    static func files(below folder: String) -> [String] {
        let base = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: [.isRegularFileKey])
        else {
            return []
        }
        var paths: [String] = []
        for case let file as URL in walk
        where (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
            paths.append(
                String(file.standardizedFileURL.path.dropFirst(root.path.count)).trimmingPrefix("/").description)
        }
        return paths.sorted()
    }
}
