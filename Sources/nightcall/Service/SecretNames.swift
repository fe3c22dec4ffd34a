import Foundation

/// Where a site says that its secrets are. The secrets themselves are not looked at.
struct SecretNames: Equatable {
    /// `${env:NAME}`, each once, in the order of their names.
    var variables: [String] = []
    /// The names under `/run/credentials/nightcall.service/`, each once.
    var credentials: [String] = []

    static let credentialFolder = "/run/credentials/nightcall.service/"

    init(texts: [String]) {
        let lines = texts.flatMap { $0.split(whereSeparator: \.isNewline) }
            .filter { !$0.drop { $0 == " " }.hasPrefix("#") }.map(String.init)
        variables = Self.found("\\$\\{env:([A-Za-z0-9_]+)\\}", in: lines)
        credentials = Self.found("\\$\\{file:\(Self.credentialFolder)([A-Za-z0-9_.-]+)\\}", in: lines)
    }

    /// Files that cannot be read name none: the site was read whole before.
    init(siteFolder: String) {
        let contracts = siteFolder.appendingPathSegment("contracts")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: contracts)) ?? []
        let files =
            [siteFolder.appendingPathSegment("nightcall.yaml")]
            + names.filter { $0.hasSuffix(".yaml") }.map(contracts.appendingPathSegment)
        self.init(texts: files.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) })
    }

    private static func found(_ pattern: String, in lines: [String]) -> [String] {
        guard let pattern = try? NSRegularExpression(pattern: pattern) else { return [] }
        var names: Set<String> = []
        for line in lines {
            for match in pattern.matches(in: line, range: NSRange(line.startIndex..., in: line)) {
                if let range = Range(match.range(at: 1), in: line) { names.insert(String(line[range])) }
            }
        }
        return names.sorted()
    }
}
