import ArgumentParser
import Foundation

/// The body of a webhook that a command is given.
enum BodyFile {
    /// The largest body that a server takes.
    static let byteLimit = 4 << 20

    /// All bytes of the file; of standard input for nil and a dash. Exits with 2 when it cannot be read or is too large;
    /// then no more is read than shows it.
    static func read(_ path: String?) throws -> [UInt8] {
        let name = path ?? "-"
        let bytes: Data
        do {
            let handle =
                name == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: name))
            bytes = try handle.read(upToCount: byteLimit + 1) ?? Data()
        } catch {
            StandardError.print("\(name) cannot be read: \(error.localizedDescription)")
            throw ExitCode(2)
        }
        guard bytes.count <= byteLimit else {
            StandardError.print("\(name) is larger than \(byteLimit) bytes, which no server takes")
            throw ExitCode(2)
        }
        return Array(bytes)
    }
}
