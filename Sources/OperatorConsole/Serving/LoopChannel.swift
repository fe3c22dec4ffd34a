internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// Serves each connection on the thread that reads it. Handing every request to the threads of Swift's tasks and back
/// costs two to three wake-ups, which on a machine at rest take longer than the work (`DeskResponder` hands on what takes
/// long).
struct LoopChannel: ServerChildChannel {
    let connection: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        connection.setup(channel: channel, logger: logger).map(AcceptedConnection.init)
    }

    func handle(value: AcceptedConnection, logger: Logger) async {
        let served = value.takeOver()
        await withTaskExecutorPreference(LoopExecutor(served.channel.eventLoop)) {
            await connection.handle(value: served, logger: logger)
        }
    }
}

/// A connection between its being accepted and its being served. One that came in the moment in which the server stops is
/// never served; NIO ends the process when such a channel is let go as it is, so it is closed in order.
final class AcceptedConnection: ServerChildChannelValue {
    private let stream: HTTP1Channel.Value
    private let isServed = Mutex(false)

    init(_ stream: HTTP1Channel.Value) {
        self.stream = stream
    }

    var channel: any Channel { stream.channel }

    func takeOver() -> HTTP1Channel.Value {
        isServed.withLock { $0 = true }
        return stream
    }

    deinit {
        guard !isServed.withLock(\.self) else { return }
        Task { [stream] in try? await stream.executeThenClose { _, _ in } }
    }
}

/// Runs tasks on the thread of an event loop.
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
