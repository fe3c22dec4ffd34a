internal import Foundation
internal import Glibc

/// Files that appear whole or not at all, and are still there after a power cut.
enum SafeFile {
    /// Writes the bytes beside and renames; when this returns, they are on the disk under that name.
    ///
    /// - Parameter draft: on the same disk; whatever is there is lost.
    /// - Throws: `FileFault`, or what Foundation says of a write.
    static func write(_ bytes: [UInt8], to path: String, draft: String) throws {
        guard
            FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw FileFault("cannot create", draft) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
        defer { try? file.close() }
        try file.write(contentsOf: Data(bytes))
        try file.synchronize()
        guard rename(draft, path) == 0 else { throw FileFault("cannot rename into", path) }
        // The bytes are safe, their name is not: it stands in the folder (fsync(2)).
        try synchronize(folder: path + "/..")
    }

    /// Makes a folder if there is none; its parent exists.
    static func makeFolder(_ folder: String) throws {
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try synchronize(folder: folder + "/..")
    }

    private static func synchronize(folder path: String) throws {
        // Of a file, `..` would be asked for in vain.
        let folder = URL(fileURLWithPath: path).standardizedFileURL.path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault("cannot open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault("cannot synchronize", folder) }
    }
}

/// Why a file could not be put on the disk.
struct FileFault: Error, CustomStringConvertible {
    let description: String

    /// Reads the error that the last call to the system left.
    init(_ what: String, _ path: String) {
        description = "\(what) \(path): \(String(cString: strerror(errno)))"
    }
}
