internal import RunbookModel
internal import ServiceHours
internal import WebTransfer

/// The certificate that a server shows: its chain, its name, and how long it is still good.
struct TLSCheck: CheckStep {
    static let kind = CheckKind(
        "tls", Words("証明書", "Certificate"), signal: .reachability,
        with: [
            .required("host", .text, "www.example.jp", "a name or an address"),
            .optional("port", .integer(1...65_535), default: "443", "443", "the port"),
            .optional("name", .text, default: "the host", "www.example.jp", "whom the certificate is to be for"),
            .optional(
                "authority", .text, default: "the system's authorities", "/etc/ssl/private-ca.pem",
                "a PEM file with the only authority that is trusted"),
        ],
        expect: [
            .optional("daysLeft", .integer(0...3_650), default: "14", "14", "fewer days are abnormal"),
            .optional("warnDaysLeft", .integer(0...3_650), default: "30", "30", "fewer days are a warning"),
        ],
        values: [
            CheckKind.Value("daysLeft", unit: "日", "whole days until the certificate ends; below 0 when it has ended"),
            CheckKind.Value("issuer", "who signed it"),
            CheckKind.Value("notAfter", "when it ends"),
        ])

    private let host: String
    private let port: Int
    private let name: String
    private let trust: Trust
    private let daysLeft: Int
    private let warnDaysLeft: Int

    init(with: StepArguments, expect: StepArguments) throws(StepRefusal) {
        guard let host = with.text("host"), !host.isEmpty else { throw StepRefusal("`host` is missing") }
        self.host = host
        port = with.integer("port") ?? 443
        name = with.text("name") ?? host
        trust = with.text("authority").map { .authorities(file: $0) } ?? .system
        daysLeft = expect.integer("daysLeft") ?? 14
        warnDaysLeft = expect.integer("warnDaysLeft") ?? 30
    }

    func look(_ surroundings: Surroundings) async -> Observation {
        let request = ConnectionRequest(
            host: host, port: port, security: .tls(name: name, trust: trust),
            timeoutMilliseconds: max(1, Int(clamping: surroundings.timeout.microseconds / 1_000)))
        let source = "tls \(request)（\(name)）"
        do throws(TransferError) {
            let seen = try await surroundings.transfers.look(at: request)
            return observation(seen, source, at: surroundings.now())
        } catch {
            return .unanswered(error, peer: "\(request)", source: source)
        }
    }

    private func observation(_ seen: ConnectionLook, _ source: String, at now: Instant) -> Observation {
        guard let own = seen.certificates.first, let end = CertificateTime.instant(own.notAfter) else {
            return Observation(
                .unknown, Words("\(name)の証明書の期限を読めません。", "When the certificate of \(name) ends cannot be read."),
                source: source)
        }
        // Rounded down, so that a certificate that has ended has no day left.
        let days = Int((Double(end.since(now).microseconds) / 86_400_000_000).rounded(.down))
        let (verdict, sentence) = judge(seen, days, end, at: now)
        return Observation(
            verdict, sentence, source: source,
            readings: [
                Reading("daysLeft", String(days), threshold: ">= \(daysLeft)"), Reading("issuer", own.issuer),
                Reading("notAfter", end.rfc3339),
            ],
            received: Array((own.subject + "\n" + own.names).utf8),
            details: [
                Evidence.Detail("subject", own.subject), Evidence.Detail("names", own.names),
                Evidence.Detail("serial", own.serialNumber), Evidence.Detail("chain", "\(seen.certificates.count)"),
                Evidence.Detail("protocol", seen.protocolVersion ?? ""),
            ])
    }

    private func judge(
        _ seen: ConnectionLook, _ days: Int, _ end: Instant, at now: Instant
    ) -> (Verdict, Words) {
        let until = end.japanTime.dateAndClock
        if let refusal = seen.refusal {
            if refusal.reason == .expired, end > now { return (.abnormal, endedBetween(seen, at: now)) }
            return (.abnormal, refusal.reason.words(name, until))
        }
        let left = Words(
            "\(name)の証明書はあと\(days)日有効です（\(until)まで）。",
            "The certificate of \(name) is good for \(days) days, until \(until).")
        if days < daysLeft { return (.abnormal, left) }
        return (days < warnDaysLeft ? .warning : .normal, left)
    }
}

extension TLSCheck {
    /// The server's own certificate is good, and one of those that vouch for it has ended.
    private func endedBetween(_ seen: ConnectionLook, at now: Instant) -> Words {
        let ended = seen.certificates.first { CertificateTime.instant($0.notAfter).map { $0 <= now } ?? false }
        let until = ended.flatMap { CertificateTime.instant($0.notAfter) }?.japanTime.dateAndClock ?? ""
        let subject = ShownBytes.line(ended?.subject ?? "", limit: 100)
        return Words(
            "\(name)の証明書を保証する認証局の証明書（\(subject)）の期限が切れています（\(until)まで）。",
            "A certificate that vouches for the one of \(name) has ended: \(subject), at \(until).")
    }
}

extension CertificateRefusal.Reason {
    fileprivate func words(_ name: String, _ until: String) -> Words {
        switch self {
        case .expired: Words("\(name)の証明書の期限が\(until)に切れました。", "The certificate of \(name) ended at \(until).")
        case .notYetValid: Words("\(name)の証明書はまだ有効ではありません。", "The certificate of \(name) is not valid yet.")
        case .selfSigned: Words("\(name)の証明書は自己署名です。", "The certificate of \(name) is signed by itself alone.")
        case .unknownAuthority:
            Words(
                "\(name)の証明書を署名した認証局を信頼できないか、中間証明書がありません。",
                "The authority of the certificate of \(name) is not trusted, or an intermediate certificate is missing."
            )
        case .revoked: Words("\(name)の証明書は失効しています。", "The certificate of \(name) is revoked.")
        case .wrongName: Words("証明書が\(name)のものではありません。", "The certificate is not for \(name).")
        case .other(let code):
            Words("\(name)の証明書を検証できません（OpenSSLの\(code)）。", "The certificate of \(name) is refused: OpenSSL's \(code).")
        }
    }
}

/// The times of certificates as OpenSSL prints them: `Nov  6 08:49:37 2026 GMT` (ASN1_TIME_print(3)).
enum CertificateTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 5, parts[4] == "GMT", let month = months.firstIndex(of: String(parts[0])) else {
            return nil
        }
        func two(_ text: Substring) -> String { text.utf8.count == 1 ? "0\(text)" : String(text) }
        let clock = parts[2].split(separator: ".").first ?? ""
        return try? Instant(rfc3339: "\(parts[3])-\(two(Substring("\(month + 1)")))-\(two(parts[1]))T\(clock)Z")
    }
}
