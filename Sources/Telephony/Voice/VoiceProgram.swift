internal import Subprocess
internal import SystemPackage

/// Runs one program of the voice: text in, speech out.
enum VoiceProgram {
    /// How long one text may take. Kokoro needs 20 s for a message.
    private static let limit = Duration.seconds(60)
    private static let outputLimit = 16 << 20

    enum Outcome: Sendable {
        case done([UInt8])
        case failed(String)
    }

    /// - Parameter input: the file that it reads on standard input; nil for none. A file and not a pipe: a program may end
    ///   before it has read everything.
    static func run(_ words: [String], input: String?) async -> Outcome {
        guard let program = words.first else { return .failed("no program is named") }
        return await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await started(program, Array(words.dropFirst()), input ?? "/dev/null") }
            group.addTask {
                try? await Task.sleep(for: limit)
                return .failed("\(program) took too long")
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failed("")
        }
    }

    private static func started(_ program: String, _ words: [String], _ input: String) async -> Outcome {
        do {
            let file = try FileDescriptor.open(FilePath(input), .readOnly)
            var options = PlatformOptions()
            options.createSession = true
            options.teardownSequence = [
                .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
            ]
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(words),
                environment: .inherit.updating(["LC_ALL": "C.UTF-8"]), platformOptions: options,
                input: .fileDescriptor(file, closeAfterSpawningProcess: true),
                output: .bytes(limit: outputLimit), error: .string(limit: 64 << 10))
            if result.terminationStatus.isSuccess { return .done(result.standardOutput) }
            let said = result.standardError.split(separator: "\n").last.map { ": \($0)" } ?? ""
            return .failed("\(program) ended with \(result.terminationStatus)\(said)")
        } catch {
            return .failed("\(program) cannot be run: \(error)")
        }
    }
}
