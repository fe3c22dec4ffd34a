import ArgumentParser
import Foundation

/// The body of a webhook that a command is given.
enum BodyFile {
    /// All bytes of the file; of standard input for nil and a dash. Exits with 2 when it cannot be read.
    static func read(_ path: String?) throws -> [UInt8] {
        do {
            guard let path, path != "-" else { return try Array(FileHandle.standardInput.readToEnd() ?? Data()) }
            return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            StandardError.print("\(path ?? "-") cannot be read: \(error.localizedDescription)")
            throw ExitCode(2)
        }
    }
}

/// Where messages go; standard output holds results alone.
enum StandardError {
    static func print(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
