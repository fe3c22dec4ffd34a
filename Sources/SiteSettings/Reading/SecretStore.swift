import Documents

/// Follows the references to secrets.
struct SecretStore {
    /// The largest secret in bytes.
    static let byteLimit = 65_536
    /// The largest token in bytes; what is longer is never compared, and so would admit nobody.
    static let tokenByteLimit = 512

    let environment: [String: String]
    let files: SiteFiles
    let folder: String
    let purpose: SiteReader.Purpose

    /// A token that somebody presents in a header: text that a header can carry, and no longer than is compared.
    func token(_ field: Field) -> Secret? {
        guard let secret = secret(field) else { return nil }
        guard purpose != .drill, let text = secret.revealed else { return secret }
        let mend = "use a secret of 1 to \(Self.tokenByteLimit) letters, digits and signs of ASCII, without spaces"
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            field.error("the secret behind \(field.label) holds what no header can carry", mend: mend)
            return nil
        }
        guard text.utf8.count <= Self.tokenByteLimit else {
            field.error("the secret behind \(field.label) is longer than \(Self.tokenByteLimit) bytes", mend: mend)
            return nil
        }
        return secret
    }

    /// A secret by reference. A secret written out is an error; a reference that leads to nothing is one for a server,
    /// and a warning for a check, which may run on another machine.
    func secret(_ field: Field) -> Secret? {
        guard let text = field.scalar(wanted: "a reference to a secret") else { return nil }
        guard let reference = SecretReference(text) else {
            field.error(
                "\(field.label) must not hold the secret itself",
                mend: "write \"${env:NAME}\" or \"${file:PATH}\" and keep the secret there")
            return nil
        }
        switch reference {
        case .environment(let name):
            let value = environment[name]?.withoutLineEnd ?? ""
            guard !value.isEmpty else {
                // No process sees what is set after its start.
                let isSet = purpose == .reload ? "was not set when the server started" : "is not set"
                let mend = purpose == .reload ? "set it and restart the server" : "set it"
                return missing(field, "the environment variable \(Quoted(name)) \(isSet)", mend: mend)
            }
            return Secret(value)
        case .file(let path):
            return read(path, field)
        }
    }

    private func read(_ path: String, _ field: Field) -> Secret? {
        let fullPath = SitePath.resolve(path, in: folder)
        guard let bytes = try? files.read(fullPath, Self.byteLimit) else {
            return missing(
                field, "the file \(Quoted(path)) cannot be read", mend: "create it, readable by the server alone")
        }
        guard bytes.count <= Self.byteLimit, let text = String(validating: bytes, as: UTF8.self) else {
            return missing(
                field, "the file \(Quoted(path)) holds no secret", mend: "write the secret alone into it, as UTF-8")
        }
        let secret = text.withoutLineEnd
        guard !secret.isEmpty else {
            return missing(field, "the file \(Quoted(path)) is empty", mend: "write the secret into it")
        }
        if files.isReadableByAll(fullPath) {
            field.warning("every user of this machine can read the file \(Quoted(path))", mend: "run `chmod o-r` on it")
        }
        return Secret(secret)
    }

    private func missing(_ field: Field, _ what: String, mend: String) -> Secret? {
        switch purpose {
        case .serve, .reload:
            field.error(what, mend: mend)
            return nil
        case .check:
            field.warning(what, mend: mend + " before `nightcall serve`")
            return .unresolved
        case .drill:
            return .unresolved
        }
    }
}

extension String {
    /// Editors and `echo` end a secret with a line end that is no part of it.
    fileprivate var withoutLineEnd: String {
        var rest = self[...]
        while let last = rest.last, last.isNewline { rest.removeLast() }
        return String(rest)
    }
}
