/// The folder from which a mail program of the site takes mails. A mail is written in `tmp` and renamed into `new`, as in a
/// maildir: there it appears whole, and a mail of the same name is replaced.
public struct MailFolder: Sendable {
    public let path: String

    /// - Parameter path: without a slash at its end.
    public init(path: String) {
        self.path = path
    }

    /// When this returns, the mail is on the disk under its name.
    /// - Throws: why it is not; it says which file.
    public func put(_ bytes: [UInt8], name: String) throws {
        // A folder's name stands in the one above, which may be new as well.
        for folder in [path, path + "/tmp", path + "/new"] { try SafeFile.makeFolder(folder) }
        try SafeFile.write(bytes, to: "\(path)/new/\(name)", draft: "\(path)/tmp/\(name)")
    }
}
