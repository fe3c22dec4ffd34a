import Documents
import JSONText

/// Reads a request with placeholders.
struct HTTPRequestReader {
    let log: ProblemLog

    /// - Parameters:
    ///   - names: the placeholders that have a value in it.
    ///   - needs: the one without which it makes no sense.
    func request(_ section: Section, _ names: [String], needs: String?) -> HTTPLineSettings.Request? {
        let url = section["url"].flatMap(address)
        let json = section["json"].map { value($0.node) }
        let form = section["form"]?.entries()?.compactMap { entry in
            entry.field.scalar(wanted: "a text").map { HTTPLineSettings.Pair(name: entry.name, value: $0) }
        }
        if section.has("json"), section.has("form") {
            log.error(section.place, "a request has both `json` and `form`", mend: "keep one of them")
        }
        let body: HTTPLineSettings.Body = json.map { .json($0) } ?? form.map { .form($0) } ?? .none
        let standard: HTTPLineSettings.Method = body == .none ? .get : .post
        guard let method = section["method"].map({ $0.choice(of: HTTPLineSettings.Method.self) }) ?? standard, let url
        else { return nil }
        if method == .get, body != .none {
            log.error(
                section.place, "a GET request has a body", mend: "write `method: POST`, or put it into the address")
        }
        let request = HTTPLineSettings.Request(method: method, url: url, body: body)
        let written = self.names(in: request)
        for name in written where !names.contains(name) {
            log.error(
                section.place, "nothing is known of the placeholder \(Quoted("{\(name)}")) here",
                mend: names.isEmpty
                    ? "remove it" : Suggestion.mending("{\(name)}", among: names.map { "{\($0)}" }))
        }
        if let needs, !written.contains(needs) {
            log.error(
                section.place, "the request does not say which call it is about", mend: "put `{\(needs)}` into it")
        }
        return request
    }

    /// The names of the placeholders in it, in the order in which they are met.
    func names(in request: HTTPLineSettings.Request) -> [String] {
        switch request.body {
        case .none: names(in: request.url)
        case .json(let value): names(in: request.url) + names(in: value)
        case .form(let pairs): names(in: request.url) + pairs.flatMap { names(in: $0.value) }
        }
    }

    private func names(in value: JSONValue) -> [String] {
        switch value {
        case .null, .bool, .integer, .double: []
        case .string(let text): names(in: text)
        case .array(let items): items.flatMap { names(in: $0) }
        case .object(let members): members.flatMap { names(in: $0.value) }
        }
    }

    /// What stands in braces and is a word.
    private func names(in text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            guard let close = part.firstIndex(of: "}") else { return nil }
            let name = part[..<close]
            return !name.isEmpty && name.allSatisfy({ $0.isASCII && $0.isLetter }) ? String(name) : nil
        }
    }

    private func address(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard let place = WebPlace(text), text.utf8.count <= 2_000,
            text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value != 0x7F })
        else {
            field.error("`url` holds no address on the web", mend: "write it like `https://voice.example/calls/{id}`")
            return nil
        }
        guard place.isEncrypted || place.isOnThisMachine else {
            field.error("numbers and words would cross the network in clear", mend: "write `https://`")
            return nil
        }
        return text
    }

    /// JSON as YAML writes it: `true`, `false`, `null` and numbers without quotes are what they look like.
    private func value(_ node: DocumentNode) -> JSONValue {
        switch node.content {
        case .scalar(let text, isQuoted: true): .string(text)
        case .scalar("true", _): .bool(true)
        case .scalar("false", _): .bool(false)
        case .scalar(let text, _): node.isEmpty ? .null : Int(text).map { .integer($0) } ?? .string(text)
        case .list(let nodes): .array(nodes.map(value))
        case .mapping(let entries): .object(entries.map { JSONMember($0.name, value($0.value)) })
        }
    }
}
