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
            FileHandle.standardError.write(Data("nightcall-bench: \(error)\n".utf8))
            exit(70)
        }
    }

    private static func run(_ measure: String, _ words: [String]) async throws {
        switch measure {
        case "trees": try measureTrees(live: number(words, 0), minutes: number(words, 1), repeats: number(words, 2))
        default: throw BenchError("no measurement is called '\(measure)'")
        }
    }

    private static func number(_ words: [String], _ place: Int) throws -> Int {
        guard words.indices.contains(place), let number = Int(words[place]) else {
            throw BenchError("a number is missing at place \(place + 1)")
        }
        return number
    }
}
