internal import Crypto
internal import FoundationEssentials

/// How Twilio proves that a callback is its own (https://www.twilio.com/docs/usage/security#validating-requests): HMAC-SHA1
/// with the account's token over the address as Twilio called it, followed by every field's name and value, sorted by name.
enum TwilioSignature {
    static func isValid(_ signature: String?, address: String, fields: FormFields, token: String) -> Bool {
        guard let signature, let claimed = Data(base64Encoded: signature) else { return false }
        // In constant time.
        return HMAC<Insecure.SHA1>.isValidAuthenticationCode(
            claimed, authenticating: message(address, fields), using: SymmetricKey(data: Data(token.utf8)))
    }

    static func make(address: String, fields: FormFields, token: String) -> String {
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: message(address, fields), using: SymmetricKey(data: Data(token.utf8)))
        return Data(code).base64EncodedString()
    }

    private static func message(_ address: String, _ fields: FormFields) -> Data {
        let sorted = fields.all.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        return Data((address + sorted.map { $0.name + $0.value }.joined()).utf8)
    }
}
