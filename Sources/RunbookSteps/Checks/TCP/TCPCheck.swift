internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// Whether a port accepts connections, and what whoever listens there says first.
struct TCPCheck: CheckStep {
    static let kind = CheckKind(
        "tcp", Words("ポートへの接続", "Connection to a port"), signal: .reachability,
        with: [
            .required("host", .text, "www.example.jp", "a name or an address"),
            .required("port", .integer(1...65_535), "443", "the port"),
        ],
        expect: [
            .optional("banner", .text, default: "nothing", "ESMTP", "a text that the other side says on its own")
        ],
        values: [CheckKind.Value("milliseconds", unit: "ms", "until the connection stood")])

    private let host: String
    private let port: Int
    private let banner: String?

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let host = with.text("host"), !host.isEmpty, let port = with.integer("port") else {
            throw StepRefusal("`host` or `port` is missing")
        }
        self.host = host
        self.port = port
        banner = expect.text("banner")
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let request = ConnectionRequest(
            host: host, port: port, awaiting: banner,
            timeoutMilliseconds: max(1, Int(clamping: surroundings.timeout.microseconds / 1_000)))
        let source = "tcp \(request)"
        do throws(TransferError) {
            let seen = try await surroundings.transfers.look(at: request)
            return observation(seen, source)
        } catch {
            return .unanswered(error, peer: "\(request)", source: source)
        }
    }

    private func observation(_ seen: ConnectionLook, _ source: String) -> Observation {
        let milliseconds = seen.timings.connectedMicroseconds / 1_000
        var observation = Observation(
            .normal, Words("\(host)のポート\(port)に接続できました。", "Port \(port) of \(host) accepts connections."),
            source: source,
            readings: [Reading("milliseconds", String(milliseconds))], received: seen.greeting,
            details: [Evidence.Detail("address", seen.address)])
        if let banner, !String(decoding: seen.greeting, as: UTF8.self).contains(banner) {
            observation.verdict = .abnormal
            observation.sentence = Words(
                "\(host)のポート\(port)に接続できましたが、「\(banner)」が返りません。",
                "Port \(port) of \(host) accepts connections and does not say \(banner).")
            observation.mayPass = true
        }
        return observation
    }
}
