import Foundation

/// `nightcall-bench MEASURE [NUMBER …]`: one measurement in a process of its own, so that its memory and processor time
/// are nobody else's. `Tests/Bench/bench.py` runs them in turn with the programs they are held against.
@main
enum BenchCommand {
    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            try await run(words.first ?? "", words.dropFirst().map { $0 })
        } catch {
            giveUp("\(error)")
        }
    }

    /// Says why and ends the process.
    @Sendable static func giveUp(_ why: String) -> Never {
        FileHandle.standardError.write(Data("nightcall-bench: \(why)\n".utf8))
        exit(70)
    }

    private static func run(_ measure: String, _ words: [String]) async throws {
        switch measure {
        case "trees": try measureTrees(live: number(words, 0), minutes: number(words, 1), repeats: number(words, 2))
        case "dial-latency":
            try await measureDialLatency(
                folder: try text(words, 0), alerts: number(words, 1), perSecond: number(words, 2))
        case "next-dial": try await measureNextDial(folder: try text(words, 0), trees: number(words, 1))
        case "burst":
            try await measureBurst(
                folder: try text(words, 0), alerts: number(words, 1), contracts: number(words, 2),
                perBody: number(words, 3))
        case "waiting": try await measureWaiting(folder: try text(words, 0), incidents: number(words, 1))
        case "prepare-restart":
            try await prepareRestart(folder: try text(words, 0), ended: number(words, 1), open: number(words, 2))
        case "restart": try await measureRestart(folder: try text(words, 0))
        case "serve":
            try await serve(
                folder: try text(words, 0), contracts: number(words, 1), sink: number(words, 2),
                line: try text(words, 3))
        case "checks": try await measureChecks(targets: number(words, 0), port: number(words, 1))
        case "clouds":
            try await measureClouds(
                machines: number(words, 0), address: try text(words, 1), checks: Array(words.dropFirst(2)))
        default: throw BenchError("no measurement is called '\(measure)'")
        }
    }

    private static func text(_ words: [String], _ place: Int) throws -> String {
        guard words.indices.contains(place) else { throw BenchError("a word is missing at place \(place + 1)") }
        return words[place]
    }

    private static func number(_ words: [String], _ place: Int) throws -> Int {
        guard words.indices.contains(place), let number = Int(words[place]) else {
            throw BenchError("a number is missing at place \(place + 1)")
        }
        return number
    }
}
