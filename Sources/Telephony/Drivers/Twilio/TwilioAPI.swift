internal import CallTree
internal import FoundationEssentials
internal import ServiceHours
internal import WebTransfer

/// What NightCall asks of Twilio's REST API
/// (https://www.twilio.com/docs/voice/api/call-resource; twilio-oai, `twilio_api_v2010`).
struct TwilioAPI: Sendable {
    let account: TwilioAccount
    let engine: TransferEngine

    /// What became of a request to place a call.
    enum Placed: Sendable {
        case created(TwilioResource)
        /// Surely not placed; the reason is for the operator.
        case refused(CallEnding, why: String)
        /// There may be a call, or not.
        case uncertain(why: String)
    }

    /// What became of any other request.
    enum Told: Sendable {
        case call(TwilioResource)
        /// Twilio knows no such call, or cannot do this with it any more.
        case refused(why: String)
        case unreachable(why: String)
    }

    /// How a call is ended: before or after the answer.
    enum Ending: String, Sendable {
        case canceled, completed
    }

    func place(_ request: DialRequest, _ addresses: TwilioAddresses) async -> Placed {
        var form: WebForm = [
            "To": request.phone.e164, "From": account.from.e164,
            "Url": addresses.address(.answer), "Method": "POST",
            "StatusCallback": addresses.address(.status), "StatusCallbackMethod": "POST",
            // Counted from when Twilio dials, and some seconds late: only for an engine that is gone. Ours is the ring clock.
            "Timeout": String((CallTimes.ringingLimit + request.ringTime).seconds + 5),
            "TimeLimit": String(CallTimes.conversationLimit.seconds + 30),
            // Beside the conversation: waiting for it would leave whoever answered in silence.
            "MachineDetection": "Enable", "AsyncAmd": "true",
            "AsyncAmdStatusCallback": addresses.address(.machine), "AsyncAmdStatusCallbackMethod": "POST",
        ]
        for event in ["initiated", "ringing", "answered", "completed"] { form.add("StatusCallbackEvent", event) }
        let response: HTTPResponse
        do {
            var post = try self.request(.post, path: "/Calls.json", form: form)
            // On a kept connection nobody could tell whether a lost request had arrived.
            post.mayReuseConnection = false
            response = try await engine.perform(post)
        } catch {
            return error.mayHaveArrived
                ? .uncertain(why: "\(error)") : .refused(.lineFailure, why: "\(error)")
        }
        switch response.status {
        case 200..<300:
            guard let call = decoded(TwilioResource.self, response), call.isCall else {
                return .uncertain(why: "status \(response.status) without the id of a call")
            }
            return .created(call)
        case 400..<500:
            let refusal = decoded(TwilioRefusal.self, response)
            return .refused(refusal?.ending ?? .lineFailure, why: Self.why(response, refusal))
        default:
            // A server that fails may have placed the call before it did.
            return .uncertain(why: "status \(response.status)")
        }
    }

    func end(_ call: String, _ ending: Ending) async -> Told {
        await told(path: "/Calls/\(call).json", form: ["Status": ending.rawValue])
    }

    func fetch(_ call: String) async -> Told {
        await told(path: "/Calls/\(call).json", form: nil)
    }

    /// Calls of ours to this number since a moment, the first placed first; nil when the list cannot be had. The list lags.
    func calls(to phone: PhoneNumber, since earliest: Instant) async -> [TwilioResource]? {
        let query: WebForm = [
            "To": phone.e164, "StartTime>": TwilioDate.day(earliest), "PageSize": "100",
        ]
        var path = "/Calls.json?" + query.text
        var found: [TwilioResource] = []
        // A number is called some dozen times a day at most; a list without an end is not followed.
        for _ in 0..<5 {
            guard let request = try? request(.get, path: path, form: nil),
                let response = try? await engine.perform(request), response.status == 200,
                let page = decoded(TwilioPage.self, response)
            else { return nil }
            found += page.calls.filter { call in
                call.isCall && call.to == phone.e164 && call.from == account.from.e164
                    && call.createdAt.map { $0 >= earliest } ?? false
            }
            let prefix = "/2010-04-01/Accounts/\(account.id)"
            guard let next = page.next, next.hasPrefix(prefix) else { break }
            path = String(next.dropFirst(prefix.count))
        }
        return found.sorted { ($0.createdAt ?? earliest, $0.sid) < ($1.createdAt ?? earliest, $1.sid) }
    }

    private func told(path: String, form: WebForm?) async -> Told {
        let response: HTTPResponse
        do {
            response = try await engine.perform(try request(form == nil ? .get : .post, path: path, form: form))
        } catch {
            return .unreachable(why: "\(error)")
        }
        switch response.status {
        case 200..<300:
            return decoded(TwilioResource.self, response).map { .call($0) }
                ?? .unreachable(why: "status \(response.status) without a call")
        case 429, 500...: return .unreachable(why: "status \(response.status)")
        default: return .refused(why: Self.why(response, decoded(TwilioRefusal.self, response)))
        }
    }

    func request(_ method: HTTPMethod, path: String, form: WebForm?) throws(TransferError) -> HTTPRequest {
        let address = try WebAddress(account.api + "/2010-04-01/Accounts/\(account.id)" + path)
        var request =
            form.map { HTTPRequest(method, address, form: $0, credentials: account.credentials) }
            ?? HTTPRequest(method, address, credentials: account.credentials)
        request.bodyLimitBytes = 1 << 20
        return request
    }

    func decoded<Value: Decodable>(_ type: Value.Type, _ response: HTTPResponse) -> Value? {
        try? JSONDecoder().decode(type, from: Data(response.body))
    }

    /// Twilio's own words may repeat the number; its code says all.
    static func why(_ response: HTTPResponse, _ refusal: TwilioRefusal?) -> String {
        let code = refusal?.code.map { ", error \($0) (https://www.twilio.com/docs/api/errors/\($0))" } ?? ""
        return "status \(response.status)\(code)"
    }
}
