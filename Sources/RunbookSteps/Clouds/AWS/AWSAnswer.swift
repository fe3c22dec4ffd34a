internal import JSONText
internal import Markup
internal import RunbookModel
internal import WebTransfer

/// What a service of Amazon's answered. Elements are found by their local names: the namespace differs from one service
/// and one edition to the next.
struct AWSAnswer {
    let root: MarkupNode
    let requestID: String?
    let received: [UInt8]
}

extension AWSAnswer {
    /// - Throws: the service's refusal, or that it is no answer of Amazon's. The type of the body tells nothing: errors are
    ///   sent as HTML as well.
    static func read(_ response: HTTPResponse) throws(CloudTrouble) -> AWSAnswer {
        guard let document = try? MarkupDocument(xml: response.body), let root = document.root else {
            throw .unreadable(status: response.status, received: response.body)
        }
        if response.status == 200, root.name.hasSuffix("Response"), root.name != "ErrorResponse" {
            let id = root.find("requestId") ?? root.find("RequestId")
            return AWSAnswer(root: root, requestID: id?.text, received: response.body)
        }
        guard let code = root.find("Code")?.text, !code.isEmpty, response.status >= 400 else {
            throw .unreadable(status: response.status, received: response.body)
        }
        let id = root.find("RequestID") ?? root.find("RequestId")
        throw .refused(
            CloudRefusal(
                status: response.status, code: ShownBytes.line(code, limit: 100),
                message: ShownBytes.line(root.find("Message")?.text ?? "", limit: 300),
                kind: AWSErrorCode.kind(code), requestID: id.map { ShownBytes.line($0.text, limit: 100) },
                received: response.body))
    }
}

extension CloudTrouble {
    /// An answer without a word of what was asked about.
    static func leftOut(_ name: String, _ answer: AWSAnswer) -> CloudTrouble {
        .refused(
            CloudRefusal(
                status: 200, code: "200", message: "\(name) is not in the answer", kind: .missing,
                requestID: answer.requestID, received: answer.received))
    }
}

/// What Amazon's codes of errors mean for us
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
enum AWSErrorCode {
    static func kind(_ code: String) -> CloudRefusal.Kind {
        switch code {
        case "AuthFailure", "InvalidClientTokenId", "SignatureDoesNotMatch", "IncompleteSignature",
            "MissingAuthenticationToken", "MissingAuthenticationTokenException", "UnrecognizedClientException",
            "InvalidAccessKeyId", "OptInRequired", "RequestExpired":
            .login
        case _ where hasEnded(code): .login
        case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "Blocked": .forbidden
        case "RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException",
            "RequestThrottled", "RequestThrottledException":
            .throttled
        case _ where code.hasSuffix(".NotFound") || code.hasSuffix(".Malformed"): .missing
        default: .other
        }
    }

    /// Whether short-lived credentials are over: new ones help.
    private static func hasEnded(_ code: String) -> Bool { code == "ExpiredToken" || code == "ExpiredTokenException" }

    /// The same of an answer in either protocol.
    static func hasEnded(in body: [UInt8]) -> Bool {
        let code =
            (try? MarkupDocument(xml: body).root)?.find("Code")?.text
            ?? AWSJSONAnswer.code(in: try? JSONDocument(body).value)
        return code.map(hasEnded) ?? false
    }
}

extension MarkupNode {
    /// The first element by this name directly within.
    subscript(name: String) -> MarkupNode? { elements.first { $0.name == name } }

    /// The first element by this name anywhere within.
    func find(_ name: String) -> MarkupNode? {
        for element in elements {
            if element.name == name { return element }
            if let found = element.find(name) { return found }
        }
        return nil
    }

    /// The elements of a list directly within: `item` in EC2, `member` elsewhere. None where there is no list.
    func list(_ name: String) -> [MarkupNode] {
        self[name]?.elements.filter { $0.name == "item" || $0.name == "member" } ?? []
    }

    /// The text of an element directly within, in one line; nil where there is none.
    func said(_ name: String) -> String? {
        self[name].map { ShownBytes.line($0.text, limit: 300) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
