import Documents
import RunbookModel

/// Reads the customer's accounts at clouds.
struct CloudReader {
    /// Of the contract.
    let secretNames: [String]
    let log: ProblemLog

    private enum Kind: String, CaseIterable {
        case aws, azure
    }

    func accounts(_ field: Field?) -> [String: CloudAccount] {
        var names = UniqueNames(of: "cloud")
        var accounts: [String: CloudAccount] = [:]
        for item in field?.items() ?? [] {
            guard let account = account(item, &names) else { continue }
            accounts[account.name] = account
        }
        return accounts
    }

    private func account(_ field: Field, _ names: inout UniqueNames) -> CloudAccount? {
        guard case .mapping(let entries) = field.node.content else {
            field.error("\(field.label) is \(field.node.kindName), but a mapping is wanted")
            return nil
        }
        // The kind decides which keys there are, so it is looked at before the mapping is read as a section.
        var kind = Kind.aws
        if let node = entries.first(where: { $0.name == "kind" })?.value, case .scalar(let text, _) = node.content,
            !node.isEmpty
        {
            guard let known = Kind(rawValue: text) else {
                log.error(
                    node.place, "this version knows no cloud \(Quoted(text))",
                    mend: Suggestion.mending(text, among: Kind.allCases.map(\.rawValue)))
                return nil
            }
            kind = known
        }
        let section = Section(
            place: field.place, entries: entries, keys: kind == .aws ? RunKeys.awsCloud : RunKeys.azureCloud, log: log)
        let idField = section["id"]
        let access: CloudAccount.Access? =
            switch kind {
            case .aws: aws(section).map { .aws($0) }
            case .azure: azure(section).map { .azure($0) }
            }
        guard let idField, let id = idField.identifier(), names.insert(id, idField), section["kind"] != nil, let access
        else { return nil }
        return CloudAccount(name: id, access: access)
    }

    // MARK: AWS

    private func aws(_ section: Section) -> AWSAccess? {
        let region = section["region"].flatMap {
            name($0, "ap-northeast-1") { $0.isLowercase || $0.isNumber || $0 == "-" }
        }
        let key = section["accessKey"].flatMap {
            name($0, "AKIAIOSFODNN7EXAMPLE") { $0.isUppercase || $0.isNumber }
        }
        let secret = section["secret"].flatMap(secretName)
        let endpoint = section["endpoint"].map(address)
        let role = role(section)
        guard let region, let key, let secret, let role, endpoint != .some(nil) else { return nil }
        return AWSAccess(region: region, accessKey: key, secret: secret, role: role, endpoint: endpoint ?? nil)
    }

    /// Outer nil: it is wrong; inner nil: there is none.
    private func role(_ section: Section) -> AWSAccess.Role?? {
        let arn = section["role"]?.text()
        let externalID = section["externalID"]?.text()
        switch (section.has("role"), section.has("externalID")) {
        case (false, false): return .some(nil)
        case (true, true):
            guard let arn, let externalID else { return nil }
            guard arn.hasPrefix("arn:aws"), arn.contains(":role/") else {
                section["role"]?.error(
                    "`role` is no ARN of a role", mend: "write it like arn:aws:iam::123456789012:role/nightcall")
                return nil
            }
            return AWSAccess.Role(arn: arn, externalID: externalID)
        default:
            (section["role"] ?? section["externalID"])?.error(
                "`role` and `externalID` belong together",
                mend: "write both: a role that asks for no external ID can be taken on in anybody's name")
            return nil
        }
    }

    // MARK: Azure

    private enum Proof: String, CaseIterable {
        case secret, certificate, machine
    }

    private func azure(_ section: Section) -> AzureAccess? {
        let tenant = section["tenant"].flatMap { name($0, "acme.onmicrosoft.com", Self.isPlain) }
        let subscription = section["subscription"].flatMap {
            name($0, "0f0e0d0c-0000-4000-8000-000000000001") { $0.isHexDigit || $0 == "-" }
        }
        let client = section["client"].map { name($0, "0f0e0d0c-0000-4000-8000-000000000002", Self.isPlain) }
        let secret = section["secret"].map(secretName)
        let login = section["login"].map(address)
        let manager = section["manager"].map(address)
        guard let tenant, let subscription, let kind = section["proof"]?.choice(of: Proof.self), client != .some(nil),
            secret != .some(nil), login != .some(nil), manager != .some(nil)
        else { return nil }
        let proof: AzureAccess.Proof
        switch (kind, client ?? nil, secret ?? nil) {
        case (.secret, let client?, let secret?): proof = .secret(client: client, secret: secret)
        case (.certificate, let client?, let secret?): proof = .certificate(client: client, secret: secret)
        case (.machine, let client, nil): proof = .machine(client: client)
        case (.machine, _, .some):
            section["secret"]?.error("a machine's identity has no secret", mend: "leave `secret` out")
            return nil
        case (.secret, _, _), (.certificate, _, _):
            section["proof"]?.error(
                "\(kind.rawValue) needs `client` and `secret`",
                mend: "write the application's client id and the secret's name")
            return nil
        }
        // Only the machine itself is asked for its identity (https://learn.microsoft.com/en-us/azure/virtual-machines/instance-metadata-service).
        let usual = kind == .machine ? "http://169.254.169.254" : "https://login.microsoftonline.com"
        return AzureAccess(
            tenant: tenant, subscription: subscription, proof: proof, login: (login ?? nil) ?? usual,
            manager: (manager ?? nil) ?? "https://management.azure.com")
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-" || character == "."
    }

    // MARK: Values

    private func name(_ field: Field, _ example: String, _ isAllowed: (Character) -> Bool) -> String? {
        guard let text = field.text() else { return nil }
        guard text.count <= 128, text.allSatisfy({ $0.isASCII && isAllowed($0) }) else {
            field.error("\(field.label) holds signs that it cannot have", mend: "write it like \(example)")
            return nil
        }
        return text
    }

    private func secretName(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        guard secretNames.contains(text) else {
            field.error(
                "the contract has no secret \(Quoted(text))", mend: Suggestion.mending(text, among: secretNames))
            return nil
        }
        return text
    }

    /// Credentials cross the network on the way there: it is encrypted, or this machine's own.
    private func address(_ field: Field) -> String? {
        guard let text = field.webAddress() else { return nil }
        guard text.hasPrefix("https://") || Self.loopback.contains(where: { text.hasPrefix("http://" + $0) }) else {
            field.error("\(field.label) is not encrypted", mend: "write an address that begins with https://")
            return nil
        }
        var rest = text[...]
        while rest.last == "/" { rest.removeLast() }
        return String(rest)
    }

    private static let loopback = ["127.0.0.1:", "127.0.0.1/", "localhost:", "localhost/", "[::1]:", "[::1]/"]
}
