internal import Hummingbird
internal import NIOCore

/// Reads the body of a request, up to a size and within a time.
enum BodyReader {
    enum Outcome: Sendable {
        case body([UInt8])
        case tooLarge
        /// The server holds as many bytes as it may.
        case noRoom
        /// It did not come in time, or the sender went away.
        case incomplete
    }

    static func read(
        _ request: Request, limit: Int, seconds: Int, pass: IntakeGate.Pass?
    ) async -> Outcome {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { return .tooLarge }
        return await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await collect(request.body, announced: announced, limit: limit, pass: pass) }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return .incomplete
            }
            let first = await group.next() ?? .incomplete
            group.cancelAll()
            return first
        }
    }

    private static func collect(
        _ body: RequestBody, announced: Int?, limit: Int, pass: IntakeGate.Pass?
    ) async -> Outcome {
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= limit else { return .tooLarge }
                if let pass, !pass.take(bytes: part.readableBytes) { return .noRoom }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch {
            return .incomplete
        }
        // A connection that breaks ends the sequence as well.
        if let announced, bytes.count != announced { return .incomplete }
        return .body(bytes)
    }
}
