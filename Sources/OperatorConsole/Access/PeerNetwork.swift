internal import Glibc

/// A network of the Internet Protocol, such as that of the proxies in front of the server: `10.0.0.5`, `10.0.0.0/8`,
/// `fd00::/8`. Bits beyond the prefix count for nothing.
public struct PeerNetwork: Hashable, Sendable {
    private let address: PeerAddress
    private let prefixLength: Int

    /// Nil for what is neither an address nor a network, and for a prefix of no bits, which would be everybody.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let address = parts.first.flatMap({ PeerAddress($0) }) else { return nil }
        let bits = address.bytes.count * 8
        let writtenBits = parts.first?.contains(":") == true ? 128 : 32
        guard let writtenLength = parts.count == 2 ? Int(parts[1]) : writtenBits,
            (1 + writtenBits - bits...writtenBits).contains(writtenLength)
        else { return nil }
        self.address = address
        prefixLength = writtenLength - (writtenBits - bits)
    }

    func contains(_ peer: PeerAddress) -> Bool {
        guard peer.bytes.count == address.bytes.count else { return false }
        return (0..<prefixLength).allSatisfy { bit in
            (peer.bytes[bit / 8] ^ address.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}

/// The address at the other end of a connection.
struct PeerAddress: Hashable {
    /// Four bytes or sixteen. An IPv4 address that a socket of IPv6 shows as `::ffff:10.0.0.5` (RFC 4291, 2.5.5.2) is
    /// one of four.
    let bytes: [UInt8]

    init?(_ text: String) {
        var short = in_addr()
        var long = in6_addr()
        if inet_pton(AF_INET, text, &short) == 1 {
            bytes = withUnsafeBytes(of: short) { Array($0) }
        } else if inet_pton(AF_INET6, text, &long) == 1 {
            let all = withUnsafeBytes(of: long) { Array($0) }
            bytes = all.starts(with: Self.mapped) ? Array(all.dropFirst(Self.mapped.count)) : all
        } else {
            return nil
        }
    }

    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

    /// 127.0.0.0/8, and ::1.
    var isLoopback: Bool {
        bytes.count == 4 ? bytes.first == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }
}
