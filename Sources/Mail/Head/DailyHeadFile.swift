internal import Foundation

/// Where the note of the daily mail lies.
public struct DailyHeadFile: Sendable {
    private let path: String

    public init(path: String) {
        self.path = path
    }

    /// Nil when there is none, or none that can be understood.
    public func read() -> DailyHeadNote? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap(DailyHeadNote.init(text:))
    }

    /// When this returns, the note is on the disk.
    public func write(_ note: DailyHeadNote) throws {
        try SafeFile.write(Array(note.text.utf8), to: path, draft: path + ".new")
    }
}
