import Foundation
import TestPeers
import RunbookModel

@testable import RunbookSteps

/// Debian's openssh-server on the loopback, with keys, a configuration and a port of its own.
final class SSHServer: Sendable {
    let folder: TestFolder
    let port: Int
    private let process: TestProcess

    init() async throws {
        folder = try TestFolder()
        for name in ["host", "user", "stranger"] {
            try await TestProcess.run([
                "/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.path(name),
            ])
        }
        try folder.write("authorized", folder.text("user.pub"), mode: 0o600)
        port = try FreePort.find()
        try folder.write("known", "[127.0.0.1]:\(port) \(folder.text("host.pub"))")
        try folder.write("wrong", "[127.0.0.1]:\(port) \(folder.text("stranger.pub"))")
        try folder.write("none", "")
        let config = try folder.write(
            "config",
            try SSHSettings.text(
                port: port, folder: folder.path, authorized: "authorized", more: ["PidFile none"]))
        process = try await TestProcess(["/usr/sbin/sshd", "-D", "-e", "-f", config])
        try await process.wait(for: "Server listening on")
    }

    /// How a step reaches it.
    func with(_ more: [String: StepValue] = [:], knownHosts: String = "known") -> [String: StepValue] {
        [
            "host": .text("127.0.0.1"), "port": .integer(port), "user": .text(NSUserName()), "identity": .text("key"),
            "knownHosts": .text(folder.path(knownHosts)),
        ].merging(more) { $1 }
    }

    func surroundings(key: String = "user", allowing commands: [String]...) -> TestSurroundings {
        var surroundings = TestSurroundings()
        surroundings.secrets = ["key": folder.path(key)]
        surroundings.allowed.commands = Set(commands)
        return surroundings
    }
}
