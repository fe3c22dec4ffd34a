import Foundation
import Testing

/// The systemd unit that `nightcall service unit` prints, read by systemd itself.
@Suite struct ServiceUnitTests {
    private func site(_ folder: ScratchFolder, data: String = "var/") throws {
        try RunningServer.writeSite(
            folder, contracts: ["acme"],
            keys: [
                "smtp: {host: m, from: a@b.jp, user: u, password: \"${file:/run/credentials/nightcall.service/smtp}\"}"
            ])
        let file = folder.url.appending(path: "nightcall.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try folder.write("nightcall.yaml", text.replacing("data: var/", with: "data: \(data)"))
    }

    /// What systemd says of the unit; nothing when it is right.
    private func verify(_ unit: String) throws -> [String] {
        let folder = try ScratchFolder()
        try folder.write("nightcall.service", unit)
        let program = try RunningProgram(
            "/usr/bin/systemd-analyze", ["verify", folder.url.appending(path: "nightcall.service").path])
        let code = program.wait()
        let said = program.errors.all().filter { $0.contains("nightcall") }
        #expect(code == 0 || !said.isEmpty)
        return said
    }

    @Test func `systemd finds nothing wrong with the unit of a site, whatever its path, and little to attack`() throws {
        let folder = try ScratchFolder()
        let nested = folder.url.appending(path: "a site at 100%$HOME \"x\"")
        try FileManager.default.createDirectory(at: nested, withIntermediateDirectories: true)
        try site(folder)
        for name in ["nightcall.yaml", "contracts"] {
            try FileManager.default.moveItem(at: folder.url.appending(path: name), to: nested.appending(path: name))
        }
        try FileManager.default.createDirectory(at: nested.appending(path: "var"), withIntermediateDirectories: true)
        let printed = try NightCallProgram.run("service", "unit", "--site", nested.path, "--user", "root")
        #expect(printed.code == 0, "\(printed.errors)")
        #expect(try verify(printed.text) == [])
        #expect(printed.text.contains("a site at 100%%$$HOME \\\"x\\\"\""))
        for line in [
            "Type=notify", "WatchdogSec=30s", "Restart=always", "ProtectSystem=strict", "User=root",
            "EnvironmentFile=/etc/nightcall/environment", "LoadCredential=smtp:/etc/nightcall/credentials/smtp",
        ] { #expect(printed.output.contains(line), "\(line)") }
        #expect(printed.text.contains("NIGHTCALL_SOURCE_TOKEN=…, NIGHTCALL_TOKEN=…"))
        #expect(!printed.text.contains("-secret"))
    }

    @Test func `data below /var/lib is made by systemd, also for a user that lives as long as the service`() throws {
        let folder = try ScratchFolder()
        try site(folder, data: "/var/lib/nightcall")
        let printed = try NightCallProgram.run("service", "unit", "--site", folder.url.path)
        #expect(printed.code == 0, "\(printed.errors)")
        #expect(try verify(printed.text) == [])
        #expect(printed.output.contains("DynamicUser=yes") && printed.output.contains("StateDirectory=nightcall"))
        #expect(!printed.text.contains("ReadWritePaths"))
    }

    @Test func `where systemd could keep no data there is no unit, and why is said`() throws {
        let folder = try ScratchFolder()
        try site(folder)
        let refused = try NightCallProgram.run("service", "unit", "--site", folder.url.path)
        #expect(refused.code == 1)
        #expect(refused.output.isEmpty)
        #expect(refused.errors.last?.hasSuffix("write `data: /var/lib/nightcall`, or give --user") == true)
        #expect(try NightCallProgram.run("service", "unit", "--site", folder.url.path, "--user", "a b").code == 64)
    }

    /// systemd's own judgement, from 0 (safe) to 10.
    @Test func `the unit is exposed to little`() throws {
        let folder = try ScratchFolder()
        try site(folder, data: "/var/lib/nightcall")
        let printed = try NightCallProgram.run("service", "unit", "--site", folder.url.path, "--user", "nobody")
        try folder.write("unit/nightcall.service", printed.text)
        let judged = try RunningProgram(
            "/usr/bin/systemd-analyze",
            [
                "security", "--offline=true", "--threshold=25", "--no-pager",
                folder.url.appending(path: "unit/nightcall.service").path,
            ])
        #expect(judged.wait() == 0, "\(judged.output.all().suffix(2)) \(judged.errors.all())")
    }
}
