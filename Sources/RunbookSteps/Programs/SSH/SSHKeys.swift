internal import RunbookModel

extension StepKey {
    /// How a machine is reached by SSH.
    /// - Parameter isOptional: whether a step works without, on this machine.
    static func ssh(isOptional: Bool) -> [StepKey] {
        func key(_ name: String, _ example: String, _ meaning: String) -> StepKey {
            isOptional
                ? .optional(name, .text, default: "none: on this machine", example, meaning)
                : .required(name, .text, example, meaning)
        }
        return [
            key("host", "web-1.example.jp", "the machine's name or address"),
            .optional("port", .integer(1...65_535), default: "22", "22", "the port of its SSH server"),
            key("user", "nightcall", "the user at the other end"),
            key("identity", "web-key", "the name of the secret that holds the path of the private key"),
            key("knownHosts", "/etc/nightcall/known_hosts", "the file of the host keys that are believed"),
        ]
    }
}
