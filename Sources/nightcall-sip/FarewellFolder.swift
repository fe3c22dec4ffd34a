import Glibc
import SIPMessages

/// With what each call could be ended by another helper, should this one die: a file for each call, written before its INVITE
/// or ACK is sent, and removed at its end. In a file, because the engine may die with the helper.
struct FarewellFolder {
    private let path: String

    /// No call of ours lasts longer than its ringing and 125 s of talk.
    private static let keptSeconds = 600
    /// More than a message of SIP over UDP holds.
    private static let limit = 64 << 10

    /// - Parameter path: a folder of its own; made when it is needed.
    init(_ path: String) {
        self.path = path
    }

    /// Where it cannot be written, the far end of a call whose helper dies stops by `Expires` alone.
    func keep(_ farewell: SIPFarewell) {
        guard let file = file(farewell.call) else { return }
        mkdir(path, 0o700)
        // Whole or not at all: half a message ends no call. What is left of it is no call's file, and is removed as such.
        let part = path + "/0"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let bytes = farewell.bytes
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        if count == bytes.count { rename(part, file) } else { unlink(part) }
    }

    func remove(_ call: String) {
        if let file = file(call) { unlink(file) }
    }

    /// What helpers before this one have left. Files that are too old are removed: their calls have ended by themselves.
    func left() -> [SIPFarewell] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.sorted().compactMap { name in
            guard let file = file(name) else { return nil }
            var status = stat()
            guard stat(file, &status) == 0, time(nil) - status.st_mtim.tv_sec < Self.keptSeconds,
                let farewell = read(file).flatMap(SIPFarewell.init(bytes:)), farewell.call == name
            else {
                unlink(file)
                return nil
            }
            return farewell
        }
    }

    private func read(_ file: String) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.limit)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Nil for what is no id of a call: it comes from outside, and must name no other file.
    private func file(_ call: String) -> String? {
        guard let first = call.utf8.first, (0x30...0x39).contains(first), call.utf8.count <= 100,
            call.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
        else { return nil }
        return path + "/" + call
    }
}
