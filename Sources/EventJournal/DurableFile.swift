internal import Glibc

/// Makes files and their names survive a power failure.
enum DurableFile {
    /// When this returns, what was written into the file is on the disk.
    static func synchronize(_ path: String) throws(JournalError) {
        try synchronize(path, flags: O_RDONLY)
    }

    /// When this returns, the names in the folder are on the disk: they stand in it, not in the files (fsync(2)).
    static func synchronizeNames(in folder: String) throws(JournalError) {
        try synchronize(folder, flags: O_RDONLY | O_DIRECTORY)
    }

    private static func synchronize(_ path: String, flags: Int32) throws(JournalError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unusable(path: path, systemError(errno)) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .ioFailed("\(path): \(systemError(errno))") }
    }

    /// Whether there is anything of this name, a link that leads nowhere included.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Gives the file another name in one step; a file that has it already is replaced.
    static func rename(_ path: String, to other: String) throws(JournalError) {
        guard Glibc.rename(path, other) == 0 else { throw .unusable(path: other, systemError(errno)) }
    }

    /// Gives the file its final name. What has come under that name meanwhile is not replaced, except on a disk that knows
    /// no second names of files, where that cannot be had.
    static func name(_ path: String, _ other: String) throws(JournalError) {
        if Glibc.link(path, other) == 0 {
            unlink(path)
        } else if isThere(other) {
            throw .unusable(path: other, systemError(EEXIST))
        } else {
            try rename(path, to: other)
        }
    }

    /// Gives the file one more name, which nothing may have yet.
    static func link(_ path: String, as other: String) throws(JournalError) {
        guard Glibc.link(path, other) == 0 else { throw .unusable(path: other, systemError(errno)) }
    }
}
