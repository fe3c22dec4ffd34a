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

    /// - Parameter name: whom the server's certificate is for.
    init(for name: String = "DNS:localhost,IP:127.0.0.1") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "nightcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try openssl(
            ["req", "-x509", "-subj", "/CN=Test Authority", "-keyout", "authority.key", "-out", "authority.pem"]
                + newKey)
        try openssl(
            [
                "req", "-x509", "-subj", "/CN=Test Server", "-addext", "subjectAltName=\(name)", "-addext",
                "basicConstraints=critical,CA:FALSE", "-CA", "authority.pem", "-CAkey", "authority.key", "-keyout",
                "server.key", "-out", "server.pem",
            ] + newKey)
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
