internal import CallTree
internal import WebTransfer

extension TwilioLine {
    /// Asks for the account, and whether it may call from the line's number.
    public func tryCredentials() async -> CredentialTrial {
        await api.trial()
    }
}

/// The account itself (https://www.twilio.com/docs/iam/api/account); fields that are not used are left out.
struct TwilioAccountResource: Decodable, Sendable {
    /// `active`, `suspended` or `closed`.
    let status: String
}

/// Numbers of the account that match; of the list only its length counts.
struct TwilioNumbers: Decodable, Sendable {
    struct Number: Decodable, Sendable {}

    /// Bought from Twilio (https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
    let bought: [Number]?
    /// Another's, verified by a call (https://www.twilio.com/docs/voice/api/outgoing-caller-ids).
    let verified: [Number]?

    enum CodingKeys: String, CodingKey {
        case bought = "incoming_phone_numbers"
        case verified = "outgoing_caller_ids"
    }

    /// Nil when the answer was no list of numbers.
    var isSome: Bool? { (bought ?? verified).map { !$0.isEmpty } }
}

extension TwilioAPI {
    /// Three requests at most, the second and third side by side: within 10 s however slowly Twilio answers.
    private static let trialMilliseconds = 4_500

    func trial() async -> CredentialTrial {
        let response: HTTPResponse
        do {
            response = try await asked(".json")
        } catch {
            return .refused("Twilio cannot be asked: \(error)")
        }
        let why = Self.why(response, decoded(TwilioRefusal.self, response))
        switch response.status {
        case 200: break
        case 401, 403: return .refused("Twilio does not take the token of account \(account.id) (\(why))")
        case 404: return .refused("Twilio knows no account \(account.id) (\(why))")
        default: return .refused("Twilio does not tell of the account (\(why))")
        }
        guard let found = decoded(TwilioAccountResource.self, response) else {
            return .refused("what answers at \(account.api) is not Twilio: its answer holds no account")
        }
        guard found.status == "active" else {
            return .refused("account \(account.id) is \(found.status): Twilio places no calls for it")
        }
        return await trialOfNumber()
    }

    private func trialOfNumber() async -> CredentialTrial {
        async let bought = hasNumber("/IncomingPhoneNumbers.json")
        async let verified = hasNumber("/OutgoingCallerIds.json")
        let found = await [bought, verified]
        let from = account.from.e164
        if found.contains(true) { return .accepted("account \(account.id) is active and may call from \(from)") }
        if found.contains(nil) {
            return .accepted(
                "account \(account.id) is active; whether it may call from \(from) could not be found out")
        }
        return .refused(
            "account \(account.id) may not call from \(from): buy or verify the number at Twilio, or mend `from`")
    }

    /// Nil when that cannot be found out.
    private func hasNumber(_ list: String) async -> Bool? {
        let query: WebForm = ["PhoneNumber": account.from.e164, "PageSize": "1"]
        guard let response = try? await asked(list + "?" + query.text), response.status == 200 else { return nil }
        return decoded(TwilioNumbers.self, response)?.isSome
    }

    private func asked(_ path: String) async throws(TransferError) -> HTTPResponse {
        var request = try request(.get, path: path, form: nil)
        request.timeoutMilliseconds = Self.trialMilliseconds
        request.connectTimeoutMilliseconds = min(request.connectTimeoutMilliseconds, Self.trialMilliseconds)
        return try await engine.perform(request)
    }
}
