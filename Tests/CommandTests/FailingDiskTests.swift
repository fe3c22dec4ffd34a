import CallTree
import Foundation
import Testing

/// A disk that fails at the n-th call of the kernel, for n = 1, 2, 3 … until nothing is left to fail. `strace` does it, so
/// that no hook for it is in the product.
struct FailingDiskTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        /// The call of the kernel, and what it answers.
        let call: String
        let error: String
        /// From the n-th on, and not the n-th alone.
        var isLasting = false
        /// The numbers tried in the short form. Calls are counted in each thread for itself.
        let places: [Int]

        var testDescription: String { "\(call) \(error)\(isLasting ? " for good" : "")" }
    }

    /// Opening a journal that is there takes nine writes, two alerts some forty, in another thread.
    static let lasting = [5, 10, 11, 12, 16, 23, 37]
    static let faults = [
        Fault(call: "fdatasync", error: "EIO", places: Array(1...40)),
        Fault(call: "fdatasync", error: "EIO", isLasting: true, places: [1, 2, 5]),
        Fault(call: "pwrite64", error: "EIO", places: [1, 2, 3, 6, 13, 29]),
        Fault(call: "pwrite64", error: "EIO", isLasting: true, places: lasting),
        Fault(call: "pwrite64", error: "ENOSPC", places: [1, 2, 3, 6, 13, 29]),
        Fault(call: "pwrite64", error: "ENOSPC", isLasting: true, places: lasting),
        Fault(call: "pwrite64", error: "EDQUOT", isLasting: true, places: [10, 19]),
        Fault(call: "pwrite64", error: "EINTR", places: [1, 10, 19]),
    ]

    /// All runs of one fault go over one journal: each kills the one before it and goes on where that one stood.
    @Test(arguments: faults)
    func `whichever write or sync of the journal fails, what got its 202 is kept and the journal is whole`(
        fault: Fault
    ) async throws {
        let folder = try ScratchFolder()
        try RunningServer.writeSite(folder, contracts: ["acme"], answers: "{a: [acknowledge]}")
        let trace = folder.url.appending(path: "trace").path
        var keys: [String] = []
        var taken: Set<String> = []
        var struck = 0
        var struckServing = 0
        // What fails once may fail while the journal is begun; what fails for good must let it be begun.
        if fault.isLasting {
            let server = try RunningServer(serving: folder)
            server.program.signal(SIGTERM)
            #expect(server.program.wait() == 0)
        }
        for place in Soak.isOn ? Array(1...1_000) : fault.places {
            try? FileManager.default.removeItem(at: folder.url.appending(path: "var/starts"))
            try? FileManager.default.removeItem(atPath: trace)
            // A start that fails says so and ends; the next one goes on.
            let server = try? RunningServer(
                serving: folder,
                tracer: "strace -f -qq -y -o \(trace) -e trace=\(fault.call) "
                    + "-e inject=\(fault.call):error=\(fault.error):when=\(place)\(fault.isLasting ? "+" : "")")
            if let server {
                for key in ["\(place)-one", "\(place)-two"] {
                    keys.append(key)
                    let status = await server.post(body(key), to: "/alerts/acme/mon")
                    // 0: it had ended.
                    #expect([202, 503, 0].contains(status), "at \(place)")
                    if status == 202 { taken.insert(key) }
                }
                server.program.waitForEnd(atMostSeconds: 0.3)
            }
            let failed = try lines(trace).filter(isInjected)
            struck += failed.isEmpty ? 0 : 1
            struckServing += failed.isEmpty || server == nil ? 0 : 1
            if fault.call == "fdatasync", failed.contains(where: isOfJournal), let server {
                // Nothing that it holds in memory can be trusted any more: it ends by itself, to be started again.
                let hasEnded = server.program.hasEnded(withinSeconds: 10)
                #expect(hasEnded, "at \(place): it went on after a sync that failed: \(failed)")
                if hasEnded { #expect(server.program.wait() == 70, "at \(place)") }
                // Up to the end of the process.
                let later = try lines(trace).filter(isOfJournal).drop { !isInjected($0) }.filter { !isInjected($0) }
                #expect(later.isEmpty, "at \(place): a later sync vouches for what one before it did not: \(later)")
            }
            server?.program.kill()
            if failed.isEmpty { break }
        }
        #expect(struckServing > 0, "nothing has failed while it served")
        if fault.call == "fdatasync", !fault.isLasting { #expect(struck < fault.places.count, "no run was clean") }

        try? FileManager.default.removeItem(at: folder.url.appending(path: "var/starts"))
        let server = try RunningServer(serving: folder)
        for key in keys where !taken.contains(key) {
            #expect(await server.post(body(key), to: "/alerts/acme/mon") == 202)
        }
        let ended = try server.events().compactMap { recorded -> Int? in
            if case .incidentEnded(let id, _, _) = recorded.event { id.number } else { nil }
        }
        for incident in keys.indices.map({ $0 + 1 }) where !ended.contains(incident) {
            try server.follow(untilEnded: incident)
        }
        server.program.signal(SIGTERM)
        #expect(server.program.wait() == 0)
        try server.expectWholeJournal(holding: Set(keys))
    }

    /// The calls that `strace` saw, each with the file that it was for.
    private func lines(_ trace: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: trace) else { return [] }
        return try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func isInjected(_ line: String) -> Bool { line.contains("(INJECTED)") }
    private func isOfJournal(_ line: String) -> Bool { line.contains("journal.sqlite") }

    private func body(_ key: String) -> String {
        #"{"dedupKey":"\#(key)","status":"firing","summary":"\#(String(repeating: "x", count: 900))"}"#
    }
}
