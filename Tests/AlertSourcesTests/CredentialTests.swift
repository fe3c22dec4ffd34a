import Testing

@testable import AlertSources

struct CredentialTests {
    private let credential = SourceCredential(token: "s3cret+Aé/=")

    @Test(
        arguments: [
            ("Bearer s3cret+Aé/=", nil), ("bearer  s3cret+Aé/=", nil),
            // nightcall:s3cret+Aé/= and :s3cret+Aé/=
            ("Basic bmlnaHRjYWxsOnMzY3JldCtBw6kvPQ==", nil), ("BASIC OnMzY3JldCtBw6kvPQ==", nil),
            ("Basic OnMzY3JldCtBw6kvPQ", nil),
            (nil, "token=s3cret+A%C3%A9/="), (nil, "a=b&token=s3cret%2BA%c3%a9%2f%3D&token=x"),
            ("Bearer wrong", "token=s3cret+Aé/="),
        ] as [(String?, String?)])
    func `admits the right token wherever it is shown`(authorization: String?, query: String?) throws {
        #expect(try #require(credential).admits(authorization: authorization, query: query))
    }

    @Test(
        arguments: [
            (nil, nil), ("", ""), ("Bearer", nil), ("Bearer ", nil), ("Bearer s3cret+Aé/", nil),
            ("Bearer s3cret+Aé/=x", nil),
            ("Bearer s3cret+Aé/=\0", nil), ("s3cret+Aé/=", nil), ("Token s3cret+Aé/=", nil), ("Basic s3cret+Aé/=", nil),
            ("Basic !!!!", nil), ("Basic bmlnaHRjYWxs", nil), ("Basic bmlnaHRjYWxsOng=", nil), ("Basic =", nil),
            (nil, "token="), (nil, "token"), (nil, "token=S3cret+Aé/="), (nil, "xtoken=s3cret+Aé/="),
            (nil, "token=s3cret%+5A%C3%A9/="), (nil, "token=%"), (nil, "token=x&token=s3cret+Aé/="),
        ] as [(String?, String?)])
    func `admits nobody else`(authorization: String?, query: String?) throws {
        #expect(try !#require(credential).admits(authorization: authorization, query: query))
        #expect(!SourceCredential.nobody.admits(authorization: authorization, query: query))
    }

    @Test func `wants a token of one to 512 bytes`() throws {
        #expect(SourceCredential(token: "") == nil)
        #expect(SourceCredential(token: String(repeating: "x", count: 513)) == nil)
        let longest = String(repeating: "x", count: 512)
        let credential = try #require(SourceCredential(token: longest))
        #expect(credential.admits(authorization: "Bearer \(longest)", query: nil))
        #expect(!credential.admits(authorization: "Bearer \(longest)x", query: nil))
        #expect(!credential.admits(authorization: "Bearer \(longest.dropLast())", query: nil))
    }

    @Test func `never shows the token`() throws {
        let credential = try #require(SourceCredential(token: "s3cret"))
        var dumped = ""
        dump(credential, to: &dumped)
        let bytes = Array("s3cret".utf8).map(String.init).joined(separator: ", ")
        for text in [credential.description, String(reflecting: credential), "\(Optional(credential) as Any)", dumped] {
            #expect(!text.contains("s3cret") && !text.contains(bytes))
        }
    }

    @Test func `finds a difference in every bit and in the length`() {
        let secret = (0..<40).map { UInt8($0 * 3) }
        #expect(ConstantTime.areEqual(.init(secret), .init(secret)))
        for place in secret.indices {
            for bit in 0..<8 {
                var other = secret
                other[place] ^= 1 << UInt8(bit)
                #expect(!ConstantTime.areEqual(.init(secret), .init(other)))
            }
        }
        #expect(!ConstantTime.areEqual(.init(secret), .init(secret + [0])))
        #expect(!ConstantTime.areEqual(.none, .init([])))
        #expect(!ConstantTime.areEqual(.none, .init(Array(repeating: 0, count: 512))))
    }

    /// The vectors of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
        ("Zm9vYmFy", "foobar"),
    ])
    func `decodes base64`(encoded: String, plain: String) {
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["A", "A===", "Zg=x", "Zm 9v", "Zm9v====", "=", "Zg-_"])
    func `refuses what is not base64`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
