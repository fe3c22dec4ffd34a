import Foundation
import TestPeers
import RunbookModel

/// Debian's nginx on the loopback, with a folder, a configuration and ports of its own.
final class WebServer: Sendable {
    let folder: TestFolder
    let port: Int
    let tlsPorts: [String: Int]
    private let process: TestProcess

    /// - Parameter certificates: by their names in the folder; each is shown on a port of its own.
    init(_ folder: TestFolder, certificates: [String] = []) async throws {
        self.folder = folder
        port = try FreePort.find()
        var ports: [String: Int] = [:]
        for name in certificates { ports[name] = try FreePort.find() }
        tlsPorts = ports
        try FileManager.default.createDirectory(atPath: folder.path("www"), withIntermediateDirectories: true)
        let tls = ports.map { name, port in
            """
            server { listen 127.0.0.1:\(port) ssl; ssl_certificate \(folder.path)/\(name).pem;
              ssl_certificate_key \(folder.path)/\(name).key; location / { return 200 "hello"; } }
            """
        }
        let config = try folder.write(
            "nginx.conf",
            """
            daemon off; master_process off; worker_processes 1; pid \(folder.path)/nginx.pid;
            error_log \(folder.path)/error.log notice;
            events { worker_connections 64; }
            http {
              access_log \(folder.path)/access.log; default_type text/html;
              types { text/html html; application/json json; application/xml xml; }
              client_body_temp_path \(folder.path)/a; proxy_temp_path \(folder.path)/b; fastcgi_temp_path \(folder.path)/c;
              uwsgi_temp_path \(folder.path)/d; scgi_temp_path \(folder.path)/e;
              server {
                listen 127.0.0.1:\(port); root \(folder.path)/www;
                # A page may be asked for by POST as well.
                error_page 405 =200 $uri;
                location /moved { return 302 http://127.0.0.1:\(port)/page.html; }
                location /circle { return 301 /circle; }
                location /nowhere { return 302 ftp://127.0.0.1/; }
                location /away { return 302 http://127.0.0.1:$args/secret; }
                location /inside { return 302 secret; }
                location /error { return 500 "broken"; }
                location /secret { if ($http_authorization != "Bearer open-sesame") { return 401; } return 200 "in"; }
                location /taken { access_log \(folder.path)/taken.log; return 202 "yes"; }
                location /refused { return 409 "no"; }
                location /cut { return 444; }
              }
              \(tls.joined(separator: "\n"))
            }
            """)
        process = try await TestProcess([
            "/usr/sbin/nginx", "-p", folder.path, "-c", config, "-e", folder.path("error.log"),
        ])
        // nginx says nothing on its output: it is there when its ports take connections, which it opens one by one.
        for port in [port] + ports.values { try await Self.wait(forPort: port) }
    }

    static func wait(forPort port: Int) async throws {
        while true {
            let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(handle) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            address.sin_port = UInt16(port).bigEndian
            let connected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if connected { return }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    func page(_ name: String, _ text: String) throws {
        let place = URL(filePath: folder.path("www/\(name)")).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try folder.write("www/\(name)", text)
    }

    func url(_ path: String) -> StepValue { .text("http://127.0.0.1:\(port)/\(path)") }
}
