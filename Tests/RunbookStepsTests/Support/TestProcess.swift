import Foundation
import ServiceHours
import Subprocess
import SystemPackage

@testable import RunbookSteps

/// A server that a test keeps running; ended by its process id.
///
/// Not Foundation's `Process`: a server that it starts holds the files of every program that is being started beside it,
/// and whoever waits for those waits as long as the server runs.
final class TestProcess: Sendable {
    private let id: Int32
    private let lines: AsyncStream<String>

    struct Failed: Error {
        let program: String
        let said: String
    }

    /// Runs a program that must end well, and gives what it wrote.
    @discardableResult
    static func run(_ words: [String]) async throws -> String {
        let run = await Program(words, limit: .seconds(120)).run(RealClock.now)
        guard run.end == .exited(0) else {
            throw Failed(program: words[0], said: "\(run.end) \(run.text) \(run.errorText)")
        }
        return run.text
    }

    /// Starts a server. Its lines are those of its standard output and its standard error.
    init(_ words: [String]) async throws {
        let (lines, writer) = AsyncStream.makeStream(of: String.self)
        let (started, starter) = AsyncStream.makeStream(of: Int32.self)
        self.lines = lines
        var options = PlatformOptions()
        options.createSession = true
        Task { [options] in
            _ = try? await Subprocess.run(
                .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())), platformOptions: options,
                input: .none, output: .sequence, error: .combinedWithOutput
            ) { execution in
                starter.yield(execution.processIdentifier.value)
                for try await line in execution.standardOutput.strings() { writer.yield(line) }
            }
            starter.finish()
            writer.finish()
        }
        for await id in started {
            self.id = id
            return
        }
        throw Failed(program: words[0], said: "not started")
    }

    /// Waits for a line that contains a text, which a server writes when it is ready, and gives it.
    @discardableResult
    func wait(for text: String) async throws -> String {
        var said: [String] = []
        for await line in lines {
            if line.contains(text) { return line }
            said.append(line)
        }
        throw Failed(program: "\(id)", said: said.joined(separator: "\n"))
    }

    deinit {
        // The whole group: a server's own children end with it.
        kill(-id, SIGKILL)
    }
}
