import Foundation
import TestPeers
import Testing

/// Debian's nginx as `nightcall service proxy` sets it up, in front of a running server: a process of the test's own, with
/// a certificate made for it.
@Suite(.serialized) struct ProxyTests {
    private let body = #"{"dedupKey":"a","status":"firing","summary":"x"}"#

    @Test func `webhooks come through TLS, pages want the desk's network and a token, and a secret is not logged`()
        async throws
    {
        let server = try RunningServer(
            contracts: ["acme"], answers: "{a: [acknowledge]}",
            keys: ["trustedProxies: [127.0.0.1]", "publicURL: https://localhost/"])
        let proxy = try Proxy(in: server)
        defer { proxy.end() }

        let hook = proxy.url + "/alerts/acme/mon"
        let post = ["-X", "POST", "-d", body]
        #expect(try proxy.ask(hook, post).status == 401)
        #expect(try proxy.ask(hook, post + ["-H", "Authorization: Bearer source-secret"]).status == 202)
        #expect(try proxy.ask(hook + "?token=source-secret", post).status == 202)
        // A source may send from anywhere; a page is for the desk.
        #expect(try proxy.ask(hook + "?token=source-secret", post + ["--interface", "127.0.0.2"]).status == 202)
        let asOperator = ["-H", "Authorization: Bearer operator-secret"]
        #expect(try proxy.ask(proxy.url + "/", asOperator + ["--interface", "127.0.0.2"]).status == 403)
        let stranger = try proxy.ask(proxy.url + "/", [])
        #expect(stranger.status == 401 || stranger.text.contains("<form"), "\(stranger)")
        #expect(!stranger.text.contains("株式会社acme"))
        let desk = try proxy.ask(proxy.url + "/", asOperator)
        #expect(desk.status == 200)
        #expect(desk.text.contains("株式会社acme"))
        #expect(try proxy.ask(proxy.url + "/api/incidents", []).status == 401)
        #expect(try proxy.ask(proxy.url + "/api/incidents", asOperator).status == 200)
        try server.follow(untilEnded: 1)

        let log = try String(contentsOf: proxy.log, encoding: .utf8)
        #expect(log.contains("\"POST /alerts/acme/mon\" 202"))
        #expect(!log.contains("source-secret"))
    }

    @Test func `a body that NightCall would not take is refused, and while it is away senders are told to come again`()
        async throws
    {
        let server = try RunningServer(contracts: ["acme"], keys: ["trustedProxies: [127.0.0.1]"])
        let proxy = try Proxy(in: server)
        defer { proxy.end() }
        let hook = proxy.url + "/alerts/acme/mon"
        try server.folder.write("large", String(repeating: "x", count: (4 << 20) + 1))
        let large = ["-X", "POST", "-d", "@" + server.folder.url.appending(path: "large").path]
        #expect(try proxy.ask(hook, large).status == 413)

        server.program.kill()
        let away = try proxy.ask(hook, ["-i", "-X", "POST", "-d", body])
        #expect(away.status == 503)
        #expect(away.text.contains("Retry-After: 5"))
    }

    @Test func `whoever goes around the proxy is not let in`() async throws {
        let server = try RunningServer(
            contracts: ["acme"], listen: "0.0.0.0:0", keys: ["trustedProxies: [127.0.0.1]"])
        let port = try #require(URL(string: server.address)?.port)
        let own = try RunningProgram("/usr/bin/hostname", ["-I"])
        own.wait()
        // A machine without a network has nothing to go around.
        guard let address = own.output.all().first?.split(separator: " ").first(where: { $0.contains(".") }) else {
            return
        }
        let around = try Proxy.curl(["http://\(address):\(port)/healthz"])
        #expect(around.status == 0)
        #expect(try Proxy.curl(["http://127.0.0.1:\(port)/healthz"]).status == 200)
    }

    @Test func `the recipe says what is missing`() throws {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"])
        let printed = try NightCallProgram.run("service", "proxy", "--site", folder.url.path, "--desk", "192.0.2.0/24")
        #expect(printed.code == 0)
        #expect(printed.errors.contains { $0.contains("trustedProxies: [127.0.0.1]") })
        #expect(printed.output.contains("        allow 192.0.2.0/24;"))
        let wrong = try NightCallProgram.run("service", "proxy", "--site", folder.url.path, "--desk", "all; return 200")
        #expect(wrong.code == 64)
    }
}

/// A running nginx with the recipe of a server's site.
private final class Proxy {
    let url: String
    let log: URL
    private let certificate: String
    private let nginx: Nginx

    init(in server: RunningServer) throws {
        let folder = server.folder.url.appending(path: "nginx")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "server.pem").path
        let key = folder.appending(path: "server.key").path
        log = folder.appending(path: "access.log")
        let made = try RunningProgram(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                certificate,
            ])
        guard made.wait() == 0 else { throw Nginx.NotStarted(errors: made.errors.all()) }

        let port = try FreePort.find()
        url = "https://localhost:\(port)"
        let recipe = try NightCallProgram.run(
            "service", "proxy", "--site", server.folder.url.path, "--desk", "127.0.0.1", "--certificate", certificate,
            "--key", key, "--server-port", "\(URL(string: server.address)?.port ?? 0)", "--port", "\(port)")
        var text = recipe.text.replacing("/var/log/nginx/nightcall.log", with: log.path)
        // The loopback alone, and no IPv6 where the machine has none.
        text = text.replacing("listen \(port) ssl;", with: "listen 127.0.0.1:\(port) ssl;")
            .replacing("listen [::]:\(port) ssl;", with: "")
        try server.folder.write("nginx/nightcall.conf", text)
        nginx = try Nginx(in: folder.path, "include \(folder.path)/nightcall.conf;")
    }

    func end() {
        nginx.stop()
    }

    func ask(_ url: String, _ arguments: [String]) throws -> (status: Int, text: String) {
        try Self.curl(["--cacert", certificate, url] + arguments)
    }

    /// The status is 0 when there was no answer.
    static func curl(_ arguments: [String]) throws -> (status: Int, text: String) {
        let program = try RunningProgram(
            "/usr/bin/curl", ["--silent", "--noproxy", "*", "--ipv4", "--write-out", "\n%{http_code}\n"] + arguments)
        program.wait()
        let lines = program.output.all()
        return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}
