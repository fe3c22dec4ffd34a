internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Who holds a token: an application or a machine of ours in a directory. It appears in no description or dump.
struct AzureHolder: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let access: AzureAccess
    /// The secret or the certificate with its key; nil for a machine's identity.
    let proof: String?

    var description: String { "Azure \(access.subscription)" }
    var customMirror: Mirror { Mirror(self, children: ["subscription": access.subscription]) }
}

/// Asks for tokens of Azure Resource Manager.
struct AzureLogin: Sendable {
    typealias Session = SessionStore<AzureHolder, String>.Session

    let holder: AzureHolder
    let surroundings: Surroundings

    func ask() async -> Result<Session, CloudTrouble> {
        do throws(CloudTrouble) {
            let request: HTTPRequest
            do throws(TransferError) { request = try self.request() } catch {
                throw .unanswered(error, peer: holder.access.login)
            }
            let response: HTTPResponse
            do throws(TransferError) { response = try await surroundings.transfers.perform(request) } catch {
                throw .unanswered(error, peer: "\(request.address)")
            }
            return .success(try session(response))
        } catch {
            return .failure(error)
        }
    }

    private func request() throws(TransferError) -> HTTPRequest {
        var request: HTTPRequest
        let scope = holder.access.manager + "/.default"
        switch holder.access.proof {
        case .secret(let client, _):
            request = HTTPRequest(
                .post, try tokenAddress(),
                form: [
                    "client_id": client, "client_secret": holder.proof ?? "", "scope": scope,
                    "grant_type": "client_credentials",
                ])
        case .certificate(let client, _):
            request = HTTPRequest(
                .post, try tokenAddress(),
                form: [
                    "client_id": client, "scope": scope, "grant_type": "client_credentials",
                    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion": try assertion(client),
                ])
        case .machine(let client):
            // https://learn.microsoft.com/en-us/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
            var query: WebForm = ["api-version": "2018-02-01", "resource": holder.access.manager + "/"]
            if let client { query.add("client_id", client) }
            request = HTTPRequest(
                .get, try WebAddress(holder.access.login + "/metadata/identity/oauth2/token?" + query.text),
                fields: ["Metadata": "true"])
        }
        request.allow(surroundings.timeout)
        return request
    }
}

extension AzureLogin {
    private func tokenAddress() throws(TransferError) -> WebAddress {
        try WebAddress("\(holder.access.login)/\(holder.access.tenant)/oauth2/v2.0/token")
    }

    // MARK: The certificate's proof

    /// A token of our own making that the certificate signs, good for ten minutes
    /// (https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials).
    private func assertion(_ client: String) throws(TransferError) -> String {
        let address = try tokenAddress().text
        let now = surroundings.now()
        guard let certificate = surroundings.certificate(holder.proof ?? "") else {
            throw .invalid("the secret holds no certificate with its private key, both as PEM")
        }
        let seconds = now.microseconds / 1_000_000
        let head: JSONValue = [
            "alg": "PS256", "typ": "JWT", "x5t#S256": .string(Base64URL.text(certificate.thumbprint)),
        ]
        let claims: JSONValue = [
            "aud": .string(address), "iss": .string(client), "sub": .string(client),
            // Never the same twice, which is all that is asked of it.
            "jti": .string(surroundings.digest(Array("\(client) \(now.microseconds)".utf8))),
            "nbf": .integer(Int(seconds)), "exp": .integer(Int(seconds) + 600),
        ]
        let signed = Base64URL.text(Array(head.text().utf8)) + "." + Base64URL.text(Array(claims.text().utf8))
        guard let signature = certificate.sign(Array(signed.utf8)) else {
            throw .invalid("the private key beside the certificate cannot sign: it must be one of RSA")
        }
        return signed + "." + Base64URL.text(signature)
    }

    // MARK: The answer

    private func session(_ response: HTTPResponse) throws(CloudTrouble) -> Session {
        let node = try? JSONDocument(response.body).value
        if response.status == 200, let object = node?.object, let token = object["access_token"]?.string,
            !token.isEmpty,
            // Machines get texts here, applications numbers.
            let seconds = object["expires_in"]?.scalarText.flatMap({ Int($0) }), (1...604_800).contains(seconds)
        {
            let now = surroundings.now()
            return Session(token, from: now, until: now + .seconds(seconds))
        }
        // A body with a token in it must not be shown, whatever else is wrong with it.
        guard let object = node?.object, response.status >= 400, let error = object["error"]?.string else {
            throw .unreadable(status: response.status, received: [])
        }
        let numbers = (object["error_codes"]?.array ?? []).compactMap(\.scalarText)
        throw .refused(
            CloudRefusal(
                status: response.status,
                code: ShownBytes.line(numbers.first.map { "AADSTS\($0)" } ?? error, limit: 100),
                message: ShownBytes.line(object["error_description"]?.string ?? error, limit: 300),
                kind: response.status == 429 ? .throttled : response.status >= 500 ? .other : .login,
                requestID: object["trace_id"]?.string.map { ShownBytes.line($0, limit: 100) }, received: response.body))
    }
}

/// RFC 4648, 5, without padding.
enum Base64URL {
    private static let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let number = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for place in 0...part.count { text.append(signs[number >> (18 - 6 * place) & 63]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
