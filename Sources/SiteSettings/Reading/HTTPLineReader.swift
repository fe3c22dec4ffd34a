import Documents
import JSONText
import ServiceHours

/// Reads a line with `driver: http`.
struct HTTPLineReader {
    let reader: SiteReader
    let log: ProblemLog

    func settings(_ section: Section) -> HTTPLineSettings? {
        let requests = HTTPRequestReader(log: log)
        let place = section["place"].flatMap { field in
            field.section(HTTPLineKeys.place).flatMap { placing($0, requests) }
        }
        let watch = section["watch"].flatMap { field in
            field.section(HTTPLineKeys.watch).flatMap { watching($0, requests) }
        }
        let stop = request(section["stop"], requests, ["id"], needs: "id")
        let say = request(section["say"], requests, ["id", "text"], needs: "text")
        let find = section["find"].flatMap { field in
            field.section(HTTPLineKeys.find).flatMap { finding($0, requests) }
        }
        let trial = request(section["try"], requests, [], needs: nil)
        let words = section["words"].flatMap(meanings)
        let login = section["login"].map(proof) ?? HTTPLineSettings.Login.none
        let from = section["from"].map { $0.text() } ?? ""
        let numbers = section["numbers"].map { $0.choice(of: LineSettings.Numbers.self) } ?? .international
        let language = section["language"].map { $0.choice(of: Language.self) } ?? .japanese
        if let place, say == nil, !section.has("say"), !requests.names(in: place.request).contains("text") {
            log.error(
                section.place(of: "place"), "nothing would be spoken",
                mend: "put `{text}` into `place`, or write `say`")
        }
        guard let place, let watch, let stop, let words, let login, let from, let numbers, let language,
            find != nil || !section.has("find"), say != nil || !section.has("say"), trial != nil || !section.has("try")
        else { return nil }
        return HTTPLineSettings(
            from: from, numbers: numbers, language: language, login: login, place: place, watch: watch, words: words,
            stop: stop, say: say, find: find, trial: trial)
    }

    private func placing(_ section: Section, _ requests: HTTPRequestReader) -> HTTPLineSettings.Place? {
        let names = ["number", "from", "call", "text", "ringSeconds"]
        let request = requests.request(section, names, needs: "number")
        let id = section["id"].flatMap(pointer)
        let statuses = (section["unreachable"]?.items() ?? []).compactMap { $0.integer(in: 400...499) }
        let isIdempotent = section["idempotent"].map { $0.flag() } ?? false
        if let request, isIdempotent == true, !requests.names(in: request).contains("call") {
            log.error(
                section.place, "no provider can know a call again that it is not told",
                mend: "put `{call}` into `place`")
        }
        guard let request, let id, let isIdempotent else { return nil }
        return HTTPLineSettings.Place(
            request: request, id: id, unreachable: Set(statuses), isIdempotent: isIdempotent)
    }

    private func watching(_ section: Section, _ requests: HTTPRequestReader) -> HTTPLineSettings.Watch? {
        let request = requests.request(section, ["id"], needs: "id")
        let every = section["every"].map { $0.span(in: .seconds(1) ... .seconds(10)) } ?? .seconds(2)
        let status = section["status"].flatMap(pointer)
        let keys = section["keys"].flatMap(pointer)
        if !section.has("keys") {
            log.warning(
                section.place, "no key is ever heard over this line", mend: "write `keys`, where the answer holds them")
        }
        guard let request, let every, let status else { return nil }
        return HTTPLineSettings.Watch(request: request, every: every, status: status, keys: keys)
    }

    private func finding(_ section: Section, _ requests: HTTPRequestReader) -> HTTPLineSettings.Find? {
        let request = requests.request(section, ["call"], needs: "call")
        let id = section["id"].flatMap(pointer)
        guard let request, let id else { return nil }
        return HTTPLineSettings.Find(request: request, id: id)
    }

    private func request(
        _ field: Field?, _ requests: HTTPRequestReader, _ names: [String], needs: String?
    ) -> HTTPLineSettings.Request? {
        field?.section(HTTPLineKeys.other).flatMap { requests.request($0, names, needs: needs) }
    }

    private func meanings(_ field: Field) -> [String: HTTPLineSettings.Word]? {
        guard let entries = field.entries() else { return nil }
        var words: [String: HTTPLineSettings.Word] = [:]
        for entry in entries { words[entry.name] = entry.field.choice(of: HTTPLineSettings.Word.self) }
        for needed in [HTTPLineSettings.Word.ringing, .answered, .ended] where !words.values.contains(needed) {
            field.error(
                "no word means `\(needed.rawValue)`",
                mend: "name the provider's word for it: `words: {…: \(needed.rawValue)}`")
        }
        return words
    }

    private func proof(_ field: Field) -> HTTPLineSettings.Login? {
        guard let section = field.section(HTTPLineKeys.login) else { return nil }
        let secrets = reader.secrets
        let written = ["bearer", "user", "password", "header", "secret"].filter(section.has)
        switch written {
        case ["bearer"]: return section["bearer"].flatMap(secrets.token).map { .bearer($0) }
        case ["user", "password"]:
            guard let user = section["user"]?.text(), let password = section["password"].flatMap(secrets.secret) else {
                return nil
            }
            return .basic(user: user, password: password)
        case ["header", "secret"]:
            guard let header = section["header"], let name = header.text(),
                let secret = section["secret"].flatMap(secrets.token)
            else { return nil }
            // A token of RFC 9110, 5.6.2, of its plain characters alone.
            guard
                name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isASCIILetterOrDigit })
            else {
                header.error("`header` is no name of a header field", mend: "write it like `X-API-Key`")
                return nil
            }
            return .header(name: name, value: secret)
        default:
            field.error(
                "`login` is neither `bearer`, nor `user` and `password`, nor `header` and `secret`",
                mend: "write one of the three")
            return nil
        }
    }

    private func pointer(_ field: Field) -> JSONPointer? {
        guard let text = field.text() else { return nil }
        do throws(JSONPointerError) {
            return try JSONPointer(text)
        } catch {
            field.error("`\(field.name)` is no JSON pointer: \(error)", mend: "write it like `/calls/0/id`")
            return nil
        }
    }
}

extension Character {
    fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
