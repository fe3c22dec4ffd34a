/// A certificate with its private key, by which NightCall proves who it is.
public struct Certificate: Sendable {
    /// SHA-256 of the certificate (DER).
    public let thumbprint: [UInt8]
    /// Signs by RSASSA-PSS with SHA-256 (RFC 8017, 8.1); nil when the key is not one of RSA.
    public let sign: @Sendable ([UInt8]) -> [UInt8]?

    public init(thumbprint: [UInt8], sign: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
        self.thumbprint = thumbprint
        self.sign = sign
    }
}
