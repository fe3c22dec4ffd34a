import Foundation
import RunbookModel
import ServiceHours
import TestPeers
import Testing

@testable import RunbookSteps

/// Commands on a real SSH server.
@Suite(.timeLimit(.minutes(5))) struct SSHCommandTests {
    private let server: SSHServer

    init() async throws {
        server = try await SSHServer()
    }

    private func look(
        _ command: [String], expect: [String: StepValue] = [:], knownHosts: String = "known", key: String = "user",
        timeout: Span = .seconds(60)
    ) async throws -> Observation {
        var surroundings = server.surroundings(key: key, allowing: command)
        surroundings.timeout = timeout
        return try await SSHCommandCheck(
            server.with(["command": .texts(command)], knownHosts: knownHosts), expect: expect
        ).look(surroundings.made())
    }

    @Test func `a command that ends as it should is normal`() async throws {
        let seen = try await look(
            ["/bin/echo", "active"], expect: ["contains": .text("active"), "absent": .text("failed")])
        #expect(seen.verdict == .normal && seen.reading("exit") == "0" && seen.reading("milliseconds") != nil)
        #expect(seen.received == Array("active\n".utf8))
        #expect(seen.source == "ssh \(NSUserName())@127.0.0.1 port \(server.port): /bin/echo active")
        #expect(seen.sentence.japanese == "127.0.0.1でのコマンドがコード0で終了しました。")
    }

    @Test func `a command with another code or other words is abnormal`() async throws {
        let code = try await look(["/bin/sh", "-c", "exit 3"])
        #expect(
            code.verdict == .abnormal && code.sentence.english == "the command on 127.0.0.1 ended with 3 instead of 0")
        #expect(try await look(["/bin/sh", "-c", "exit 3"], expect: ["exit": .integer(3)]).verdict == .normal)
        #expect(try await look(["/bin/echo", "a"], expect: ["contains": .text("b")]).verdict == .abnormal)
        #expect(try await look(["/bin/echo", "a"], expect: ["absent": .text("a")]).verdict == .abnormal)
    }

    @Test func `no shell at the other end reads into the words`() async throws {
        let all = [
            "", " ", "'", "''", "\"", "\\", "$(touch /tmp/nightcall-was-here)", "`id`", "; id", "&& id", "| id",
            "two\nlines", "*", "~",
            "$HOME", "!!", "#", "-n", "あ", "a'b\"c\\d$e`f", "{a,b}", "<x", "\t",
        ]
        let echo = "import sys; sys.stdout.buffer.write(b'\\0'.join(a.encode() for a in sys.argv[1:]))"
        // A doubled brace is one that is meant as such.
        let written = all.map { $0.replacing("{", with: "{{").replacing("}", with: "}}") }
        let command = ["/usr/bin/python3", "-c", echo] + all
        let seen = try await SSHCommandCheck(
            server.with(["command": .texts(["/usr/bin/python3", "-c", echo] + written)])
        ).look(server.surroundings(allowing: command).made())
        #expect(seen.verdict == .normal && seen.received == Array(all.joined(separator: "\0").utf8))
    }

    @Test func `a wrong host key is unknown with that reason, and nothing is asked`() async throws {
        let seen = try await look(["/usr/bin/touch", server.folder.path("asked")], knownHosts: "wrong")
        #expect(seen.verdict == .unknown && !seen.mayPass)
        #expect(seen.sentence.japanese == "127.0.0.1のホスト鍵が登録と違うため、接続しませんでした。")
        let unknown = try await look(["/usr/bin/touch", server.folder.path("asked")], knownHosts: "none")
        #expect(unknown.verdict == .unknown && unknown.sentence.english.contains("a host key that is not known"))
        #expect(!FileManager.default.fileExists(atPath: server.folder.path("asked")))
    }

    @Test func `a key that is refused is unknown with that reason`() async throws {
        let seen = try await look(["/bin/true"], key: "stranger")
        #expect(seen.verdict == .unknown && seen.sentence.english == "127.0.0.1 does not accept our key")
        #expect(try await look(["/bin/true"], key: "missing").sentence.english == "127.0.0.1 does not accept our key")
        let spaced = try await look(["/bin/true"], key: "a b")
        #expect(spaced.sentence.english.contains("is not a path that ssh can take"))
    }

    @Test func `a machine that refuses the connection is unknown and worth another look`() async throws {
        let port = try FreePort.find()
        let command = ["/bin/true"]
        let seen = try await SSHCommandCheck(server.with(["command": .texts(command), "port": .integer(port)]))
            .look(server.surroundings(allowing: command).made())
        #expect(
            seen.verdict == .unknown && seen.mayPass && seen.sentence.english == "127.0.0.1 refuses the SSH connection")
    }

    @Test func `a command that hangs is left when the time is over`() async throws {
        let script = "echo $$ > \(server.folder.path)/hanging; exec sleep 600"
        let seen = try await look(["/bin/sh", "-c", script], timeout: .seconds(10))
        #expect(
            seen.verdict == .unknown && seen.mayPass
                && seen.sentence.english == "ssh did not end within 10 s and was stopped")
        // Without a terminal the server does not end what it started: that is how SSH is.
        kill(try #require(Int32(server.folder.text("hanging").trimmed)), SIGKILL)
    }

    @Test func `a command that a signal ends, or that ends with ssh's own code, is unknown`() async throws {
        #expect(try await look(["/bin/sh", "-c", "kill -KILL $$"]).verdict == .unknown)
        let seen = try await look([
            "/bin/sh", "-c", "echo 'ssh: connect to host x port 22: Connection refused' >&2; exit 255",
        ])
        #expect(
            seen.verdict == .unknown
                && seen.sentence.english.contains("how the command on 127.0.0.1 ended is not known"))
    }

    @Test func `output too long to be read proves no absence`() async throws {
        let flood = ["/usr/bin/python3", "-c", "print('x' * 1_000_000)"]
        #expect(try await look(flood, expect: ["absent": .text("y")]).verdict == .unknown)
        #expect(try await look(flood, expect: ["contains": .text("y")]).verdict == .unknown)
        #expect(try await look(flood, expect: ["contains": .text("xx")]).verdict == .normal)
    }

    @Test func `only what the contract lists word for word is sent`() async throws {
        let command = ["/usr/bin/touch", server.folder.path("asked")]
        let seen = try await SSHCommandCheck(server.with(["command": .texts(command)]))
            .look(server.surroundings(allowing: command + ["more"], ["/usr/bin/touch"]).made())
        #expect(seen.verdict == .unknown && seen.sentence.english.contains("the contract does not list it"))
        #expect(!FileManager.default.fileExists(atPath: server.folder.path("asked")))
    }

    @Test func `without its secret nothing is tried`() async throws {
        var surroundings = server.surroundings(allowing: ["/bin/true"])
        surroundings.secrets = [:]
        let seen = try await SSHCommandCheck(server.with(["command": .texts(["/bin/true"])])).look(surroundings.made())
        #expect(seen.verdict == .unknown && seen.sentence.english.contains("has no secret key"))
    }

    @Test func `nothing that ssh would read as something else is taken`() {
        let all = [
            ["host": "-oProxyCommand=id"], ["host": "a b"], ["host": ""], ["host": "$(id)"], ["user": "-l"],
            ["user": "a;b"],
            ["knownHosts": "known"], ["knownHosts": "/a b"], ["knownHosts": "/%h"],
            ["knownHosts": "/a\nProxyCommand=id"],
        ]
        for odd in all {
            let values = server.with(["command": .texts(["/bin/true"])]).merging(odd.mapValues { .text($0) }) { $1 }
            #expect(throws: StepRefusal.self) { try SSHCommandCheck(values) }
        }
    }

    @Test func `ssh leaves no file behind`() async throws {
        #expect(
            SSHLog().map { log in
                defer { log.remove() }
                return log.text()
            } == "")
        let log = try #require(SSHLog())
        log.remove()
        #expect(!FileManager.default.fileExists(atPath: (log.path as NSString).deletingLastPathComponent))
    }
}
