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
    /// - Parameters:
    ///   - days: how long it is good from now on; none or fewer: it has ended already.
    ///   - issuer: who signs it; one that is not the authority stands behind it in the file.
    ///   - isAuthority: whether it may sign others itself.
    func make(
        _ name: String, for host: String = "127.0.0.1", days: Int, by issuer: String = "authority",
        isAuthority: Bool = false
    ) async throws {
        let names = host.first?.isNumber == true ? "IP:\(host)" : "DNS:\(host)"
        let request = folder.path("\(name).csr")
        try await TestProcess.run([
            "/usr/bin/openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=\(host)", "-keyout", folder.path("\(name).key"), "-out", request,
        ])
        let extensions = try folder.write(
            "\(name).ext", isAuthority ? "basicConstraints=critical,CA:TRUE\n" : "subjectAltName=\(names)\n")
        try await TestProcess.run([
            "/usr/bin/openssl", "x509", "-req", "-in", request, "-CA", folder.path("\(issuer).pem"), "-CAkey",
            folder.path("\(issuer).key"),
            "-CAcreateserial", "-days", "\(days)", "-extfile", extensions, "-out", folder.path("\(name).pem"),
        ])
        if folder.path("\(issuer).pem") != authority {
            try folder.write("\(name).pem", try folder.text("\(name).pem") + folder.text("\(issuer).pem"))
        }
    }
}
