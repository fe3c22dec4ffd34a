import Synchronization

/// Notes which secrets a step was given, and takes them out of what it found: the other side may repeat them.
final class SecretMask: Sendable {
    private let given = Mutex<[String]>([])

    func noting(_ secret: @escaping @Sendable (String) -> String?) -> @Sendable (String) -> String? {
        { [self] name in
            guard let value = secret(name) else { return nil }
            note(value)
            return value
        }
    }

    func note(_ value: String) {
        guard !value.isEmpty else { return }
        given.withLock { given in
            if !given.contains(value) { given.append(value) }
        }
    }

    func hide(in text: String) -> String {
        // The longest first, in case one is the beginning of another.
        let secrets = given.withLock { $0 }.sorted { $0.utf8.count > $1.utf8.count }
        return secrets.reduce(text) { text, secret in
            text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
        }
    }
}
