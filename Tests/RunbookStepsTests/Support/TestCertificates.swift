import Foundation

/// Certificates as openssl makes them: an authority of the test's own, and servers that it signed.
struct TestCertificates {
    let folder: TestFolder
    var authority: String { folder.path("authority.pem") }

    init(_ folder: TestFolder) async throws {
        self.folder = folder
        try await TestProcess.run([
            "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "3650", "-subj", "/CN=Test authority", "-keyout", folder.path("authority.key"), "-out", authority,
        ])
    }

    /// A server's certificate and key, both in the folder as `NAME.pem` and `NAME.key`.
    /// - Parameter days: how long it is good from now on; none or fewer: it has ended already.
    func make(_ name: String, for host: String = "127.0.0.1", days: Int) async throws {
        let names = host.first?.isNumber == true ? "IP:\(host)" : "DNS:\(host)"
        let request = folder.path("\(name).csr")
        try await TestProcess.run([
            "/usr/bin/openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=\(host)", "-keyout", folder.path("\(name).key"), "-out", request,
        ])
        let extensions = try folder.write("\(name).ext", "subjectAltName=\(names)\n")
        try await TestProcess.run([
            "/usr/bin/openssl", "x509", "-req", "-in", request, "-CA", authority, "-CAkey",
            folder.path("authority.key"),
            "-CAcreateserial", "-days", "\(days)", "-extfile", extensions, "-out", folder.path("\(name).pem"),
        ])
    }
}
