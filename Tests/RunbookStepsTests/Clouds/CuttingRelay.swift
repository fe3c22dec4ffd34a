import Foundation

@testable import RunbookSteps

/// Stands between a step and a server, and cuts a POST after so many bytes: `Tests/Support/Peers/cutting_relay.py`.
struct CuttingRelay {
    let address: String
    private let process: TestProcess

    init(to port: Int) async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        process = try await TestProcess([
            "/usr/bin/python3", root.appending(path: "Tests/Support/Peers/cutting_relay.py").path, "\(port)",
        ])
        address = "http://127.0.0.1:\(try await process.wait(for: "listening ").dropFirst("listening ".count))"
    }

    /// The next POST ends there.
    ///
    /// - Parameter side: `request` or `answer`.
    func cut(_ side: String, after bytes: Int) async throws {
        try await TestProcess.run(["/usr/bin/curl", "-sS", "--fail", "\(address)/_cut/\(side)/\(bytes)"])
    }
}
