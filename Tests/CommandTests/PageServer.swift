import Foundation
import TestPeers

/// nginx with one page, until it is stopped.
final class PageServer {
    let port: Int
    private let nginx: Nginx
    /// Starts it again as a daemon of its own, as a person would.
    let startAgain: [String]
    private let path: String

    init(_ folder: ScratchFolder) throws {
        port = try FreePort.find()
        path = folder.url.path
        try folder.write("www/index.html", "<html>ok</html>")
        let http = "access_log off; server { listen 127.0.0.1:\(port); root \(path)/www; }"
        try folder.write("daemon.conf", Nginx.configuration(in: path, http, "error_log \(path)/error.log;"))
        startAgain = ["/usr/sbin/nginx", "-p", path, "-e", path + "/error.log", "-c", path + "/daemon.conf"]
        nginx = try Nginx(in: path, http)
    }

    func stop() {
        nginx.stop()
    }

    deinit {
        nginx.stop()
        // The one that was started again.
        if let text = try? String(contentsOfFile: path + "/nginx.pid", encoding: .utf8),
            let id = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            kill(id, SIGTERM)
        }
    }
}
