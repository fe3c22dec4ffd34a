import Foundation

/// A mail server with one mailbox for all, in a process of its own; see `Tests/Support/Peers/mailbox.py`.
final class Mailbox {
    /// A message as it arrived, read by Python's `email` package.
    struct Message: Decodable {
        let id: String
        let subject: String
        let sender: String
        /// Of the envelope.
        let recipients: [String]
        let to: String
        let body: String
        let encrypted: Bool
        let authenticated: Bool
        let ascii: Bool
    }

    private let program: RunningProgram
    let port: Int

    struct NotStarted: Error {
        let errors: [String]
    }

    init(_ arguments: [String] = []) throws {
        let script = NightCallProgram.root.appending(path: "Tests/Support/Peers/mailbox.py").path
        // Debian's Python, for whom Debian packs aiosmtpd.
        program = try RunningProgram("/usr/bin/python3", [script] + arguments, isAsked: true)
        guard let line = program.output.next(), line.hasPrefix("listening "), let port = Int(line.dropFirst(10)) else {
            program.kill()
            throw NotStarted(errors: program.errors.all())
        }
        self.port = port
    }

    /// The next message, when it comes.
    func next(within seconds: Double = 60) throws -> Message? {
        try program.output.next(within: seconds).map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
    }

    func end() {
        program.kill()
    }

    deinit {
        program.kill()
    }
}

/// An authority of our own and a server's certificate for this machine, made by the `openssl` program.
struct MailCertificates {
    let folder: ScratchFolder
    var authority: String { folder.url.appending(path: "authority.pem").path }
    var certificate: String { folder.url.appending(path: "server.pem").path }
    var key: String { folder.url.appending(path: "server.key").path }

    struct NotMade: Error {
        let errors: [String]
    }

    init() throws {
        folder = try ScratchFolder()
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try openssl(
            ["req", "-x509", "-subj", "/CN=Test Authority", "-keyout", "authority.key", "-out", "authority.pem"]
                + newKey)
        try openssl(
            [
                "req", "-x509", "-subj", "/CN=Test Server", "-addext", "subjectAltName=IP:127.0.0.1", "-addext",
                "basicConstraints=critical,CA:FALSE", "-CA", "authority.pem", "-CAkey", "authority.key", "-keyout",
                "server.key", "-out", "server.pem",
            ] + newKey)
    }

    private func openssl(_ arguments: [String]) throws {
        let program = try RunningProgram("/usr/bin/openssl", arguments, in: folder.url)
        guard program.wait() == 0 else { throw NotMade(errors: program.errors.all()) }
    }
}
