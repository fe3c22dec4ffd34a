internal import JSONText
internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Asks one subscription of Azure.
struct ARMClient: Sendable {
    static let cloud = "Azure"

    let access: AzureAccess
    let surroundings: Surroundings
    private let holder: AzureHolder

    /// - Parameter name: of the account, as the contract calls it.
    init(of name: String, _ surroundings: Surroundings) throws(CloudTrouble) {
        guard case .azure(let access) = surroundings.cloud(name)?.access else {
            throw .unusable(
                Words("契約に「\(name)」というAzureのアカウントがありません。", "The contract has no account \(name) of Azure."))
        }
        var proof: String?
        switch access.proof {
        case .secret(_, let secret), .certificate(_, let secret):
            proof = surroundings.secret(secret)
            if proof == nil {
                throw .unusable(Words("秘密「\(secret)」が契約にありません。", "The contract has no secret \(secret)."))
            }
        case .machine: break
        }
        self.access = access
        self.surroundings = surroundings
        holder = AzureHolder(access: access, proof: proof)
    }

    /// Who we are there, without a secret.
    var principal: String {
        switch access.proof {
        case .secret(let client, _), .certificate(let client, _): client
        case .machine(let client): client ?? "managed identity"
        }
    }

    func ask(_ call: ARMCall) async throws(CloudTrouble) -> ARMAnswer {
        let address: WebAddress
        do throws(TransferError) { address = try call.address(access.manager) } catch {
            throw .unanswered(error, peer: access.manager)
        }
        return try await send(call.method, address, call.body)
    }

    /// Asks an address that an answer of Azure's has named.
    func follow(_ text: String) async throws(CloudTrouble) -> ARMAnswer {
        try await send(.get, try own(text), nil)
    }

    /// All that a list holds, page by page (https://github.com/microsoft/api-guidelines, "nextLink").
    ///
    /// - Returns: the values, and the last answer.
    func list(_ call: ARMCall, pages: Int = 20) async throws(CloudTrouble) -> (values: [JSONNode], last: ARMAnswer) {
        var answer = try await ask(call)
        var values = try Self.values(answer)
        for _ in 1..<pages {
            guard let next = answer.body?.object?["nextLink"]?.string, !next.isEmpty else { break }
            answer = try await follow(next)
            values += try Self.values(answer)
        }
        return (values, answer)
    }

    private static func values(_ answer: ARMAnswer) throws(CloudTrouble) -> [JSONNode] {
        guard let values = answer.body?.object?["value"]?.array else {
            throw .unreadable(status: answer.status, received: answer.received)
        }
        return values
    }

    /// The token goes nowhere but to Azure Resource Manager and its regional hosts, whatever an answer says.
    private func own(_ text: String) throws(CloudTrouble) -> WebAddress {
        do throws(TransferError) {
            let manager = try WebAddress(access.manager)
            let address = try WebAddress(text, from: manager)
            let isOwn = address.host == manager.host || address.host.hasSuffix("." + manager.host)
            if address.scheme == manager.scheme, address.port == manager.port, isOwn { return address }
        } catch {}
        throw .unusable(
            Words("Azureの応答が別の場所を指しているため、従いませんでした。", "An answer of Azure's leads elsewhere, and was not followed."))
    }

    // MARK: One request

    private func send(_ method: HTTPMethod, _ address: WebAddress, _ body: JSONValue?) async throws(CloudTrouble)
        -> ARMAnswer
    {
        do throws(CloudTrouble) {
            return try await send(method, address, body, token: try await token())
        } catch {
            // Who is not believed was not listened to: nothing was done, and a new token is asked for once.
            guard case .refused(let refusal) = error, refusal.status == 401 else { throw error }
            await surroundings.sessions.azure.forget(holder)
            return try await send(method, address, body, token: try await token())
        }
    }

    private func send(
        _ method: HTTPMethod, _ address: WebAddress, _ body: JSONValue?, token: String
    ) async throws(CloudTrouble) -> ARMAnswer {
        try await waitForTurn(method)
        var request = HTTPRequest(
            method, address, fields: ["Authorization": "Bearer \(token)", "Accept": "application/json"])
        if let body {
            request.body = Array(body.text().utf8)
            request.fields.add("Content-Type", "application/json")
        }
        request.bodyLimitBytes = 4 << 20
        request.allow(surroundings.timeout)
        // A connection that was kept open may be closed at the moment it is used: then nobody knows what was done.
        request.mayReuseConnection = method.isSafe
        let response: HTTPResponse
        do throws(TransferError) { response = try await surroundings.transfers.perform(request) } catch {
            throw .unanswered(error, peer: "\(address)")
        }
        return try ARMAnswer.read(response, at: surroundings.now())
    }

    /// What changes something leaves soon after its guards were asked, or not at all.
    private static let longestBeforeChange = Span.seconds(10)

    /// The step's own time bounds the wait as well.
    private func waitForTurn(_ method: HTTPMethod) async throws(CloudTrouble) {
        let limit =
            method.isSafe ? surroundings.timeout : min(surroundings.timeout, Self.longestBeforeChange)
        let turn = await surroundings.sessions.azurePace.turn(of: holder, at: surroundings.now(), within: limit)
        guard let turn else {
            // As if Azure had said so: it would have.
            throw .refused(
                CloudRefusal(
                    status: 429, code: "429", message: "our own share of requests is used up; it was not asked",
                    kind: .throttled, requestID: nil, received: []))
        }
        guard turn > .zero else { return }
        do { try await surroundings.sleep(turn) } catch {
            throw .unanswered(.cancelled(peer: access.manager, mayHaveArrived: false), peer: access.manager)
        }
    }

    private func token() async throws(CloudTrouble) -> String {
        let login = AzureLogin(holder: holder, surroundings: surroundings)
        let answer = await surroundings.sessions.azure.pass(of: holder, at: surroundings.now()) { await login.ask() }
        guard let answer else {
            throw .unanswered(.cancelled(peer: access.login, mayHaveArrived: false), peer: access.login)
        }
        let token = try answer.get()
        surroundings.conceal(token)
        return token
    }
}
