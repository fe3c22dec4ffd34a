import Crypto
import CryptoExtras
import Foundation
import RunbookSteps

extension Certificate {
    /// - Parameter text: certificate and private key of RSA as PEM (RFC 7468), in any order.
    /// - Returns: nil when one of them is missing or cannot be read.
    init?(pem text: String) {
        guard let encoded = Self.block("CERTIFICATE", in: text), let key = Self.key(in: text),
            let certificate = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters)
        else { return nil }
        self.init(thumbprint: Array(SHA256.hash(data: certificate))) { message in
            // The salt is as long as the hash, as RFC 7518, 3.5, wants it of PS256.
            (try? key.signature(for: SHA256.hash(data: message), padding: .PSS)).map { Array($0.rawRepresentation) }
        }
    }

    /// Of PKCS #8 or of PKCS #1.
    private static func key(in text: String) -> _RSA.Signing.PrivateKey? {
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY"] {
            guard let block = block(label, in: text) else { continue }
            return try? _RSA.Signing.PrivateKey(
                pemRepresentation: "-----BEGIN \(label)-----\n\(block)\n-----END \(label)-----\n")
        }
        return nil
    }

    /// What stands between the two lines with this label.
    private static func block(_ label: String, in text: String) -> String? {
        guard let begin = text.range(of: "-----BEGIN \(label)-----"),
            let end = text.range(of: "-----END \(label)-----", range: begin.upperBound..<text.endIndex)
        else { return nil }
        return text[begin.upperBound..<end.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
