/// Every kind of source that NightCall knows.
public enum SourceCatalogue {
    public static let all: [any AlertSource.Type] = [
        Alertmanager.self,
        JSONAlert.self,
    ]

    /// Nil when no source is of this kind.
    public static func source(ofKind kind: String) -> (any AlertSource.Type)? {
        all.first { $0.kind == kind }
    }
}
