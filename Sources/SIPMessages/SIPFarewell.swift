internal import JSONText

/// How a call can be ended by a process that did not place it: the message to send (CANCEL or BYE), and where. A helper leaves
/// it for the next one, should it die.
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

    public var bytes: [UInt8] {
        JSONLine.bytes([
            "line": .string(line), "call": .string(call), "message": .string(message), "address": .string(address),
        ])
    }

    /// Nil for what is none of this version, or not whole.
    public init?(bytes: [UInt8]) {
        guard let object = JSONLine.object(bytes), let line = object.text("line"), let call = object.text("call"), let message = object.text("message"),
            let address = object.text("address")
        else { return nil }
        self.init(line: line, call: call, message: message, address: address)
    }
}
