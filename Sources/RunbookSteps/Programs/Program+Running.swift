internal import Glibc
internal import ServiceHours
internal import Subprocess
internal import Synchronization
internal import SystemPackage

extension Program {
    /// Runs it and waits for its end.
    ///
    /// When its time is over, or this task is cancelled, TERM goes to its whole process group, and KILL two seconds later.
    /// Whatever is left in its session when it was ended so, or two seconds after it ended by itself, is killed. So this
    /// returns at the latest some two seconds after the limit, and leaves no process behind.
    ///
    /// - Parameter now: by which its duration is measured.
    func run(_ now: @escaping @Sendable () -> Instant) async -> ProgramRun {
        let start = now()
        if let refusal { return .notStarted(refusal) }
        let kept = KeptOutput(bytes: keptBytes)
        let stop = StopOrder()
        // A task of its own: cancelling it is how Subprocess is told to end the program.
        let running = Task { try await started(kept) }
        let clock = Task {
            try await Task.sleep(for: .microseconds(limit.microseconds), clock: .continuous)
            if !kept.isOver { stop.give(.timedOut) }
            running.cancel()
        }
        let result = await withTaskCancellationHandler {
            await running.result
        } onCancel: {
            if !kept.isOver { stop.give(.cancelled) }
            running.cancel()
        }
        clock.cancel()
        let (output, errors, isCut) = kept.all
        switch result {
        case .success(let status):
            return ProgramRun(
                end: stop.given ?? ProgramEnd(status), output: output, errors: errors, isCut: isCut,
                duration: now().since(start))
        case .failure(let error):
            let end =
                kept.hasStarted ? .lost : ProgramEnd.notStarted(ProgramEnd.Refusal(error, path: words.first ?? ""))
            return ProgramRun(end: end, output: output, errors: errors, isCut: isCut, duration: now().since(start))
        }
    }

    /// Starts it, reads what it writes, and ends what it leaves behind.
    private func started(_ kept: KeptOutput) async throws -> TerminationStatus {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        return try await Subprocess.run(
            .path(FilePath(words.first ?? "")), arguments: Arguments(Array(words.dropFirst())),
            environment: .custom(Dictionary(variables) { $1 }), workingDirectory: "/", platformOptions: options,
            input: .none, output: .sequence, error: .sequence
        ) { execution in
            kept.programStarted()
            // Not children of this task: they read on while the program is being ended, so that it does not block.
            let output = Task { await Self.read(execution.standardOutput, .output, kept) }
            let errors = Task { await Self.read(execution.standardError, .errors, kept) }
            // Waits for the end, which signal 0 does not bring about. The duration is a backstop: the limit comes first.
            await execution.teardown(using: [
                .send(
                    signal: Signal(rawValue: 0),
                    allowedDurationToNextStep: .microseconds(limit.microseconds) + .seconds(60))
            ])
            // It is a zombie until this closure returns: its number is still its own.
            kept.programEnded()
            let leader = execution.processIdentifier.value
            await ProcessSession.isLeft(leader: leader, within: leaving)
            ProcessSession.kill(leader: leader)
            await output.value
            await errors.value
        }.terminationStatus
    }

    /// Reads until the end, or until the program has ended and nothing more is there: a process that escaped into a session
    /// of its own may hold the pipe for ever.
    private static func read(_ bytes: SubprocessOutputSequence, _ stream: KeptOutput.Stream, _ kept: KeptOutput) async {
        do {
            for try await buffer in bytes {
                let isWanted = buffer.withUnsafeBytes { kept.take(Array($0), of: stream) }
                if !isWanted { return }
            }
        } catch {
            // What was read before counts; the end of the program is told by its status.
        }
    }
}

/// Why a program was told to end; the first reason counts.
private final class StopOrder: Sendable {
    private let order = Mutex<ProgramEnd?>(nil)

    func give(_ reason: ProgramEnd) {
        order.withLock { $0 = $0 ?? reason }
    }

    var given: ProgramEnd? { order.withLock { $0 } }
}

extension ProgramRun {
    fileprivate static func notStarted(_ refusal: ProgramEnd.Refusal) -> ProgramRun {
        ProgramRun(end: .notStarted(refusal), output: [], errors: [], isCut: false, duration: .zero)
    }
}

extension ProgramEnd {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let number): self = .signaled(Int(number))
        }
    }
}

extension ProgramEnd.Refusal {
    fileprivate init(_ error: any Error, path: String) {
        let error = error as? SubprocessError
        switch error?.underlyingError?.rawValue {
        // Subprocess says so of a file that may not be executed as well.
        case ENOENT, ENOTDIR: self = access(path, F_OK) == 0 ? .notExecutable : .missing
        case EACCES, EPERM, ENOEXEC, EISDIR, ELIBBAD: self = .notExecutable
        case E2BIG, ENAMETOOLONG: self = .tooLong
        case EAGAIN, ENOMEM, EMFILE, ENFILE: self = .noRoom
        default: self = .other(error?.description ?? "it could not be watched")
        }
    }
}
