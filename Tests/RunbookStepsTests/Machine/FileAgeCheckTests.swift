import Foundation
import RunbookModel
import ServiceHours
import Testing

@testable import RunbookSteps

@Suite(.timeLimit(.minutes(5))) struct FileAgeCheckTests {
    private func look(_ path: String, below folder: String, size: Int = 1, now: Instant? = nil) async throws
        -> Observation
    {
        let check = try FileAgeCheck(
            ["path": .text(path)], expect: ["youngerThan": .span(.hours(26)), "size": .integer(size)])
        var surroundings = TestSurroundings()
        surroundings.allowed.folders = [folder]
        if let now { surroundings.now = { now } }
        return await check.look(try surroundings.made())
    }

    @Test func `a file is judged by its age and its length`() async throws {
        let folder = try TestFolder()
        let path = try folder.write("backup", "0123456789")
        let written = RealClock.now()
        #expect(try await look(path, below: folder.path).verdict == .normal)
        #expect(try await look(path, below: folder.path, size: 11).verdict == .abnormal)
        let old = try await look(path, below: folder.path, now: written + .hours(27))
        #expect(old.verdict == .abnormal && old.reading("bytes") == "10")
        #expect(try await look(path, below: folder.path, now: written + -.hours(1)).verdict == .unknown)
        #expect(try await look(folder.path("none"), below: folder.path).verdict == .abnormal)
        #expect(try await look(folder.path, below: "/").verdict == .unknown)
    }

    @Test func `a limit of less than an hour is told as it is`() async throws {
        let folder = try TestFolder()
        let path = try folder.write("backup", "0123456789")
        let check = try FileAgeCheck(["path": .text(path)], expect: ["youngerThan": .span(.minutes(30))])
        var surroundings = TestSurroundings()
        surroundings.allowed.folders = [folder.path]
        surroundings.now = { RealClock.now() + .hours(3) }
        let seen = await check.look(try surroundings.made())
        #expect(seen.verdict == .abnormal && seen.sentence.japanese.contains("30分以内ではありません。"))
        #expect(seen.sentence.english.hasSuffix("not within 30 min."))
    }

    @Test func `a time of the far past or future breaks nothing`() async throws {
        let folder = try TestFolder()
        let path = try folder.write("backup", "0123456789")
        // As far as the file system goes; what lies beyond it cuts.
        for (date, verdict) in [("@9223372036854775807", .unknown), ("@-9223372036854775807", .abnormal)]
            as [(String, Verdict)]
        {
            try await TestProcess.run(["/usr/bin/touch", "-d", date, path])
            #expect(try await look(path, below: folder.path).verdict == verdict, "\(date)")
        }
    }

    @Test func `a pipe is no file, and nobody waits for it`() async throws {
        let folder = try TestFolder()
        try await TestProcess.run(["/usr/bin/mkfifo", folder.path("pipe")])
        let seen = try await look(folder.path("pipe"), below: folder.path)
        #expect(seen.verdict == .unknown && seen.reading("age") == nil)
    }

    @Test func `a link within the contract's folders is followed, and a folder may be one itself`() async throws {
        let folder = try TestFolder()
        let path = try folder.write("backup-0001", "0123456789")
        try FileManager.default.createSymbolicLink(atPath: folder.path("latest"), withDestinationPath: path)
        #expect(try await look(folder.path("latest"), below: folder.path).reading("bytes") == "10")
        let (other, name) = (try TestFolder(), "link")
        try FileManager.default.createSymbolicLink(atPath: other.path(name), withDestinationPath: folder.path)
        #expect(try await look(other.path(name) + "/backup-0001", below: other.path(name)).reading("bytes") == "10")
        // What the link leads to was allowed under that name only.
        #expect(try await look(path, below: other.path(name)).verdict == .unknown)
    }

    @Test func `a folder whose name only begins alike, or only looks alike, is another`() async throws {
        let folder = try TestFolder()
        let names = ["backups-old", "e\u{301}"]
        for name in names {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
            try folder.write("\(name)/file", "0123456789")
        }
        #expect(try await look(folder.path("backups-old/file"), below: folder.path("backups")).verdict == .unknown)
        #expect(try await look(folder.path("e\u{301}/file"), below: folder.path("\u{E9}")).verdict == .unknown)
        #expect(try await look(folder.path("e\u{301}/file"), below: folder.path("e\u{301}")).verdict == .normal)
    }

    @Test func `nothing outside the contract's folders is looked at, whatever a link says`() async throws {
        let (inside, outside) = (try TestFolder(), try TestFolder())
        let secret = try outside.write("secret", "x")
        #expect(try await look(secret, below: inside.path).verdict == .unknown)
        try FileManager.default.createSymbolicLink(atPath: inside.path("link"), withDestinationPath: secret)
        let linked = try await look(inside.path("link"), below: inside.path)
        #expect(linked.verdict == .unknown && linked.reading("bytes") == nil)
        #expect(throws: StepRefusal.self) {
            try FileAgeCheck(["path": .text("/a/../b")], expect: ["youngerThan": .span(.hours(1))])
        }
    }
}
