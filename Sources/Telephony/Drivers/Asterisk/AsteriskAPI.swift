internal import CallTree
internal import FoundationEssentials
internal import WebTransfer

/// What NightCall asks of Asterisk's REST interface (asterisk/asterisk, `rest-api/api-docs/channels.json`, `playbacks.json`).
struct AsteriskAPI: Sendable {
    let account: AsteriskAccount
    let engine: TransferEngine

    /// What became of a request.
    enum Told: Sendable {
        case done([UInt8])
        /// Asterisk did not do it; from 500 on it may have begun to.
        case refused(Int, why: String)
        /// It may have arrived, or not.
        case uncertain(why: String)
        /// It surely did not arrive.
        case unsent(why: String)
    }

    /// Makes the channel of a call, which rings nobody yet. Asked for twice, it is made once: the second is refused with 409.
    func create(_ request: DialRequest) async -> Told {
        let form: WebForm = [
            "endpoint": account.endpoint(for: request.phone), "app": account.application,
            "channelId": account.channel(request.id),
        ]
        var body: [UInt8] = []
        if let from = account.from {
            // What goes out as the caller is the party that the channel is connected with, as Asterisk's own originate
            // sets it (`main/pbx.c`, pbx_outgoing_attempt).
            let variables = ["variables": ["CALLERID(num)": from, "CONNECTEDLINE(num,i)": from]]
            body = (try? JSONEncoder().encode(variables)).map(Array.init) ?? []
        }
        return await ask(.post, "/channels/create?" + form.text, body: body)
    }

    /// Rings. Refused with 409 for a channel that is not ready for it, or rings already.
    ///
    /// - Parameter seconds: a backstop for an engine that is gone: ours is the ring clock.
    func dial(_ id: TryID, seconds: Int) async -> Told {
        await ask(.post, "/channels/\(account.channel(id))/dial?timeout=\(seconds)")
    }

    func channel(_ id: TryID) async -> Told { await ask(.get, "/channels/\(account.channel(id))") }

    func hangUp(_ id: TryID) async -> Told { await ask(.delete, "/channels/\(account.channel(id))") }

    func play(_ media: String, as number: Int, of id: TryID) async -> Told {
        let form: WebForm = ["media": media, "playbackId": playback(number, of: id)]
        return await ask(.post, "/channels/\(account.channel(id))/play?" + form.text)
    }

    func stopPlaying(_ number: Int, of id: TryID) async -> Told {
        await ask(.delete, "/playbacks/\(playback(number, of: id))")
    }

    func playing(_ number: Int, of id: TryID) async -> Told {
        await ask(.get, "/playbacks/\(playback(number, of: id))")
    }

    func information() async -> Told { await ask(.get, "/asterisk/info?only=system") }

    func endpoint(_ trunk: String) async -> Told { await ask(.get, "/endpoints/" + trunk) }

    private func playback(_ number: Int, of id: TryID) -> String { "\(account.channel(id))-\(number)" }

    private func ask(_ method: HTTPMethod, _ path: String, body: [UInt8] = []) async -> Told {
        let response: HTTPResponse
        do {
            var fields: HTTPFields = ["Authorization": account.authorization]
            if !body.isEmpty { fields.add("Content-Type", "application/json") }
            var request = HTTPRequest(
                method, try WebAddress(account.address + "/ari" + path), fields: fields, body: body)
            request.timeoutMilliseconds = 5_000
            // On a kept connection nobody could tell whether a lost request had arrived.
            request.mayReuseConnection = method == .get
            response = try await engine.perform(request)
        } catch {
            return error.mayHaveArrived ? .uncertain(why: "\(error)") : .unsent(why: "\(error)")
        }
        if (200..<300).contains(response.status) { return .done(response.body) }
        return .refused(response.status, why: Self.why(response.status))
    }

    /// Asterisk's own words may repeat the number.
    private static func why(_ status: Int) -> String {
        switch status {
        case 401: "status 401: Asterisk does not know `user` and `password`; compare them with its ari.conf"
        case 403: "status 403: the user may only read; take `read_only` out of Asterisk's ari.conf"
        case 404: "status 404: not there"
        default: "status \(status)"
        }
    }
}

extension AsteriskAPI.Told {
    var why: String {
        switch self {
        case .done: ""
        case .refused(_, let why), .uncertain(let why), .unsent(let why): why
        }
    }

    /// The channel that was asked for; nil when this tells of none.
    var channel: AsteriskChannel? {
        guard case .done(let body) = self else { return nil }
        return try? JSONDecoder().decode(AsteriskChannel.self, from: Data(body))
    }

    /// Whether what was asked for is surely not there.
    var isGone: Bool {
        if case .refused(404, _) = self { return true }
        return false
    }
}
