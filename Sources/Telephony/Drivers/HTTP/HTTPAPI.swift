internal import CallTree
internal import JSONText
internal import ServiceHours
internal import WebTransfer

/// What is asked of a provider that the site describes.
struct HTTPAPI: Sendable {
    let account: HTTPAccount
    let engine: TransferEngine

    /// What became of a request to place a call.
    enum Placed: Sendable {
        /// With the provider's own name of it.
        case created(String)
        /// Surely not placed.
        case refused(CallEnding, why: String)
        /// There may be a call, or not.
        case uncertain(why: String)
    }

    /// What a call does, by the provider.
    enum Seen: Sendable {
        case call(word: String, keys: String)
        /// The provider knows no such call.
        case unknown
        case unreachable(why: String)
    }

    func place(_ values: [String: String]) async -> Placed {
        let response: HTTPResponse
        do {
            // On a kept connection nobody could tell whether a lost request had arrived.
            response = try await send(account.place, values, mayReuseConnection: false)
        } catch {
            return error.mayHaveArrived ? .uncertain(why: "\(error)") : .refused(.lineFailure, why: "\(error)")
        }
        switch response.status {
        case 200..<300:
            guard let id = text(at: account.placedID, response), !id.isEmpty else {
                return .uncertain(why: "status \(response.status), and `id` of `place` leads to no text in the answer")
            }
            return .created(id)
        case let status where account.unreachable.contains(status):
            return .refused(.unreachableNumber, why: "status \(status)")
        case 300..<500: return .refused(.lineFailure, why: "status \(response.status)")
        // A server that fails may have placed the call before it did.
        default: return .uncertain(why: "status \(response.status)")
        }
    }

    func see(_ id: String) async -> Seen {
        let response: HTTPResponse
        do { response = try await send(account.watch, ["id": id]) } catch { return .unreachable(why: "\(error)") }
        switch response.status {
        case 200..<300:
            guard let word = text(at: account.status, response) else {
                return .unreachable(why: "`status` of `watch` leads to no text in the answer")
            }
            return .call(word: word, keys: account.keys.flatMap { text(at: $0, response) } ?? "")
        case 404, 410: return .unknown
        default: return .unreachable(why: "status \(response.status)")
        }
    }

    /// The provider's name of a call of ours; nil when it knows none, or cannot be asked.
    func find(_ call: String) async -> String? {
        guard let find = account.find, let response = try? await send(find.request, ["call": call]),
            response.status == 200, let id = text(at: find.id, response), !id.isEmpty
        else { return nil }
        return id
    }

    /// What it answers shows in what the call does.
    func stop(_ id: String) async { _ = try? await send(account.stop, ["id": id]) }

    /// - Returns: what went wrong; nil when the words are spoken.
    func say(_ words: String, in id: String) async -> String? {
        guard let say = account.say else { return nil }
        do {
            let response = try await send(say, ["id": id, "text": words])
            return (200..<300).contains(response.status) ? nil : "status \(response.status)"
        } catch {
            return "\(error)"
        }
    }

    func tryCredentials() async -> CredentialTrial {
        guard let trial = account.trial else { return .accepted("not asked: the line says no `try`") }
        do {
            let response = try await send(trial, [:])
            let words = "the provider answers with status \(response.status)"
            return (200..<300).contains(response.status) ? .accepted(words) : .refused(words)
        } catch {
            return .refused("the provider cannot be reached: \(error)")
        }
    }

    private func send(
        _ request: ProviderRequest, _ values: [String: String], mayReuseConnection: Bool = true
    ) async throws(TransferError) -> HTTPResponse {
        var values = values
        values["from"] = account.from
        var filled = try request.filled(values)
        switch account.login {
        case .none: break
        case .basic(let credentials): filled.credentials = credentials
        case .field(let name, let value): filled.fields.add(name, value)
        }
        filled.mayReuseConnection = mayReuseConnection
        return try await engine.perform(filled)
    }

    private func text(at pointer: JSONPointer, _ response: HTTPResponse) -> String? {
        (try? JSONDocument(response.body))?.value.value(at: pointer)?.scalarText
    }
}
