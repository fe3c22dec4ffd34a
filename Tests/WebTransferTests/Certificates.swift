import Foundation

/// An authority of our own and a server's certificate for the loopback, made by the `openssl` program for this run.
final class Certificates: Sendable {
    private let folder: URL
    var authority: String { folder.appending(path: "authority.pem").path }
    var certificate: String { folder.appending(path: "server.pem").path }
    var key: String { folder.appending(path: "server.key").path }

    struct NotMade: Error {}

    /// Those of all tests.
    static func shared() throws -> Certificates { try made.get() }
    private static let made = Result { try Certificates() }

    /// - Parameters:
    ///   - name: whom the server's certificate is for.
    ///   - days: how long it holds from now on; below 0 it has run out.
    init(for name: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(
            [
                "req", "-x509", "-subj", "/CN=Test Authority", "-keyout", "authority.key", "-out", "authority.pem",
                "-days", "2",
            ] + newKey)
        try openssl(
            [
                "req", "-new", "-subj", "/CN=Test Server", "-addext", "subjectAltName=\(name)", "-addext",
                "basicConstraints=critical,CA:FALSE", "-keyout", "server.key", "-out", "server.csr",
            ] + newKey)
        try openssl([
            "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-copy_extensions",
            "copy", "-days", "\(days)", "-out", "server.pem",
        ])
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotMade() }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }
}
