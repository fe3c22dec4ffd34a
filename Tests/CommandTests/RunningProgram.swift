import Foundation
import Synchronization

/// A program that a test started: its lines can be waited for, and it is ended by its process id.
final class RunningProgram: @unchecked Sendable {
    // `Process` is not marked Sendable; after `init` it is only asked for its id and waited for.
    private let process = Process()
    let output: LineReader
    let errors: LineReader
    private let given = Pipe()

    /// - Parameters:
    ///   - environment: added to this test's own.
    ///   - input: all of the standard input.
    ///   - isAsked: the standard input stays open for `write`; not beside `input`.
    init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil,
        input: String? = nil, isAsked: Bool = false
    ) throws {
        let out = Pipe()
        let err = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardOutput = out
        process.standardError = err
        process.standardInput = input == nil && !isAsked ? FileHandle.nullDevice : given
        output = LineReader(out.fileHandleForReading)
        errors = LineReader(err.fileHandleForReading)
        try process.run()
        if let input {
            try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try given.fileHandleForWriting.close()
        }
    }

    var processID: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// Writes to the standard input of a program that is asked.
    func write(_ text: String) throws {
        try given.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    func endInput() throws {
        try given.fileHandleForWriting.close()
    }

    func signal(_ number: Int32) {
        _ = Foundation.kill(process.processIdentifier, number)
    }

    /// Waits for the end and gives the exit code; a signal counts as its number plus 128, as in a shell.
    @discardableResult
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
    }

    /// Ends it, and first what it has started itself: a tracer does not take its tracee along.
    func kill() {
        let children = try? String(contentsOfFile: "/proc/\(processID)/task/\(processID)/children", encoding: .utf8)
        let traced = (children ?? "").split(separator: " ").compactMap { Int32($0) }
        for child in traced { _ = Foundation.kill(child, SIGKILL) }
        signal(SIGKILL)
        wait()
        // They are not our children, so that nobody says when they have gone; until then they hold their locks.
        for child in traced {
            while let stat = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8), !stat.contains(") Z ")
            {
                sched_yield()
            }
        }
    }

    /// Ends it in the midst of whatever it does then.
    func kill(afterMilliseconds milliseconds: Int) {
        waitForEnd(atMostSeconds: Double(milliseconds) / 1_000)
        kill()
    }

    /// Waits until it has ended, by itself or by somebody else, or for the time given.
    func waitForEnd(atMostSeconds seconds: Double) {
        // Its standard output ends with it.
        _ = output.first(within: seconds) { _ in false }
    }

    /// Whether it has ended within the time given: `wait` then returns at once.
    func hasEnded(withinSeconds seconds: Double) -> Bool {
        waitForEnd(atMostSeconds: seconds)
        return output.isAtEnd
    }

    deinit {
        if process.isRunning { _ = Foundation.kill(process.processIdentifier, SIGKILL) }
    }
}

/// The lines of a pipe, read by a thread of its own so that the program never waits for the test.
final class LineReader: Sendable {
    private struct State {
        var lines: [String] = []
        var ended = false
        var next = 0
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        let thread = Thread { [self] in
            var rest = Data()
            while true {
                let data = handle.availableData
                if data.isEmpty { break }
                rest.append(data)
                while let end = rest.firstIndex(of: 0x0A) {
                    add(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            if !rest.isEmpty { add(String(decoding: rest, as: UTF8.self)) }
            state.withLock { $0.ended = true }
            changed.signal()
        }
        thread.start()
    }

    /// The next line not yet taken, when it comes; nil at the end, or after `seconds` without one.
    func next(within seconds: Double = 60) -> String? {
        let limit = DispatchTime.now() + seconds
        while true {
            let (line, ended) = state.withLock { state -> (String?, Bool) in
                guard state.next < state.lines.count else { return (nil, state.ended) }
                defer { state.next += 1 }
                return (state.lines[state.next], false)
            }
            if let line { return line }
            if ended { return nil }
            if changed.wait(timeout: limit) == .timedOut { return nil }
        }
    }

    /// The first line from here on that fulfils the condition; nil if none comes.
    func first(within seconds: Double = 60, where fits: (String) -> Bool) -> String? {
        while let line = next(within: seconds) {
            if fits(line) { return line }
        }
        return nil
    }

    /// Whether all lines have been taken and no more will come.
    var isAtEnd: Bool { state.withLock { $0.ended && $0.next == $0.lines.count } }

    /// All lines, when the program has ended.
    func all() -> [String] {
        while next() != nil {}
        return state.withLock(\.lines)
    }

    private func add(_ line: String) {
        state.withLock { $0.lines.append(line) }
        changed.signal()
    }
}
