import Foundation

/// How sshd is set up in a folder of a test's own: on the loopback, by keys alone.
public enum SSHSettings {
    /// The text of its configuration, sshd_config(5); the folder holds its key as `host`.
    ///
    /// - Parameters:
    ///   - authorized: the file of the keys that it lets in.
    ///   - more: directives beside the usual ones.
    public static func text(port: Int, folder: String, authorized: String, more: [String]) throws -> String {
        // sshd wants it, and Debian makes it when the service starts, which it does not here.
        if geteuid() == 0 {
            try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        return """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(folder)/host
            AuthorizedKeysFile \(folder)/\(authorized)
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            \(more.joined(separator: "\n"))

            """
    }
}
