internal import Synchronization

/// What a program writes, of which a bounded beginning is kept.
final class KeptOutput: Sendable {
    enum Stream: Sendable { case output, errors }

    private struct State {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var isCut = false
        var hasStarted = false
        var isOver = false
        var bytesSinceOver = 0
    }

    private let state = Mutex(State())
    private let limits: (output: Int, errors: Int)

    /// How much is still read once the program has ended: what lies in two pipes, however large it made them. Whatever
    /// comes beyond is written by something that it left behind.
    private static let restBytes = 2 << 20

    /// - Parameter bytes: of both streams together. A quarter belongs to the errors, so that neither stream can push the
    ///   other out.
    init(bytes: Int) {
        limits = (bytes - bytes / 4, bytes / 4)
    }

    /// Takes what was read.
    /// - Returns: whether to go on reading.
    func take(_ bytes: [UInt8], of stream: Stream) -> Bool {
        state.withLock { state in
            let room =
                switch stream {
                case .output: limits.output - state.output.count
                case .errors: limits.errors - state.errors.count
                }
            switch stream {
            case .output: state.output += bytes.prefix(room)
            case .errors: state.errors += bytes.prefix(room)
            }
            if bytes.count > room { state.isCut = true }
            if state.isOver { state.bytesSinceOver += bytes.count }
            return state.bytesSinceOver < Self.restBytes
        }
    }

    func programStarted() {
        state.withLock { $0.hasStarted = true }
    }

    var hasStarted: Bool { state.withLock { $0.hasStarted } }

    /// The program has ended.
    func programEnded() {
        state.withLock { $0.isOver = true }
    }

    /// Whether the program has ended.
    var isOver: Bool { state.withLock { $0.isOver } }

    var all: (output: [UInt8], errors: [UInt8], isCut: Bool) {
        state.withLock { ($0.output, $0.errors, $0.isCut) }
    }
}
