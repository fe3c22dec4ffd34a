import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request to the intake of a server.
struct AlertPosting {
    enum Answer {
        case answered(status: Int, String)
        case notReached(String)
    }

    private let url: URL

    /// Nil for anything but an http(s) URL with a host.
    init?(to text: String) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            url.host?.isEmpty == false
        else { return nil }
        self.url = url
    }

    /// Without user, password and query, which may hold a secret.
    var shownAddress: String {
        let port = url.port.map { ":\($0)" } ?? ""
        return "\(url.scheme ?? "")://\(url.host ?? "")\(port)\(url.path)"
    }

    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    func post(_ body: [UInt8], token: String?) async -> Answer {
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.timeoutInterval = 30
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        // A proxy named in the environment is for the world outside; it cannot reach this machine's loopback.
        if isLoopback { setenv("no_proxy", "*", 1) }
        let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        do {
            let (data, response) = try await session.data(for: request)
            let status = (response as? HTTPURLResponse)?.statusCode ?? 0
            return .answered(status: status, String(decoding: data.prefix(Self.shownLimit), as: UTF8.self))
        } catch {
            return .notReached(error.localizedDescription)
        }
    }

    private var isLoopback: Bool {
        let host = url.host?.lowercased() ?? ""
        return host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
    }

    private static let shownLimit = 64 << 10
}

/// A token must not follow a redirection to somewhere else.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
