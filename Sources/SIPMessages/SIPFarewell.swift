internal import JSONText

/// How a call can be ended by a process that did not place it: the message to send (CANCEL or BYE), and where. A helper leaves
/// it for the next one, should it die.
public struct SIPFarewell: Hashable, Sendable {
    public let line: String
    public let call: String
    /// Sent one after the other, each when the one before was answered.
    public var steps: [Step]

    public struct Step: Hashable, Sendable {
        public let message: String
        public let address: String

        public init(message: String, address: String) {
            self.message = message
            self.address = address
        }

        public var isCancel: Bool { message.hasPrefix("CANCEL ") }
    }

    public init(line: String, call: String, steps: [Step]) {
        self.line = line
        self.call = call
        self.steps = steps
    }

    public var bytes: [UInt8] {
        JSONLine.bytes([
            "line": .string(line), "call": .string(call),
            "steps": .array(
                steps.map { ["message": .string($0.message), "address": .string($0.address)] }),
        ])
    }

    /// Nil for what is none of this version, or not whole.
    public init?(bytes: [UInt8]) {
        guard let object = JSONLine.object(bytes), let line = object.text("line"), let call = object.text("call"),
            let steps = object["steps"]?.array?.map({ $0.object.flatMap(Step.init) }), !steps.contains(nil)
        else { return nil }
        self.init(line: line, call: call, steps: steps.compactMap { $0 })
    }
}

extension SIPFarewell.Step {
    fileprivate init?(_ object: JSONObject) {
        guard let message = object.text("message"), let address = object.text("address") else { return nil }
        self.init(message: message, address: address)
    }
}
