import Documents
import ServiceHours

/// Reads a line with `driver: asterisk`. Whatever of it stands in requests and in Asterisk's dial strings is made of plain
/// characters here: nothing in a settings file can add a second endpoint (`&`) or an option to one.
struct AsteriskLineReader {
    let reader: SiteReader
    let log: ProblemLog

    func settings(_ section: Section) -> AsteriskLineSettings? {
        let address = section["address"].flatMap { self.address($0, section) }
        let user = section["user"].flatMap { plain($0, beside: "-_.") }
        let password = section["password"].flatMap(reader.secrets.secret)
        let endpoint = section["endpoint"].flatMap(endpoint)
        let sounds = section["sounds"].flatMap(folder)
        // Whatever cannot be read is an error in the log, and no site comes of it.
        let from = section["from"].flatMap { plain($0, beside: "+") }
        let app = section["app"].flatMap { plain($0, beside: "-_") }
        let numbers = section["numbers"].map { $0.choice(of: LineSettings.Numbers.self) } ?? .international
        let language = section["language"].map { $0.choice(of: Language.self) } ?? .japanese
        guard let address, let user, let password, let endpoint, let sounds, let numbers, let language else {
            return nil
        }
        return AsteriskLineSettings(
            address: address, user: user, password: password, endpoint: endpoint, sounds: sounds, from: from,
            numbers: numbers, app: app, language: language)
    }

    /// Events come over a WebSocket that is not encrypted.
    private func address(_ field: Field, _ section: Section) -> String? {
        let isAccepted = section["unencrypted"]?.flag() ?? false
        guard let text = field.webAddress() else { return nil }
        guard text.hasPrefix("http://"), !text.contains("?"), !text.contains("#"), !text.contains("@") else {
            field.error(
                "`\(field.name)` must begin with http:// and have neither user nor query: no encryption is spoken to Asterisk",
                mend:
                    "write `http://127.0.0.1:8088`, and let a proxy of your own on this machine add TLS where it is needed"
            )
            return nil
        }
        guard isAccepted || WebPlace(text)?.isOnThisMachine == true else {
            field.error(
                "the password would cross the network in clear",
                mend:
                    "send to a proxy of your own on this machine that adds TLS, or write `unencrypted: true` if you know the way to be safe"
            )
            return nil
        }
        return text
    }

    private func endpoint(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        let parts = text.split(separator: "{number}", omittingEmptySubsequences: false)
        let isRight =
            parts.count == 2 && text.utf8.count <= 200 && (parts.first?.contains("/") ?? false)
            && text.first?.isLetter == true && parts.allSatisfy { Self.isPlain($0, beside: "/@-_.:") }
        guard isRight else {
            field.error(
                "`\(field.name)` is no technology and name with `{number}` in it once",
                mend: "write it like `PJSIP/{number}@trunk`, of letters, digits and `/@-_.:`")
            return nil
        }
        return text
    }

    /// It stands in requests, where a comma would begin another sound.
    private func folder(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard text.hasPrefix("/"), text.utf8.count <= 200, Self.isPlain(text[...], beside: "/-_."), !text.contains("..")
        else {
            field.error(
                "`\(field.name)` is no folder that Asterisk could read",
                mend: "write its whole path, of letters, digits and `/-_.`")
            return nil
        }
        return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private func plain(_ field: Field, beside: String) -> String? {
        guard let text = field.text() else { return nil }
        guard (1...64).contains(text.utf8.count), Self.isPlain(text[...], beside: beside) else {
            let signs = beside.map { "`\($0)`" }.joined(separator: ", ")
            field.error("`\(field.name)` may hold only letters, digits and \(signs)")
            return nil
        }
        return text
    }

    private static func isPlain(_ text: Substring, beside: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: beside.unicodeScalars.contains(scalar)
            }
        }
    }
}
