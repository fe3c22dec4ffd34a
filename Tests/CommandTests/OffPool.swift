import Foundation
import Glibc

/// Waits outside the few threads that all tests, and whatever they test in their own process, share.
enum OffPool {
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    /// Asks what another process has done, for half a minute at most. Five times a second: whoever asks without a pause takes
    /// the processor from whom he waits for, and from calls in real time beside.
    static func waits(_ isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 1...150 {
            if try await isSo() { return true }
            _ = await run { poll(nil, 0, 200) }
        }
        return false
    }
}
