internal import JSONText
internal import WebTransfer

/// One request to Azure Resource Manager.
struct ARMCall: Sendable {
    let method: HTTPMethod
    /// From the slash behind the host on.
    let path: String
    let version: String
    let query: [(name: String, value: String)]
    let body: JSONValue?

    static func get(_ path: String, _ version: String, _ query: [(name: String, value: String)] = []) -> ARMCall {
        ARMCall(method: .get, path: path, version: version, query: query, body: nil)
    }

    /// Something that is done to a resource.
    static func post(_ path: String, _ version: String, _ body: JSONValue? = nil) -> ARMCall {
        ARMCall(method: .post, path: path, version: version, query: [], body: body)
    }

    static func put(_ path: String, _ version: String, _ body: JSONValue) -> ARMCall {
        ARMCall(method: .put, path: path, version: version, query: [], body: body)
    }

    /// What is asked, as a person would write it, with the edition of the interface.
    var source: String { "Azure \(version) \(method.rawValue) \(path)" }

    func address(_ manager: String) throws(TransferError) -> WebAddress {
        var form: WebForm = ["api-version": version]
        for (name, value) in query { form.add(name, value) }
        return try WebAddress(manager + path + "?" + form.text)
    }
}
