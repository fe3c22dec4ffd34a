import Foundation
import Glibc

/// The folder from which a mail program of the site takes mails. A mail is written in `tmp` and renamed into `new`, as in a
/// maildir: there it appears whole, and a mail of the same name is replaced.
struct MailFolder {
    let path: String

    /// When this returns, the mail is on the disk under its name.
    func put(_ bytes: Data, name: String) throws {
        let draft = try folder("tmp").appendingPathSegment(name)
        let ready = try folder("new")
        guard
            FileManager.default.createFile(
                atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw MailFolderFault("cannot create", draft) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
        defer { try? file.close() }
        try file.write(contentsOf: bytes)
        try file.synchronize()
        let place = ready.appendingPathSegment(name)
        guard rename(draft, place) == 0 else { throw MailFolderFault("cannot rename into", place) }
        // The bytes are safe, their name is not: it stands in the folder (fsync(2)).
        try synchronize(ready)
    }

    /// The folder of this name in this one, made if there is none.
    private func folder(_ name: String) throws -> String {
        let folder = path.appendingPathSegment(name)
        guard !FileManager.default.fileExists(atPath: folder) else { return folder }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Its name stands in this folder, and this folder's, which may be new as well, in the one above.
        try synchronize(path)
        try synchronize(path.appendingPathSegment(".."))
        return folder
    }

    private func synchronize(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MailFolderFault("cannot open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw MailFolderFault("cannot synchronize", folder) }
    }
}

/// Why a mail could not be put on the disk.
struct MailFolderFault: Error, CustomStringConvertible {
    let description: String

    /// Reads the error that the last call to the system left.
    init(_ what: String, _ path: String) {
        description = "\(what) \(path): \(String(cString: strerror(errno)))"
    }
}
