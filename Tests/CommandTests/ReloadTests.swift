import Foundation
import Testing

/// `nightcall reload` against a running server: the whole site is taken or none of it, and the command says which.
@Suite(.serialized) struct ReloadTests {
    private static let site = """
        listen: 127.0.0.1:0
        data: var/
        operator: {mail: desk@example.jp, alarm: {command: [/bin/true]}}
        operators: [{name: 山田, token: "${env:NIGHTCALL_TOKEN}"}]
        lines: [{id: sim, driver: simulated, answers: {a: [acknowledge]}}]
        """

    private func reload(_ server: RunningServer, _ environment: [String: String] = [:]) throws
        -> NightCallProgram.Result
    {
        try NightCallProgram.run(
            "reload", "--site", server.folder.url.path,
            environment: RunningServer.secrets.merging(environment) { $1 })
    }

    @Test func `changed answers and contracts are taken, and the next reload is answered for itself`() async throws {
        let server = try RunningServer(contracts: ["acme"])
        try server.folder.write("nightcall.yaml", Self.site)
        let taken = try reload(server)
        #expect(taken.code == 0, "\(taken.errors)")
        #expect(taken.text.contains("\(server.program.processID) has taken"))
        #expect(await server.post(#"{"dedupKey":"a","status":"firing","summary":"x"}"#, to: "/alerts/acme/mon") == 202)
        let sentences = try server.follow(untilEnded: 1)
        #expect(sentences.count { $0.contains("鈴木") && $0.contains("発信") } == 0, "\(sentences)")

        try server.folder.write("nightcall.yaml", Self.site.replacing("id: sim", with: "id: other"))
        #expect(try reload(server).code == 1)
        try server.folder.write("nightcall.yaml", Self.site)
        #expect(try reload(server).code == 0)
    }

    @Test(arguments: [
        ("lines", "lines: [{id: sim", "lines: [{id: new, driver: simulated}, {id: sim"),
        ("lines", "driver: simulated", "driver: simulated, slots: 1"),
        ("listen", "listen: 127.0.0.1:0", "listen: 127.0.0.1:1"),
        ("trustedProxies", "data: var/", "data: var/\ntrustedProxies: [10.0.0.5]"),
    ])
    func `what only a start takes in is refused with its key, and nothing of the folder is taken`(
        key: String, old: String, new: String
    ) async throws {
        let server = try RunningServer(contracts: ["acme"])
        let contract = try String(contentsOf: server.folder.url.appending(path: "contracts/acme.yaml"), encoding: .utf8)
        try server.folder.write(
            "contracts/acme.yaml",
            contract.replacing("id: mon", with: "id: other").replacing("source: mon", with: "source: other"))
        try server.folder.write("nightcall.yaml", Self.site.replacing(old, with: new))
        let refused = try reload(server)
        #expect(refused.code == 1)
        #expect(
            refused.errors.first
                == "`\(key)` of nightcall.yaml is not as the server was started with it; "
                + "restart the server (calls under way are taken up again)")
        let body = #"{"dedupKey":"a","status":"firing","summary":"x"}"#
        #expect(await server.post(body, to: "/alerts/acme/other") == 401)
        #expect(await server.post(body, to: "/alerts/acme/mon") == 202)
        try server.follow(untilEnded: 1)
    }

    @Test func `another data folder is refused, and the command says where it looked`() throws {
        let server = try RunningServer(contracts: ["acme"])
        try server.folder.write("nightcall.yaml", Self.site.replacing("data: var/", with: "data: other/"))
        let unknown = try reload(server)
        #expect(unknown.code == 1)
        #expect(unknown.errors.last?.contains("where `data` was changed, restart the server") == true)
        server.program.signal(SIGHUP)
        #expect(server.program.errors.first { $0.hasPrefix("`data` of nightcall.yaml") } != nil)
    }

    @Test func `a variable that the server was not started with needs a restart, though the command sees it`() throws {
        let server = try RunningServer(contracts: ["acme"])
        try server.folder.write("nightcall.yaml", Self.site.replacing("NIGHTCALL_TOKEN", with: "NEW_TOKEN"))
        let refused = try reload(server, ["NEW_TOKEN": "new-secret"])
        #expect(refused.code == 1)
        #expect(refused.errors.first?.contains("`NEW_TOKEN` was not set when the server started") == true)
        #expect(refused.errors.first?.hasSuffix("set it and restart the server") == true)
    }
}
