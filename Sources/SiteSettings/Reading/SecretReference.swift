/// How settings name a secret: `${env:NAME}` or `${file:PATH}`.
enum SecretReference: Hashable {
    case environment(String)
    /// Relative to the site folder unless it begins with `/`.
    case file(String)

    /// Nil for everything else, such as the secret itself.
    init?(_ text: String) {
        guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
        let parts = text.dropFirst(2).dropLast().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = parts.first, let name = parts.last.map(String.init), !name.isEmpty else {
            return nil
        }
        switch kind {
        case "env": self = .environment(name)
        case "file": self = .file(name)
        default: return nil
        }
    }
}

/// Follows the references to secrets.
struct SecretStore {
    /// The largest secret in bytes.
    static let byteLimit = 65_536

    let environment: [String: String]
    let files: SiteFiles
    let folder: String
    let purpose: SiteReader.Purpose

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
            guard let value = environment[name], !value.isEmpty else {
                return missing(field, "the environment variable \(Quoted(name)) is not set", mend: "set it")
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
        let secret = text.trimmingSuffix { $0.isNewline }
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
        case .serve:
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
    fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> String {
        var rest = self[...]
        while let last = rest.last, isCut(last) { rest.removeLast() }
        return String(rest)
    }
}
