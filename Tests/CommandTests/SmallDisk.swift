import Foundation
import Glibc

/// A small disk of its own, which only root can mount.
final class SmallDisk {
    let folder: String
    /// The file that fills it.
    let filler: String

    init(mebibytes: Int, at folder: String) throws {
        self.folder = folder
        filler = folder + "/filler"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder, "tmpfs", 0, "size=\(mebibytes)m") == 0 else { throw Refused(code: errno) }
    }

    struct Refused: Error {
        let code: Int32
    }

    /// Root may still lack the right, in a container.
    static let canMount: Bool = {
        guard geteuid() == 0, let folder = try? ScratchFolder() else { return false }
        return (try? SmallDisk(mebibytes: 1, at: folder.url.appending(path: "disk").path)) != nil
    }()

    /// Leaves no byte free.
    func fill() {
        let file = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        var size = 1 << 20
        while size >= 1 {
            let zeroes = [UInt8](repeating: 0, count: size)
            if write(file, zeroes, size) != size { size /= 2 }
        }
    }

    func clear() { unlink(filler) }

    deinit { umount2(folder, Int32(MNT_DETACH)) }
}
