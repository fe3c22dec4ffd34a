internal import Markup
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Asks one account of Amazon Web Services, as the role that the customer gave us where there is one.
struct AWSClient: Sendable {
    static let cloud = "AWS"

    private let access: AWSAccess
    private let surroundings: Surroundings
    private let own: AWSKey

    /// - Parameter name: of the account, as the contract calls it.
    init(of name: String, _ surroundings: Surroundings) throws(CloudTrouble) {
        guard case .aws(let access) = surroundings.cloud(name)?.access else {
            throw .unusable(
                Words("契約に「\(name)」というAWSのアカウントがありません。", "The contract has no account \(name) of AWS."))
        }
        guard let secret = surroundings.secret(access.secret) else {
            throw .unusable(
                Words("秘密「\(access.secret)」が契約にありません。", "The contract has no secret \(access.secret)."))
        }
        self.access = access
        self.surroundings = surroundings
        own = AWSKey(id: access.accessKey, secret: secret, token: nil)
    }

    /// What is asked, as a person would write it.
    static func source(_ account: String, _ call: AWSCall) -> String {
        "AWS \(account) \(call.service.rawValue):\(call.action)"
    }

    /// Asks a service of the query protocol.
    func ask(_ call: AWSCall) async throws(CloudTrouble) -> AWSAnswer {
        try AWSAnswer.read(try await response(to: call))
    }

    /// EC2 says whether it would do it: `DryRunOperation`, with 412, means yes
    /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html).
    func rehearse(_ call: AWSCall) async throws(CloudTrouble) {
        do throws(CloudTrouble) {
            let answer = try await ask(call.adding("DryRun", "true"))
            // An answer as if it were done: whoever does not know a trial must not be sent the real thing.
            throw .unreadable(status: 200, received: answer.received)
        } catch {
            if case .refused(let refusal) = error, refusal.code == "DryRunOperation" { return }
            throw error
        }
    }

    /// Asks a service that speaks JSON.
    func askJSON(_ call: AWSCall) async throws(CloudTrouble) -> AWSJSONAnswer {
        try AWSJSONAnswer.read(try await response(to: call))
    }

    private func response(to call: AWSCall) async throws(CloudTrouble) -> HTTPResponse {
        let response = try await send(call, as: try await key())
        // A session that is over was not listened to: nothing was done, and a new one is asked for once.
        guard let holder, response.status >= 400, AWSErrorCode.hasEnded(in: response.body) else { return response }
        await surroundings.sessions.aws.forget(holder)
        return try await send(call, as: try await key())
    }

    private func send(_ call: AWSCall, as key: AWSKey) async throws(CloudTrouble) -> HTTPResponse {
        let region = call.service.region(access.region)
        do throws(TransferError) {
            var request = try call.request(access.region, endpoint: access.endpoint)
            request.signature = AWSSignature(
                by: Credentials(user: key.id, secret: key.secret), region: region, service: call.service.rawValue,
                sessionToken: key.token)
            request.bodyLimitBytes = 4 << 20
            // A connection that was kept open may be closed at the moment it is used: then nobody knows what was done.
            request.mayReuseConnection = !call.changes
            request.allow(surroundings.timeout)
            return try await surroundings.transfers.perform(request)
        } catch {
            throw .unanswered(error, peer: "\(call.service.rawValue).\(region)")
        }
    }

    // MARK: Who asks

    private var holder: AWSHolder? { access.role.map { AWSHolder(key: own, role: $0) } }

    private func key() async throws(CloudTrouble) -> AWSKey {
        guard let holder else { return own }
        let answer = await surroundings.sessions.aws.pass(of: holder, at: surroundings.now()) { [self] in
            await assume(holder.role)
        }
        guard let answer else { throw .unanswered(.cancelled(peer: "sts", mayHaveArrived: false), peer: "sts") }
        let key = try answer.get()
        surroundings.conceal(key.secret)
        if let token = key.token { surroundings.conceal(token) }
        return key
    }

    /// The shortest that Amazon gives: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    private static let sessionSeconds = 900

    private func assume(
        _ role: AWSAccess.Role
    ) async -> Result<SessionStore<AWSHolder, AWSKey>.Session, CloudTrouble> {
        let call = AWSCall(
            .sts, "AssumeRole",
            [
                ("RoleArn", role.arn), ("RoleSessionName", "nightcall"), ("ExternalId", role.externalID),
                ("DurationSeconds", "\(Self.sessionSeconds)"),
            ])
        do throws(CloudTrouble) {
            let answer = try AWSAnswer.read(try await send(call, as: own))
            guard let found = answer.root.find("Credentials"), let id = found["AccessKeyId"]?.text,
                let secret = found["SecretAccessKey"]?.text, let token = found["SessionToken"]?.text,
                let end = found["Expiration"].flatMap({ try? Instant(rfc3339: $0.text) })
            else { throw .unreadable(status: 200, received: []) }
            return .success(.init(AWSKey(id: id, secret: secret, token: token), from: surroundings.now(), until: end))
        } catch {
            // What cannot be read may hold a key all the same.
            if case .unreadable(let status, _) = error { return .failure(.unreadable(status: status, received: [])) }
            return .failure(error)
        }
    }
}

/// A key of AWS. It appears in no description or dump.
struct AWSKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let id: String
    let secret: String
    /// Of a key that is good for a short time.
    let token: String?

    var description: String { "key \(id)" }
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// Who holds a session: a key of ours in a role of the customer's.
struct AWSHolder: Hashable, Sendable {
    let key: AWSKey
    let role: AWSAccess.Role
}
