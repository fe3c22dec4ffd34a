import Foundation
import NightEngine
import RunbookModel
import ServiceHours
import TestPeers
import Testing

/// A real nginx is broken in each of the ways that the desk knows; the runbook finds it by two kinds of signal, does what
/// was agreed, and the report shows before and after.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RealFaultTests {
    /// What is broken, how two checks see it, and the script that mends it.
    private struct Fault {
        let outside: String
        let inside: String
        let mend: String
        /// What the report says of the outer check before and after.
        let before: String
        let after: String
    }

    private static let plugins = "/usr/lib/nagios/plugins"

    private static func runbook(_ fault: Fault, mend: String) -> String {
        """
        version: 1
        id: web
        title: ウェブサーバーの一次復旧
        for: [service]
        checks:
          - {id: outside, title: 外から見た状態, \(fault.outside), attempts: 1}
          - {id: inside, title: 内から見た状態, \(fault.inside), attempts: 1}
        decide:
          - {when: {any: [unknown, skipped]}, conclusion: unknown, say: 判定できません。}
          - {when: {outside: abnormal, inside: abnormal}, then: mend, conclusion: abnormal, say: 異常のため、合意した処置を行います。}
          - {when: {any: abnormal}, conclusion: abnormal, say: 一方だけが異常のため、処置は行いません。}
          - {when: {all: normal}, conclusion: normal, say: 正常です。}
          - {conclusion: warning, say: 注意が必要です。}
        responses:
          - id: mend
            title: 合意した処置
            exclusion: 19
            guards: {apart: 10s, signals: 2}
            actions: [{id: mend, title: 合意したコマンドを実行する, use: command, with: {command: ["\(mend)"]}}]
        verify: {checks: [outside, inside], from: 10s, every: 10s, rounds: 2, deadline: 10m}

        """
    }

    /// Serves a site for the fault, runs the runbook, and gives its end with the report.
    private func run(
        _ fault: Fault, in folder: ScratchFolder, speed: Int = 20
    ) async throws -> (server: RunningServer, end: RunEnd, report: [String: Any], text: String) {
        let mend = folder.url.path + "/mend.sh"
        try folder.write("mend.sh", "#!/bin/sh\nset -e\ncd '\(folder.url.path)'\n\(fault.mend)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: mend)
        try RunbookSite.write(
            folder, runbook: Self.runbook(fault, mend: mend), parameters: "{}",
            allowed:
                "{plugins: [\(Self.plugins)/check_http, \(Self.plugins)/check_disk, \(Self.plugins)/check_procs], commands: [[\(mend)]]}"
        )
        let server = try RunningServer(serving: folder, speed: speed)
        let ordered = await server.post(
            #"{"contract": "acme", "target": "web-1", "runbook": "web"}"#, to: "/api/runs/order",
            token: "operator-secret")
        try #require(ordered == 200)
        let end = try server.end(ofRun: 1)
        func shown(_ format: String) throws -> String {
            try NightCallProgram.run(
                "report", "show", "--site", folder.url.path, "R-1", "--format", format,
                environment: RunningServer.secrets
            ).text
        }
        let json = try JSONSerialization.jsonObject(with: Data(try shown("json").utf8))
        return (server, end, try #require(json as? [String: Any]), try shown("text"))
    }

    private func judge(_ fault: Fault, in folder: ScratchFolder) async throws {
        let (_, end, report, text) = try await run(fault, in: folder)
        #expect(end == .recovered, "\(text)")
        let rounds = try #require(report["rounds"] as? [[String: Any]])
        let verdicts = rounds.map { round in
            (round["checks"] as? [[String: Any]] ?? []).compactMap { $0["verdict"] as? String }
        }
        #expect(verdicts.prefix(2) == [["abnormal", "abnormal"], ["abnormal", "abnormal"]])
        #expect(verdicts.suffix(2) == [["normal", "normal"], ["normal", "normal"]])
        let proof = try #require(text.split(separator: "■ 処置後の再確認").last)
        #expect(proof.contains(fault.before) && proof.contains(fault.after), "\(text)")
        #expect(text.contains("復旧を確認") && text.contains("[10](19)"), "\(text)")
    }

    // The faults

    @Test func `a wrong page is put right`() async throws {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        try folder.write("www/good.html", "<html>ok</html>")
        try folder.write("www/index.html", "<html>It works!</html>")
        try await judge(
            Fault(
                outside: #"use: http, with: {url: "http://127.0.0.1:\#(page.port)/"}, expect: {contains: "<html>ok"}"#,
                inside:
                    #"use: plugin, with: {program: \#(Self.plugins)/check_http, arguments: [-H, 127.0.0.1, -p, "\#(page.port)", -s, "<html>ok"]}"#,
                mend: "cp www/good.html www/index.html", before: "が表示されていません", after: "内容も正しく"), in: folder)
    }

    @Test func `a certificate that has ended is replaced`() async throws {
        let folder = try ScratchFolder()
        let port = try FreePort.find()
        let script = """
            new='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
            openssl req -x509 $new -days 900 -subj '/CN=Test Authority' -keyout authority.key -out authority.pem
            openssl req $new -subj /CN=127.0.0.1 -keyout server.key -out server.csr
            echo 'subjectAltName=IP:127.0.0.1' > names
            sign() { openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -extfile names "$@"; }
            sign -days 400 -out good.pem
            sign -days -1 -out ended.pem
            cp ended.pem server.pem
            """
        let made = try RunningProgram("/bin/bash", ["-ec", script], in: folder.url)
        #expect(made.wait() == 0, "\(made.errors.all())")
        let nginx = try Nginx(
            in: folder.url.path,
            "access_log off; server { listen 127.0.0.1:\(port) ssl; ssl_certificate server.pem; ssl_certificate_key server.key; }"
        )
        defer { nginx.stop() }
        try await judge(
            Fault(
                outside:
                    #"use: tls, with: {host: 127.0.0.1, port: \#(port), authority: \#(folder.url.path)/authority.pem}"#,
                inside:
                    #"use: plugin, with: {program: \#(Self.plugins)/check_http, arguments: [-H, 127.0.0.1, -p, "\#(port)", -S, -C, "14"]}"#,
                mend: "cp good.pem server.pem && kill -HUP $(cat nginx.pid)", before: "期限", after: "日"),
            in: folder)
    }

    @Test(.enabled(if: SmallDisk.canMount, "a disk of its own can be mounted by root alone"))
    func `a full disk is cleared, and what failed for it works again`() async throws {
        let folder = try ScratchFolder()
        let port = try FreePort.find()
        let disk = try SmallDisk(mebibytes: 1, at: folder.url.appending(path: "disk").path)
        // What nginx fetches it keeps on the disk first: without room it answers nothing.
        try folder.write("www/big.html", String(repeating: "x", count: 200_000))
        let nginx = try Nginx(
            in: folder.url.path,
            """
            access_log off; server { listen 127.0.0.1:\(port); root www;
              location /kept/ { proxy_pass http://127.0.0.1:\(port)/; proxy_store disk/kept$uri; proxy_temp_path disk/temp; } }
            """)
        defer { nginx.stop() }
        disk.fill()
        try await judge(
            Fault(
                outside:
                    #"use: http, with: {url: "http://127.0.0.1:\#(port)/kept/big.html", limit: 1000000}, expect: {contains: xxx}"#,
                inside:
                    #"use: plugin, with: {program: \#(Self.plugins)/check_disk, arguments: [-c, "10%", -p, "\#(disk.folder)"]}"#,
                mend: "rm '\(disk.filler)'", before: "DISK CRITICAL", after: "DISK OK"), in: folder)
    }

    /// The world turns good ninety seconds after the action, by the server's clock.
    @Test func `what comes back after ninety seconds is not called recovered before its second good round`()
        async throws
    {
        let folder = try ScratchFolder()
        let page = try PageServer(folder)
        let start = page.startAgain.map { "'\($0)'" }.joined(separator: " ")
        page.stop()
        let fault = Fault(
            outside: #"use: http, with: {url: "http://127.0.0.1:\#(page.port)/"}, expect: {contains: "<html>ok"}"#,
            inside:
                #"use: plugin, with: {program: \#(Self.plugins)/check_procs, arguments: [-c, "1:", -a, \#(folder.url.path)/daemon.conf]}"#,
            // 4.5 s at twenty times speed.
            mend: "setsid sh -c \"sleep 4.5; exec \(start)\" >/dev/null 2>&1 &", before: "接続を受け付けません",
            after: "内容も正しく")
        let (server, end, _, text) = try await run(fault, in: folder)
        #expect(end == .recovered, "\(text)")
        let events = try server.runEvents(1)
        let acted = try #require(events.first { if case .actionEnded = $0.event { true } else { false } }?.at)
        let proofs = events.compactMap { recorded -> (at: Instant, isGood: Bool)? in
            if case .proved(_, let isGood) = recorded.event { (recorded.at, isGood) } else { nil }
        }
        let firstGood = try #require(proofs.first { $0.isGood })
        #expect(firstGood.at.since(acted) >= .seconds(89))
        #expect(proofs.count { !$0.isGood } >= 2 && proofs.suffix(2).allSatisfy(\.isGood))
        let ended = try #require(events.first { if case .ended = $0.event { true } else { false } })
        #expect(ended.at == proofs.last?.at && proofs.count { $0.isGood } == 2)
    }
}
