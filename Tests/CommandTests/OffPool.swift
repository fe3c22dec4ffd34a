import Foundation

/// Waits outside the few threads that all tests, and whatever they test in their own process, share.
enum OffPool {
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
