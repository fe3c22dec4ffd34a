import Testing
import WebTransfer

/// The error that the body ends with; a test that gets an answer instead has failed.
func failure(_ body: () async throws(TransferError) -> some Any) async throws -> TransferError {
    var error: TransferError?
    do throws(TransferError) { _ = try await body() } catch let thrown { error = thrown }
    return try #require(error, "an answer came where none was expected")
}

extension TransferError {
    var kind: TransferFault.Kind? {
        switch self {
        case .notSent(let fault), .answerLost(let fault): fault.kind
        case .tooLarge, .cancelled, .invalid: nil
        }
    }

    var isNotSent: Bool { if case .notSent = self { true } else { false } }
    var isAnswerLost: Bool { if case .answerLost = self { true } else { false } }
    var isInvalid: Bool { if case .invalid = self { true } else { false } }
}

extension Peer {
    func address(_ path: String, scheme: String = "http") throws -> WebAddress {
        try WebAddress("\(scheme)://127.0.0.1:\(port)\(path)")
    }

    func server(_ security: SMTPServer.Security = .none, credentials: Credentials? = nil) -> SMTPServer {
        SMTPServer(host: "127.0.0.1", port: port, security: security, credentials: credentials)
    }
}
