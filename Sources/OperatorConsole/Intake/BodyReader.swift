internal import Hummingbird
internal import NIOCore

/// Reads the body of a request, up to a size. `RequestDeadline` ends a body that does not come in time.
enum BodyReader {
    enum Outcome: Sendable {
        case body([UInt8])
        case tooLarge
        /// The server holds as many bytes as it may.
        case noRoom
        /// It did not come in time, or the sender went away.
        case incomplete
    }

    static func read(_ request: Request, limit: Int, pass: IntakeGate.Pass?) async -> Outcome {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { return .tooLarge }
        var bytes: [UInt8] = []
        do {
            for try await part in request.body {
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
