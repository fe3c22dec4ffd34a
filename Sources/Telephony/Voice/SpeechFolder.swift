internal import FoundationEssentials
internal import Glibc
public import ServiceHours

/// A folder of speech that was made, with the names and words of people in it. It can always be made again, so whatever has
/// not been played for a while goes.
public struct SpeechFolder: Hashable, Sendable {
    /// How long speech stays that nobody plays.
    public static let keptFor = Span.hours(24 * 30)

    private let path: String

    public init(_ path: String) {
        self.path = path
    }

    /// Notes that a file is being played.
    static func used(_ file: String) {
        utimensat(AT_FDCWD, file, nil, 0)
    }

    /// Removes the speech that was last played, or begun to be made, before this instant.
    ///
    /// - Returns: how many files have gone.
    @discardableResult
    public func remove(unusedSince instant: Instant) -> Int {
        // A folder that is not there holds nothing.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.count { name in
            guard Self.forms.contains(where: name.hasSuffix) else { return false }
            let file = path + "/" + name
            var status = stat()
            guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                Instant(microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000) < instant
            else { return false }
            return unlink(file) == 0
        }
    }

    /// What we make, whole or begun; whatever else lies there is somebody else's.
    private static let forms = [".wav", ".ulaw", ".part", ".txt"]
}
