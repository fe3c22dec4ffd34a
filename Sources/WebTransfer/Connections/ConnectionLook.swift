/// What was seen of a connection that stood.
public struct ConnectionLook: Hashable, Sendable {
    /// The address that answered.
    public let address: String
    public let timings: TransferTimings
    /// What the other side said on its own, of at most 4,096 bytes.
    public let greeting: [UInt8]
    /// The server's own first, then those that signed it, as they were sent. Empty without TLS.
    public let certificates: [Certificate]
    /// Such as `TLSv1.3`; nil without TLS.
    public let protocolVersion: String?
    /// Why the certificate is not to be trusted; nil when it is, and without TLS.
    public let refusal: CertificateRefusal?

    static let greetingLimitBytes = 4_096
}

/// A certificate as libcurl and OpenSSL describe it.
public struct Certificate: Hashable, Sendable {
    /// Such as `CN = www.example.jp`.
    public let subject: String
    public let issuer: String
    /// `DNS:www.example.jp, IP Address:192.0.2.1`; empty when it has none.
    public let names: String
    /// As OpenSSL writes it: `Nov  6 08:49:37 2026 GMT`.
    public let notBefore: String
    public let notAfter: String
    public let serialNumber: String

    /// - Parameter lines: `name:value`, as libcurl lists them.
    init(lines: [String]) {
        func value(_ name: String) -> String {
            let line = lines.first { $0.hasPrefix(name + ":") } ?? ""
            return String(line.dropFirst(name.count + 1).prefix(1_000))
        }
        subject = value("Subject")
        issuer = value("Issuer")
        names = value("X509v3 Subject Alternative Name")
        notBefore = value("Start date")
        notAfter = value("Expire date")
        serialNumber = value("Serial Number")
    }
}

/// Why a certificate is not to be trusted.
public struct CertificateRefusal: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case expired, notYetValid
        /// Nobody signed it but itself.
        case selfSigned
        /// Who signed it is not among those trusted, or a certificate between is missing.
        case unknownAuthority
        case revoked
        /// It is for another name.
        case wrongName
        /// The number is OpenSSL's (`X509_V_ERR_…`).
        case other(Int)
    }

    public let reason: Reason
    /// libcurl's own words.
    public let detail: String

    /// Nil when the record is of anything but a certificate refused.
    init?(_ record: TransferRecord) {
        guard case .finished = record.end, TransferFault.Kind(record.end) == .certificateRefused else { return nil }
        detail = record.detail
        // https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
        // The name is compared by libcurl itself, before OpenSSL's result is fetched: then it still holds libcurl's own
        // "not verified", which is 1 (lib/vtls/openssl.c, `certverifyresult = !X509_V_OK`).
        reason =
            switch record.connection.verifyResult {
            case 0, 1, 62, 64: .wrongName
            case 9: .notYetValid
            case 10: .expired
            case 18: .selfSigned
            case 2, 19, 20, 21: .unknownAuthority
            case 23: .revoked
            default: .other(record.connection.verifyResult)
            }
    }
}
