internal import JSONText

/// How a call can be ended by a process that did not place it: the message to send (CANCEL or BYE), and where.
public struct SIPFarewell: Hashable, Sendable {
    public let line: String
    public let call: String
    public let message: String
    public let address: String

    public init(line: String, call: String, message: String, address: String) {
        self.line = line
        self.call = call
        self.message = message
        self.address = address
    }

    var value: JSONValue {
        [
            "line": .string(line), "call": .string(call), "message": .string(message), "address": .string(address),
        ]
    }

    init?(_ object: JSONObject) {
        guard let line = object.text("line"), let call = object.text("call"), let message = object.text("message"),
            let address = object.text("address")
        else { return nil }
        self.init(line: line, call: call, message: message, address: address)
    }
}
