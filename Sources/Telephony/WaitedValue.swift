extension Task where Failure == Never {
    /// The value, if it comes within so long; nil otherwise, and then the task goes on.
    ///
    /// A group of tasks would not do: it waits for all of its children, and waiting for a value cannot be cancelled.
    func value(withinNanoseconds nanoseconds: UInt64) async -> Success? {
        let (stream, first) = AsyncStream.makeStream(of: Success?.self)
        let waiting = Task<Void, Never> { first.yield(await value) }
        let clock = Task<Void, Never> {
            if (try? await Task<Never, Never>.sleep(nanoseconds: nanoseconds)) != nil { first.yield(nil) }
        }
        defer {
            waiting.cancel()
            clock.cancel()
        }
        for await found in stream { return found }
        return nil
    }
}
