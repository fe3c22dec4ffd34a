/// Finds the secret that a request shows.
enum ShownSecret {
    /// The token of `Bearer` (RFC 6750, section 2.1) or the password of `Basic` (RFC 7617, section 2; any user).
    static func inHeader(_ authorization: String) -> [UInt8]? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let scheme = parts.first, let credentials = parts.last else { return nil }
        let value = credentials.drop { $0 == " " }
        switch scheme.lowercased() {
        case "bearer":
            return Array(value.utf8)
        case "basic":
            guard let pair = Base64.decode(value), let colon = pair.firstIndex(of: UInt8(ascii: ":")) else {
                return nil
            }
            return Array(pair[(colon + 1)...])
        default:
            return nil
        }
    }

    /// The value of the first parameter `token`.
    static func inQuery(_ query: String) -> [UInt8]? {
        let parameters = query.utf8.split(separator: UInt8(ascii: "&"))
        guard let parameter = parameters.first(where: { $0.starts(with: "token=".utf8) }) else { return nil }
        return percentDecoded(Array(parameter.dropFirst("token=".utf8.count)))
    }

    /// A percent sign without two hexadecimal digits stays as it is.
    private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hexDigit),
                let low = rest.dropFirst().first.flatMap(hexDigit)
            {
                decoded.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
