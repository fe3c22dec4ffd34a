import Foundation
import TestPeers
import Testing

/// nginx with one page, until it is stopped.
final class PageServer {
    let port: Int
    private let program: RunningProgram
    /// Starts it again as a daemon of its own, as a person would.
    let startAgain: [String]
    private let path: String

    init(_ folder: ScratchFolder) throws {
        port = try FreePort.find()
        try folder.write("www/index.html", "<html>ok</html>")
        let path = folder.url.path
        self.path = path
        try FileManager.default.createDirectory(atPath: path + "/temp", withIntermediateDirectories: true)
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(path)/temp/\($0);" }.joined(separator: " ")
        try folder.write(
            "nginx.conf",
            """
            daemon off; worker_processes 1; pid \(path)/nginx.pid; error_log stderr notice;
            events { worker_connections 64; }
            http { \(temporary) access_log off; server { listen 127.0.0.1:\(port); root \(path)/www; } }
            """)
        let config = try String(contentsOfFile: path + "/nginx.conf", encoding: .utf8)
        try folder.write(
            "daemon.conf",
            config.replacingOccurrences(of: "daemon off;", with: "").replacingOccurrences(
                of: "error_log stderr notice", with: "error_log \(path)/error.log"))
        startAgain = ["/usr/sbin/nginx", "-p", path, "-e", path + "/error.log", "-c", path + "/daemon.conf"]
        program = try RunningProgram("/usr/sbin/nginx", ["-p", path, "-e", "stderr", "-c", path + "/nginx.conf"])
        try #require(program.errors.first(where: { $0.contains("start worker process ") }) != nil)
    }

    func stop() {
        program.signal(SIGTERM)
        program.wait()
    }

    deinit {
        // Asked, not killed: its worker would live on without it, and hold what the test waits for.
        if program.isRunning { stop() }
        // The one that was started again.
        if let text = try? String(contentsOfFile: path + "/nginx.pid", encoding: .utf8),
            let id = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            kill(id, SIGTERM)
        }
    }
}
