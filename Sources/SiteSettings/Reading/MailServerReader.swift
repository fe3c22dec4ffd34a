import Documents

/// Reads `smtp`: the server that takes mail, and how the way to it is kept from others.
struct MailServerReader {
    let reader: SiteReader
    let log: ProblemLog

    func server(_ field: Field?) -> MailServer? {
        guard let section = field?.section(SiteKeys.smtp) else { return nil }
        let host = section["host"].flatMap(host)
        let security = security(section["security"], host: host)
        let port = section["port"]?.integer(in: 1...65_535) ?? (security == .tls ? 465 : 587)
        let user = section["user"]?.text()
        let password = section["password"].flatMap(reader.secrets.secret)
        let authorities = section["authorities"].flatMap(authorities)
        if let field = section["authorities"], security == MailServer.Security.none {
            field.warning(
                "`authorities` is of no use: nothing is encrypted", mend: "remove it, or write `security: starttls`")
        }
        if (user == nil) != (password == nil), section.has("user") != section.has("password") {
            log.error(section.place, "`user` and `password` belong together", mend: "write both or neither")
        }
        guard let from = section["from"]?.mailAddress(), let host, let security else { return nil }
        return MailServer(
            host: host, port: port, security: security, authoritiesFile: authorities, user: user, password: password,
            from: from)
    }

    private func host(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        let isName =
            text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
                label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy {
                        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
                    }
            }
        guard isName else {
            field.error("`host` is neither a name nor an IPv4 address")
            return nil
        }
        return text.lowercased()
    }

    /// Nil after an error. On this machine nobody can listen in; anywhere else a mail, and a password, must be hidden.
    private func security(_ field: Field?, host: String?) -> MailServer.Security? {
        guard let host else { return .starttls }
        let isHere = NetworkAddress.isLoopback(host)
        guard let field else { return isHere ? MailServer.Security.none : .starttls }
        guard let security = field.choice(of: MailServer.Security.self) else { return nil }
        guard security != .none || isHere else {
            field.error(
                "mails would cross the network in clear",
                mend: "write `security: starttls` or `security: tls`; `none` is for a server on this machine")
            return nil
        }
        return security
    }

    private func authorities(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        let path = SitePath.resolve(text, in: reader.folder)
        let mend = "put the certificate of the authority there, as PEM"
        guard let bytes = try? reader.files.read(path, DocumentText.byteLimit) else {
            field.error("the file \(Quoted(text)) cannot be read", mend: mend)
            return nil
        }
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            field.error("the file \(Quoted(text)) holds no certificate", mend: mend)
            return nil
        }
        return path
    }
}
