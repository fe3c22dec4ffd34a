import Foundation

/// Debian's nginx in the foreground, in a folder of the test's own, until it is stopped.
final class Nginx {
    private let program: RunningProgram

    struct NotStarted: Error {
        let errors: [String]
    }

    /// - Parameter http: what stands in the block `http`; its files are found from the folder on.
    init(in folder: String, _ http: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/temp", withIntermediateDirectories: true)
        let file = folder + "/nginx.conf"
        try Self.configuration(in: folder, http, "daemon off; error_log stderr notice;")
            .write(toFile: file, atomically: true, encoding: .utf8)
        program = try RunningProgram("/usr/sbin/nginx", ["-p", folder, "-e", "stderr", "-c", file])
        guard program.errors.first(where: { $0.contains("start worker process ") }) != nil else {
            throw NotStarted(errors: program.errors.all())
        }
    }

    /// - Parameter more: directives beside the usual ones.
    static func configuration(in folder: String, _ http: String, _ more: String) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/temp;" }.joined(separator: " ")
        return """
            worker_processes 1; pid \(folder)/nginx.pid; \(more)
            events { worker_connections 64; }
            http { \(temporary) \(http) }
            """
    }

    /// Asked, not killed: its worker would live on without it, and hold what the test waits for.
    func stop() {
        guard program.isRunning else { return }
        program.signal(SIGTERM)
        program.wait()
    }

    deinit {
        stop()
    }
}
