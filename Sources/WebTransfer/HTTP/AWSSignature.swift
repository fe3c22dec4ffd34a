/// What a request to Amazon Web Services is signed with (Signature Version 4,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). libcurl signs; the secret stays here.
///
///     var request = HTTPRequest(.post, address, form: form)
///     request.signature = AWSSignature(by: Credentials(user: keyID, secret: key), region: "ap-northeast-1", service: "ec2")
public struct AWSSignature: Hashable, Sendable {
    /// The key's identifier, and the key.
    public let credentials: Credentials
    public let region: String
    public let service: String
    /// Of a key that is good for a short time; sent along.
    let sessionToken: String?

    public init(by credentials: Credentials, region: String, service: String, sessionToken: String? = nil) {
        self.credentials = credentials
        self.region = region
        self.service = service
        self.sessionToken = sessionToken
    }

    /// What libcurl takes: https://curl.se/libcurl/c/CURLOPT_AWS_SIGV4.html
    var scope: String { "aws:amz:\(region):\(service)" }

    /// Why it cannot be made; nil when it can.
    var refusal: String? {
        if let refusal = credentials.refusal { return refusal }
        // A line end would begin a field of somebody else's choosing.
        if sessionToken?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) == false {
            return "a session token holds a sign that no token has"
        }
        // A colon would end the part; other signs stand in no name of Amazon's.
        let isPlain = [region, service].allSatisfy { name in
            !name.isEmpty
                && name.utf8.allSatisfy {
                    switch $0 {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
        return isPlain
            ? nil : "the region or service of a signature is not written in small letters, digits and hyphens"
    }
}

extension AWSSignature: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(scope) by \(credentials.user)" }
    public var customMirror: Mirror { Mirror(self, children: ["scope": scope]) }
}
