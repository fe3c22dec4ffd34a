internal import JSONText
internal import RunbookModel
internal import WebTransfer

/// What a service of Amazon's that speaks JSON answered.
struct AWSJSONAnswer {
    let root: JSONObject
    let requestID: String?
    let received: [UInt8]

    /// - Throws: the service's refusal, or that it is no answer of Amazon's.
    static func read(_ response: HTTPResponse) throws(CloudTrouble) -> AWSJSONAnswer {
        let node = try? JSONDocument(response.body).value
        let requestID = response.fields["x-amzn-RequestId"].map { ShownBytes.line($0, limit: 100) }
        if response.status == 200, let root = node?.object {
            return AWSJSONAnswer(root: root, requestID: requestID, received: response.body)
        }
        guard response.status >= 400, let code = code(in: node) else {
            // Whoever asks for the signature may refuse in XML, whatever the service speaks.
            _ = try AWSAnswer.read(response)
            throw .unreadable(status: response.status, received: response.body)
        }
        let message = (node?.object?["message"] ?? node?.object?["Message"])?.string ?? ""
        throw .refused(
            CloudRefusal(
                status: response.status, code: code, message: ShownBytes.line(message, limit: 300),
                kind: AWSErrorCode.kind(code), requestID: requestID, received: response.body))
    }

    /// `{"__type": "com.amazonaws.support#CaseCreationLimitExceeded", "message": …}`, with or without what stands before `#`.
    static func code(in node: JSONNode?) -> String? {
        guard let type = node?.object?["__type"]?.string, let code = type.split(separator: "#").last else { return nil }
        return ShownBytes.line(String(code), limit: 100)
    }
}
