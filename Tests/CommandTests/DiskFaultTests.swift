import CallTree
import Foundation
import Glibc
import Testing

/// A real disk that is full or fails: what got a 202 is kept, what is under way goes on, and nothing is damaged.
@Suite(.serialized) struct DiskFaultTests {
    /// A small disk of its own, which only root can mount.
    private final class SmallDisk {
        let folder: String
        private let filler: String

        init(mebibytes: Int, at folder: String) throws {
            self.folder = folder
            filler = folder + "/filler"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            guard mount("tmpfs", folder, "tmpfs", 0, "size=\(mebibytes)m") == 0 else { throw Refused(code: errno) }
        }

        struct Refused: Error {
            let code: Int32
        }

        /// Leaves no byte free.
        func fill() {
            let file = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            defer { close(file) }
            var size = 1 << 20
            while size >= 1 {
                let zeroes = [UInt8](repeating: 0, count: size)
                if write(file, zeroes, size) != size { size /= 2 }
            }
        }

        func clear() { unlink(filler) }

        deinit { umount2(folder, Int32(MNT_DETACH)) }
    }

    /// Root may still lack the right, in a container.
    private static let canMount: Bool = {
        guard geteuid() == 0, let folder = try? ScratchFolder() else { return false }
        return (try? SmallDisk(mebibytes: 1, at: folder.url.appending(path: "disk").path)) != nil
    }()

    private func body(_ key: String) -> String {
        #"{"dedupKey":"\#(key)","status":"firing","summary":"\#(String(repeating: "x", count: 900))"}"#
    }

    @Test(.enabled(if: canMount, "a disk of its own can be mounted by root alone"))
    func `on a full disk alerts are refused, the running tree goes on to its end, and with space all is taken again`()
        async throws
    {
        let folder = try ScratchFolder()
        let disk = try SmallDisk(mebibytes: 80, at: folder.url.appending(path: "var").path)
        try RunningServer.writeSite(
            folder, contracts: ["acme", "beta"], answers: "{a: [no-answer], b: [busy, acknowledge]}")
        // Fast enough for a test, slow enough for the disk to fill while the first telephone rings.
        let server = try RunningServer(serving: folder, speed: 20)
        #expect(await server.post(body("before"), to: "/alerts/acme/mon") == 202)
        disk.fill()
        var refused = 0
        var taken: Set<String> = ["before"]
        for number in 0..<200 where refused == 0 {
            let status = await server.post(body("full-\(number)"), to: "/alerts/beta/mon")
            if status == 202 { taken.insert("full-\(number)") } else { refused = status }
        }
        #expect(refused == 503)
        try server.follow(untilEnded: 1)
        let outcomes = try server.events().compactMap {
            if case .attemptEnded(_, let outcome, _) = $0.event { outcome } else { nil }
        }
        #expect(outcomes.suffix(4).contains(.acknowledged))

        disk.clear()
        var status = 503
        for _ in 0..<40 where status != 202 {
            status = await server.post(body("after"), to: "/alerts/beta/mon")
            if status != 202 { server.program.waitForEnd(atMostSeconds: 0.5) }
        }
        #expect(status == 202)
        taken.insert("after")
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        try expectWhole(server, holding: taken)
    }

    /// Fails the n-th call of the kernel that puts the journal on the disk, once or from then on, for every n until a run
    /// has nothing to fail any more.
    @Test(arguments: ["fdatasync:error=EIO", "pwrite64:error=ENOSPC", "pwrite64:error=EIO"])
    func `whichever write or sync of the journal fails, what got its 202 is kept and the journal is whole`(
        fault: String
    ) async throws {
        let (first, last) = fault.hasPrefix("fdatasync") ? (1, 8) : (1, 22)
        for isLasting in [false, true] {
            for place in stride(from: first, through: last, by: fault.hasPrefix("fdatasync") ? 1 : 3) {
                let when = "\(place)\(isLasting ? "+" : "")"
                let name = fault.split(separator: ":")[0]
                let tracer = "strace -f -qq -o /dev/null -e trace=\(name) -e inject=\(fault):when=\(when)"
                let server = try RunningServer(contracts: ["acme"])
                var taken: Set<String> = []
                // A start that fails says so and ends; the next one, on a disk that is well, goes on.
                try? server.killAndStartAgain(tracer: tracer)
                for key in ["one", "two", "three"] where await server.post(body(key), to: "/alerts/acme/mon") == 202 {
                    taken.insert(key)
                }
                try server.killAndStartAgain()
                for key in ["one", "two", "three"] where !taken.contains(key) {
                    #expect(await server.post(body(key), to: "/alerts/acme/mon") == 202, "\(fault) at \(when)")
                }
                for incident in 1...3 { try server.follow(untilEnded: incident) }
                server.program.signal(SIGTERM)
                #expect(server.program.wait() == 0)
                try expectWhole(server, holding: ["one", "two", "three"])
            }
        }
    }

    /// The journal is whole and by the book, and every alert that was taken opened one incident.
    private func expectWhole(_ server: RunningServer, holding taken: Set<String>) throws {
        let verified = try NightCallProgram.run(
            "journal", "verify", "--calls", "--site", server.folder.url.path, environment: RunningServer.secrets)
        #expect(verified.code == 0, "\(verified.text)")
        let opened = try server.events().compactMap { recorded -> String? in
            if case .incidentOpened(_, _, let alert, _) = recorded.event { alert.dedupKey } else { nil }
        }
        #expect(taken.subtracting(opened).isEmpty)
        #expect(Set(opened).count == opened.count)
    }
}
