import Foundation

/// How the site folder is read. `disk` reads files; tests read from memory.
public struct SiteFiles: Sendable {
    /// The bytes of a file. Reads no more than `limit` + 1 of them, so that a larger file can be told from one that fits.
    public let read: @Sendable (_ path: String, _ limit: Int) throws -> [UInt8]
    /// The names in a folder, in no particular order.
    public let names: @Sendable (_ folder: String) throws -> [String]
    /// Whether others than the owner's group may read the file.
    public let isReadableByAll: @Sendable (_ path: String) -> Bool

    public init(
        read: @escaping @Sendable (_ path: String, _ limit: Int) throws -> [UInt8],
        names: @escaping @Sendable (_ folder: String) throws -> [String],
        isReadableByAll: @escaping @Sendable (_ path: String) -> Bool
    ) {
        self.read = read
        self.names = names
        self.isReadableByAll = isReadableByAll
    }

    public static let disk = SiteFiles(
        read: { path, limit in
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            // A folder opens, and only reading it fails.
            return Array(try handle.read(upToCount: limit + 1) ?? Data())
        },
        names: { folder in try FileManager.default.contentsOfDirectory(atPath: folder) },
        isReadableByAll: { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let permissions = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
            return permissions & 0o004 != 0
        })
}

/// Paths as text; a settings file may give them relative to the site folder.
enum SitePath {
    static func resolve(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }
}
