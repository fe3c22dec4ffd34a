internal import Glibc

/// Where a journal lies: the database and its two neighbours. SQLite adds `-wal` and `-shm` files of its own.
public struct JournalFiles: Hashable, Sendable {
    /// The database, `journal.sqlite` in a site's data folder.
    public let database: String
    /// Locked by the one writer for as long as it lives; holds its process id.
    public let lock: String
    /// Space kept back for a full disk.
    public let reserve: String

    let folder: String

    /// The journal in a data folder.
    public init(folder: String) {
        self.init(folder: folder, stem: "journal", database: "journal.sqlite")
    }

    /// A journal of any name; its neighbours are called after it.
    public init(database path: String) {
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let stem = name.hasSuffix(".sqlite") ? String(name.dropLast(7)) : name
        self.init(folder: slash.map { String(path[...$0]) } ?? ".", stem: stem, database: name)
    }

    private init(folder: String, stem: String, database name: String) {
        self.folder = folder
        let start = folder.hasSuffix("/") ? folder : folder + "/"
        database = start + name
        lock = start + stem + ".lock"
        reserve = start + stem + ".reserve"
    }

    /// Refuses, with what to mend, a place where a writer would fail later. Creates the empty database if there is none.
    func prepareForWriting() throws(JournalError) {
        try checkFolder()
        guard access(folder, W_OK | X_OK) == 0 else {
            throw .unusable(path: folder, "this user may not write in the folder")
        }
        guard let status = try status(of: database) else { return try create() }
        guard status.st_uid == geteuid() else {
            throw .unusable(
                path: database, "belongs to user \(status.st_uid), this program runs as user \(geteuid())")
        }
        // Asked of the mode and not of access(2), which answers yes to root whatever the mode says.
        guard status.st_mode & S_IWUSR != 0 else {
            throw .unusable(path: database, "is read-only for its owner")
        }
    }

    /// Refuses a place where there is nothing to read.
    func prepareForReading() throws(JournalError) {
        try checkFolder()
        guard try status(of: database) != nil else {
            throw .unusable(path: database, "does not exist")
        }
    }

    /// Whether the last writer closed the journal, so that everything is in the database itself.
    func hasNoLog() -> Bool {
        var status = stat()
        return stat(database + "-wal", &status) != 0 || status.st_size == 0
    }

    /// Whether the database is still to be begun, or was being begun when the program died.
    ///
    /// - Throws: when only the write-ahead log is left of a journal. SQLite would remove it.
    func mayBeEmpty() throws(JournalError) -> Bool {
        guard try status(of: database)?.st_size == 0 else { return access(database + "-journal", F_OK) == 0 }
        guard hasNoLog() else {
            throw .unusable(
                path: database, "is empty and its write-ahead log is not; restore the file or move both away")
        }
        return true
    }

    /// The database for a reader on a disk that cannot be written: SQLite then keeps no file beside it.
    /// https://www.sqlite.org/uri.html: `?`, `#` and `%` of the path have to be spelled in hexadecimal.
    var unchangingDatabase: String {
        var spelled = "file:"
        for character in database {
            switch character {
            case "%": spelled += "%25"
            case "?": spelled += "%3f"
            case "#": spelled += "%23"
            default: spelled.append(character)
            }
        }
        return spelled + "?immutable=1"
    }

    /// What SQLite keeps beside the database: the write-ahead log, the memory shared with readers, and the log of a
    /// transaction from before there was a write-ahead log.
    static let companionEndings = ["-wal", "-shm", "-journal"]

    private func checkFolder() throws(JournalError) {
        var status = stat()
        guard stat(folder, &status) == 0 else {
            throw .unusable(path: folder, errno == ENOENT ? "the folder does not exist" : systemError(errno))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .unusable(path: folder, "is not a folder")
        }
    }

    /// nil when there is no such file. A link is refused: SQLite names the write-ahead log after the path that it was
    /// given, so that the same file under two names would have two logs.
    private func status(of path: String) throws(JournalError) -> stat? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .unusable(path: path, systemError(errno)) }
            return nil
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return status
        case S_IFLNK: throw .unusable(path: path, "is a symbolic link; give the path of the file itself")
        default: throw .unusable(path: path, "is not a file")
        }
    }

    /// Readable by its owner alone, because it holds names and numbers; SQLite gives its own files the same mode.
    private func create() throws(JournalError) {
        let file = open(database, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unusable(path: database, systemError(errno)) }
        close(file)
        // The new name must survive a power failure as well as the rows do.
        try DurableFile.synchronizeNames(in: folder)
    }
}

/// The system's own words for an error number.
func systemError(_ number: Int32) -> String {
    String(cString: strerror(number))
}
