import Foundation
import Testing

/// A recovery as it is shipped, whole: a server, a real sshd, a real nginx. Of the machine at the other end only systemd is
/// stood in for, by a program that answers as systemctl(1) does.
@Suite(.timeLimit(.minutes(10))) struct ShippedRecoveryTests {
    private static let systemctl = """
        #!/bin/sh
        eval "set -- $SSH_ORIGINAL_COMMAND"
        echo "$2" >>FOLDER/asked
        state=inactive
        if [ -f FOLDER/nginx.pid ] && kill -0 "$(cat FOLDER/nginx.pid)" 2>/dev/null; then state=active; fi
        case "$2" in
        is-active) echo $state; [ $state = active ] || exit 3 ;;
        show) printf 'LoadState=loaded\\nActiveState=%s\\nSubState=dead\\nFragmentPath=/lib/systemd/system/web.service\\n' $state ;;
        restart) START ;;
        esac

        """

    /// A site with the shipped runbook, and the daemon over which the service is reached.
    private func site(_ folder: ScratchFolder, _ page: PageServer, restart: String) throws -> SSHDaemon {
        try folder.write(
            "systemctl",
            Self.systemctl.replacingOccurrences(of: "FOLDER", with: folder.url.path)
                .replacingOccurrences(of: "START", with: restart))
        let systemctl = folder.url.path + "/systemctl"
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: systemctl)
        let daemon = try SSHDaemon(folder, handingTo: systemctl)
        try folder.write("key-path", daemon.key)
        let user = NSUserName()
        let runbook = NightCallProgram.root.appending(path: "Runbooks/service-recovery.yaml")
        try RunbookSite.write(
            folder, runbook: try String(contentsOf: runbook, encoding: .utf8), named: "service-recovery",
            parameters: """
                {url: "http://127.0.0.1:\(page.port)/", text: ok, unit: web, host: 127.0.0.1, port: "\(daemon.port)",
                  user: \(user), identity: key, recoverUser: \(user), recoverIdentity: key,
                  knownHosts: \(daemon.knownHosts), reference: 127.0.0.1, referencePort: "\(daemon.port)"}
                """,
            consent: "service.restart",
            allowed: "{commands: [[systemctl, is-active, web], [/usr/bin/systemctl, restart, web]]}",
            more: "secrets: {key: \"${file:\(folder.url.path)/key-path}\"}")
        return daemon
    }

    private func recover(_ server: RunningServer) async throws -> (asked: [String], report: String) {
        let ordered = await server.post(
            #"{"contract": "acme", "target": "web-1", "runbook": "service-recovery", "extent": "recover"}"#,
            to: "/api/runs/order", token: "operator-secret")
        try #require(ordered == 200)
        _ = try server.end(ofRun: 1)
        let shown = try NightCallProgram.run(
            "report", "show", "--site", server.folder.url.path, "R-1", environment: RunningServer.secrets)
        let asked = try String(contentsOf: server.folder.url.appending(path: "asked"), encoding: .utf8)
        return (asked.split(separator: "\n").map(String.init), shown.text)
    }

    @Test func `a service that is down is restarted once over SSH, and its recovery proven`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        let daemon = try site(folder, page, restart: page.startAgain.joined(separator: " "))
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        let (asked, report) = try await recover(server)
        #expect(report.contains("復旧を確認") && report.contains("続けて2回正常であることを確認"), "\(report)")
        // Twice seen down at least, its standing read, restarted once, twice seen well at least. What was seen is looked at
        // again where it has grown old, in whatever order, as on a busy machine at this speed.
        let parts = asked.split(separator: "restart", omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(asked)")
        let looks = parts[0].indices.filter { parts[0][$0] == "is-active" }
        let standing = try #require(parts[0].lastIndex(of: "show"), "\(asked)")
        #expect(looks.count { $0 < standing } >= 2, "\(asked)")
        #expect(parts[1].count >= 2 && parts[1].allSatisfy { $0 == "is-active" }, "\(asked)")
        withExtendedLifetime(daemon) {}
    }

    @Test func `one that does not come back is restarted once all the same, and is said not to have recovered`()
        async throws
    {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        let daemon = try site(folder, page, restart: "true")
        let server = try RunningServer(serving: folder, speed: 20)
        page.stop()
        let (asked, report) = try await recover(server)
        #expect(report.contains("復旧せず") && report.contains("期限までに復旧を確認できませんでした"), "\(report)")
        #expect(asked.count { $0 == "restart" } == 1)
        withExtendedLifetime(daemon) {}
    }
}
