import CallTree
import Documents
import ServiceHours

/// Reads a line with `driver: sip`. Whatever of it stands in SIP messages is made of plain characters here: nothing in a
/// settings file can add a field to a message.
struct SIPLineReader {
    let reader: SiteReader
    let log: ProblemLog

    func settings(_ section: Section) -> SIPLineSettings? {
        let transport = section["transport"].map { $0.choice(of: SIPLineSettings.Transport.self) } ?? .udp
        let proxy = section["proxy"].flatMap { address($0, standardPort: transport == .tls ? 5_061 : 5_060) }
        let from = section["from"].flatMap(userPart)
        // Whatever cannot be read is an error in the log, and no site comes of it.
        let identity = section["identity"].flatMap(userPart)
        let user = section["user"].flatMap(userPart)
        let password = section["password"].flatMap(reader.secrets.secret)
        let register = section["register"].flatMap { $0.span(in: .seconds(60)...Span.hours(24)) }
        let keepAlive = section["keepAlive"].map { $0.span(in: .zero...Span.hours(1)) } ?? .seconds(30)
        let local = section["local"].flatMap(localAddress)
        let domain = section["domain"].flatMap(host)
        let certificate = section["certificate"].flatMap(certificateFile)
        let numbers = section["numbers"].map { $0.choice(of: LineSettings.Numbers.self) } ?? .international
        let codec = section["codec"].map { $0.choice(of: SIPLineSettings.Codec.self) } ?? .pcmu
        let language = section["language"].map { $0.choice(of: Language.self) } ?? .japanese
        let isTLSAllowed = mayUseTLS(transport, section)
        if section.has("user") != section.has("password") {
            log.error(section.place, "`user` and `password` belong together", mend: "write both or neither")
        }
        if section.has("register"), !section.has("user") {
            log.error(section.place, "`register` needs `user` and `password`", mend: "write them, or remove `register`")
        }
        guard let transport, isTLSAllowed, let proxy, let from, let numbers, let codec, let language else { return nil }
        return SIPLineSettings(
            transport: transport, host: proxy.host, port: proxy.port, domain: domain ?? proxy.domain, from: from,
            identity: identity, user: user, password: password, register: register,
            keepAlive: keepAlive == .zero ? nil : keepAlive, local: local,
            localPort: section["localPort"]?.integer(in: 0...65_535) ?? 0, numbers: numbers, codec: codec,
            certificate: certificate, language: language)
    }

    /// The library of the helper encrypts, but does not look at the other side's certificate.
    private func mayUseTLS(_ transport: SIPLineSettings.Transport?, _ section: Section) -> Bool {
        let isAccepted = section["unverifiedTLS"]?.flag() ?? false
        guard transport == .tls, !isAccepted else { return true }
        log.error(
            section.place(of: "transport"), "the certificate of the other side would not be looked at",
            mend:
                "send to a proxy of your own that verifies it, or write `unverifiedTLS: true` if you know the way to be safe"
        )
        return false
    }

    /// A name or address, with a port behind it where one is given.
    private func address(_ field: Field, standardPort: Int) -> (host: String, port: Int, domain: String)? {
        guard let text = field.text() else { return nil }
        var host = text
        var port = standardPort
        var isRight = true
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty { isRight = rest.first == ":" && read(rest.dropFirst(), into: &port) }
            isRight = isRight && Self.isIPv6(host)
        } else if let colon = text.firstIndex(of: ":"), text[text.index(after: colon)...].contains(":") == false {
            host = String(text[..<colon])
            isRight = read(text[text.index(after: colon)...], into: &port) && Self.isHost(host)
        } else {
            isRight = Self.isHost(host) || Self.isIPv6(host)
        }
        guard isRight else {
            field.error(
                "`\(field.name)` is no name or address with a port",
                mend: "write it like `192.0.2.1:5060` or `pbx.example`")
            return nil
        }
        return (host, port, host.contains(":") ? "[\(host)]" : host)
    }

    private func read(_ text: Substring, into port: inout Int) -> Bool {
        guard let number = Int(text), (1...65_535).contains(number), text.first != "+" else { return false }
        port = number
        return true
    }

    private func host(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard Self.isHost(text) else {
            field.error("`\(field.name)` is neither a name nor an address")
            return nil
        }
        return text
    }

    private func localAddress(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard NetworkAddress.isIPv4(text) || Self.isIPv6(text) else {
            field.error("`\(field.name)` is no address of this machine", mend: "write it like `192.0.2.9`")
            return nil
        }
        return text
    }

    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count) && text.first != "-" && text.first != "."
            && text.unicodeScalars.allSatisfy { isPlain($0, beside: ".-") }
    }

    private static func isIPv6(_ text: String) -> Bool {
        text.contains(":") && text.utf8.count <= 45
            && text.unicodeScalars.allSatisfy { $0.isASCII && (Character($0).isHexDigit || $0 == ":" || $0 == ".") }
    }

    private static func isPlain(_ scalar: Unicode.Scalar, beside: String) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: beside.unicodeScalars.contains(scalar)
        }
    }

    /// What stands before the `@` of an address (RFC 3261, 25.1, `user`), without anything that must be escaped.
    private func userPart(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard (1...64).contains(text.utf8.count), text.unicodeScalars.allSatisfy({ Self.isPlain($0, beside: "+-_.") })
        else {
            field.error(
                "`\(field.name)` may hold only letters, digits, `+`, `-`, `_` and `.`",
                mend: "write the part before the @ alone")
            return nil
        }
        return text
    }

    private func certificateFile(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        let path = SitePath.resolve(text, in: reader.folder)
        let bytes = (try? reader.files.read(path, DocumentText.byteLimit)) ?? []
        let content = String(decoding: bytes, as: UTF8.self)
        guard content.contains("-----BEGIN CERTIFICATE-----"), content.contains("PRIVATE KEY-----") else {
            field.error(
                "the file \(Quoted(text)) holds no certificate with its key", mend: "put both there, as PEM")
            return nil
        }
        return path
    }
}
