import CallTree
import Foundation
import Testing

/// More and larger bodies at once than a server would hold.
struct LargeBodiesTests {
    /// 160 megabytes in all, of which 64 MiB are held at once.
    @Test func `of 40 bodies of four megabytes at once it holds a bounded part, and the tree goes on to its end`()
        async throws
    {
        let server = try RunningServer(contracts: ["acme", "beta"], speed: 20)
        #expect(
            await server.post(#"{"dedupKey":"disk","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        let text = String(repeating: "y", count: 4_000)
        let alerts = (0..<980).map { #"{"dedupKey":"\#($0)","status":"firing","summary":"\#(text)"}"# }
        try server.folder.write("body", "[" + alerts.joined(separator: ",") + "]")
        let senders = try RunningProgram(
            "/usr/bin/curl",
            [
                "-s", "-Z", "--parallel-immediate", "--parallel-max", "40", "-o", "/dev/null", "-w", "%{http_code}\n",
                "-H", "Authorization: Bearer source-secret", "-H", "Expect:", "--data-binary", "@body",
                server.address + "/alerts/beta/mon?[1-40]",
            ], in: server.folder.url)
        senders.wait()
        let statuses = senders.output.all()
        #expect(statuses.count == 40)
        #expect(Set(statuses).isSubset(of: ["202", "503"]) && statuses.contains("202"), "\(Set(statuses))")
        #expect(try peakMebibytes(server) < 300)

        try server.follow(untilEnded: 1)
        let outcomes = try server.events().compactMap { recorded -> Outcome? in
            guard case .attemptEnded(let id, let outcome, _) = recorded.event, id.escalation.number == 1 else {
                return nil
            }
            return outcome
        }
        #expect(outcomes == [.noAnswer, .busy, .noAnswer, .acknowledged])
        #expect(await server.post(#"{"dedupKey":"z","status":"firing","summary":"x"}"#, to: "/alerts/beta/mon") == 202)
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
    }

    /// The most memory that it has had so far (`VmHWM`, proc(5)).
    private func peakMebibytes(_ server: RunningServer) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(server.program.processID)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) / 1_024
    }
}
