import ArgumentParser

/// Values for parameters as a command takes them.
enum NamedValue {
    /// - Parameter pairs: each `name=value`; of a name that comes twice the last counts.
    /// - Throws: a usage error for anything else.
    static func values(_ pairs: [String]) throws -> [String: String] {
        var values: [String: String] = [:]
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw ValidationError("--parameter \(pair) is not name=value.") }
            values[String(parts[0])] = String(parts[1])
        }
        return values
    }
}
