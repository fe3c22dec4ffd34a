internal import RunbookModel
internal import ServiceHours

/// How a machine is reached by SSH: with a key of the contract, and only when the machine proves that it is the one meant.
///
/// OpenSSH's own program speaks, with none of this machine's or this user's settings: it asks nobody, offers no other key,
/// forwards nothing and learns no new host key.
struct SSHConnection: Hashable, Sendable {
    let host: String
    let port: Int
    let user: String
    /// The name of the secret that holds the path of the private key.
    let identity: String
    /// The file of the host keys that are believed, in the form of sshd(8).
    let knownHosts: String

    /// - Throws: when something is missing, or would be read as something else by ssh.
    init(with: StepArguments) throws(StepRefusal) {
        guard let host = with.text("host"), let user = with.text("user"), let identity = with.text("identity"),
            let knownHosts = with.text("knownHosts")
        else { throw StepRefusal("over SSH a step needs `host`, `user`, `identity` and `knownHosts`") }
        self.host = try PlainNames.host("host", host)
        self.user = try PlainNames.name("user", user)
        guard PlainNames.path(knownHosts) else {
            throw StepRefusal("`knownHosts` must be an absolute path without spaces, quotes, `%`, `$`, `~` and `#`")
        }
        self.identity = identity
        self.knownHosts = knownHosts
        port = with.integer("port") ?? 22
    }

    /// As a person would write it.
    func source(_ words: [String]) -> String {
        let place = port == 22 ? host : "\(host) port \(port)"
        return ShownBytes.line("ssh \(user)@\(place): \(words.joined(separator: " "))", limit: 500)
    }

    /// Runs a command at the other end: its words reach the program there as they are.
    func run(_ words: [String], _ surroundings: Surroundings) async -> SSHRun {
        guard let key = surroundings.secret(identity) else {
            return SSHRun(.notSent(.noIdentity(identity)))
        }
        guard PlainNames.path(key) else { return SSHRun(.notSent(.badIdentity(identity))) }
        guard let log = SSHLog() else { return SSHRun(.notSent(.noLog)) }
        defer { log.remove() }
        let program = Program(
            ["/usr/bin/ssh"] + options(key, log.path, surroundings.timeout) + ["--", host, RemoteWords.line(words)],
            limit: surroundings.timeout)
        let run = await program.run(surroundings.now)
        return SSHRun(run, log: log.text())
    }

    /// ssh_config(5). `-F /dev/null` leaves out the files of the user and of the machine.
    private func options(_ key: String, _ log: String, _ timeout: Span) -> [String] {
        let settings = [
            "BatchMode=yes", "StrictHostKeyChecking=yes", "UserKnownHostsFile=\(knownHosts)",
            "GlobalKnownHostsFile=/dev/null", "UpdateHostKeys=no", "VerifyHostKeyDNS=no", "CanonicalizeHostname=no",
            "IdentitiesOnly=yes", "IdentityAgent=none", "PreferredAuthentications=publickey",
            // Longer than that a machine that is well does not take; the limit of the step may come earlier.
            "ConnectTimeout=\(min(10, max(1, timeout.seconds)))", "ConnectionAttempts=1", "ServerAliveInterval=5",
            "ServerAliveCountMax=3", "ControlPath=none", "ClearAllForwardings=yes", "PermitLocalCommand=no",
            // At this level it tells of the moment when the other side has let us in, and nothing was sent before.
            "LogLevel=VERBOSE",
        ]
        return ["-F", "/dev/null", "-n", "-T", "-a", "-x", "-E", log] + settings.flatMap { ["-o", $0] }
            + ["-i", key, "-p", String(port), "-l", user]
    }
}
