/// The server in an address on the web: where it is, and whether what is sent there can be read on the way.
struct WebPlace {
    let isOnThisMachine: Bool
    let isEncrypted: Bool

    /// Nil for anything but an address on the web. One with a user in it is none: `http://127.0.0.1@elsewhere.example/` leads
    /// elsewhere.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, ["http:", "https:"].contains(parts[0]), !parts[2].contains("@") else {
            return nil
        }
        isEncrypted = parts[0] == "https:"
        let place = parts[2].split(whereSeparator: { $0 == "?" || $0 == "#" }).first ?? ""
        let isBracketed = place.first == "["
        let host = place.drop { $0 == "[" }.prefix { isBracketed ? $0 != "]" : $0 != ":" }
        isOnThisMachine = NetworkAddress.isLoopback(String(host))
    }
}
