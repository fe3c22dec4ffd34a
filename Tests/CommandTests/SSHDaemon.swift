import Foundation
import TestPeers

/// Debian's openssh-server on the loopback, which hands every command to one program, as a machine does whose owner lets a
/// key do certain things alone (`ForceCommand`, sshd_config(5)).
final class SSHDaemon {
    let port: Int
    /// The private key that it lets in, and the file with its own.
    let key: String
    let knownHosts: String
    private let pidFile: String
    private let program: RunningProgram

    struct NotStarted: Error {
        let errors: [String]
    }

    init(_ folder: ScratchFolder, handingTo command: String) throws {
        let path = folder.url.path + "/ssh"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in ["host", "user"] {
            let made = try RunningProgram(
                "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(path)/\(name)"])
            guard made.wait() == 0 else { throw NotStarted(errors: made.errors.all()) }
        }
        port = try FreePort.find()
        key = path + "/user"
        pidFile = path + "/pid"
        knownHosts = path + "/known"
        let host = try String(contentsOfFile: path + "/host.pub", encoding: .utf8)
        try folder.write("ssh/known", "[127.0.0.1]:\(port) \(host)")
        try folder.write(
            "ssh/config",
            try SSHSettings.text(
                port: port, folder: path, authorized: "user.pub",
                more: ["ForceCommand \(command)", "PidFile \(path)/pid"]))
        // A shell between: sshd closes every file that it is given, which Foundation takes for its end, and then all that
        // wait for any program wait for this one.
        program = try RunningProgram(
            "/bin/sh",
            ["-c", "/usr/sbin/sshd -D -e -f \"$1\"; true", "sh", path + "/config"])
        guard program.errors.first(where: { $0.contains("Server listening on") }) != nil else {
            throw NotStarted(errors: program.errors.all())
        }
    }

    deinit {
        if let text = try? String(contentsOfFile: pidFile, encoding: .utf8),
            let id = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            kill(id, SIGTERM)
        }
        program.wait()
    }
}
