import ArgumentParser
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The API of a running server, asked with an operator's token.
struct ServerAPI {
    private let base: String
    private let token: String

    /// - Throws: a usage error for anything but an http(s) URL with a host.
    init(url text: String, token: String) throws {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty
        else { throw ValidationError("--url must be a URL such as http://127.0.0.1:8024.") }
        base = text.hasSuffix("/") ? String(text.dropLast()) : text
        self.token = token
        // A proxy named in the environment is for the world outside; it cannot reach this machine's loopback.
        if host == "localhost" || host == "::1" || host.hasPrefix("127.") { setenv("no_proxy", "*", 1) }
    }

    func get(_ path: String) async throws -> Data {
        try await send("GET", path, body: nil)
    }

    func post(_ path: String, body: Data? = nil) async throws -> Data {
        try await send("POST", path, body: body)
    }

    /// What the server answered with 200; anything else is told on standard error, with exit code 1.
    private func send(_ method: String, _ path: String, body: Data?) async throws -> Data {
        guard let url = URL(string: base + path) else { throw ValidationError("--url cannot be used.") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        request.timeoutInterval = 30
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        let session = URLSession(configuration: .ephemeral)
        defer { session.finishTasksAndInvalidate() }
        let data: Data
        let response: URLResponse
        do {
            (data, response) = try await session.data(for: request)
        } catch {
            StandardError.print("\(base) cannot be reached: \(error.localizedDescription)")
            throw ExitCode(1)
        }
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200 else {
            let text = String(decoding: data.prefix(4_096), as: UTF8.self).trimmingCharacters(in: .newlines)
            StandardError.print("the server answered \(status): \(text)")
            throw ExitCode(1)
        }
        return data
    }
}
