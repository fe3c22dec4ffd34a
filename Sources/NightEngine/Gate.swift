internal import Glibc

/// Threads wait here until it is open, or for a time at most.
///
/// Time is measured by the monotonic clock. `DispatchSemaphore.wait(timeout:)` waits on Linux until an instant of the
/// wall clock, whatever deadline it was given: with a wall clock set back by an hour it would wait an hour longer.
final class Gate: @unchecked Sendable {
    // Not checked, because the two cells never move and are touched only through the functions made for threads.
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Read and written under the lock.
    private var isOpen = false

    static let clock = CLOCK_MONOTONIC

    init() {
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, Self.clock)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    func open() {
        pthread_mutex_lock(lock)
        isOpen = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    func close() {
        pthread_mutex_lock(lock)
        isOpen = false
        pthread_mutex_unlock(lock)
    }

    /// Whether the gate is open; returns as soon as it is, and after the time given at the latest.
    @discardableResult
    func wait(atMostNanoseconds limit: UInt64) -> Bool {
        var until = Self.instant(in: limit)
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while !isOpen {
            // Anything but 0 is the end of the time; a wait that returned for no reason goes on.
            if pthread_cond_timedwait(changed, lock, &until) != 0 { return isOpen }
        }
        return true
    }

    private static func instant(in nanoseconds: UInt64) -> timespec {
        let second: UInt64 = 1_000_000_000
        // A year is as good as for ever, and no sum can overflow.
        let wait = min(nanoseconds, 366 * 86_400 * second)
        var now = timespec()
        clock_gettime(clock, &now)
        let part = UInt64(now.tv_nsec) + wait % second
        return timespec(tv_sec: now.tv_sec + Int(wait / second + part / second), tv_nsec: Int(part % second))
    }
}
