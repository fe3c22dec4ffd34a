public import CallTree
internal import Foundation

/// Up to which alarm the operator has been told by one way: a number in a file of the data folder.
///
/// The journal says what was raised, this file what was told, and a start tells the difference. It is written after the
/// telling, so that a process killed in between tells an alarm twice rather than never. Not an event: whoever must be told
/// of a journal that cannot be written is told without it.
public struct AlarmMark: Sendable {
    private let path: String

    public init(path: String) {
        self.path = path
    }

    /// Nil when there is no such file, or no number in it.
    public func read() -> AlarmID? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).map(AlarmID.init)
    }

    /// - Throws: when the file cannot be written.
    public func write(_ id: AlarmID) throws {
        try SafeFile.write(Array("\(id.number)\n".utf8), to: path, draft: path + ".new")
    }
}
