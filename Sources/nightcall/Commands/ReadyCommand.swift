import ArgumentParser
import Foundation

/// `nightcall ready`: whether tonight is armed.
struct ReadyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "Tell whether tonight is armed: lines, journal, clock, calendar, contacts.",
        discussion: """
            Prints what the latest check of a running server found, as JSON; null before the first. With --check it has \
            the check made now, which rings the `selfCall` number of each line, and waits for what is found.

            Exit codes: 0: armed. 1: not armed, not checked yet, or the server cannot be asked.

            Example:
              nightcall ready --check --url http://127.0.0.1:8024
            """)

    @OptionGroup var server: ServerOptions

    @Flag(help: "Check now, and wait for what is found; five minutes at most.")
    var check = false

    private struct Found: Decodable {
        let at: String
        let armed: Bool
    }

    func run() async throws {
        let api = try server.api(at: try server.needed())
        var answer = try await api.get("/api/readiness")
        if check {
            let before = found(answer)?.at
            _ = try await api.post("/api/readiness/check")
            StandardError.print("the lines are being rung ...")
            let limit = ContinuousClock.now + .seconds(300)
            repeat {
                guard ContinuousClock.now < limit else {
                    StandardError.print("nothing was found within five minutes; see the server's own messages")
                    throw ExitCode(1)
                }
                try await Task.sleep(for: .seconds(1))
                answer = try await api.get("/api/readiness")
            } while found(answer).map(\.at) == before
        }
        print(String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .newlines))
        if found(answer)?.armed != true { throw ExitCode(1) }
    }

    private func found(_ answer: Data) -> Found? { try? JSONDecoder().decode(Found.self, from: answer) }
}
