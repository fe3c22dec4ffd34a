/// What a check found. Unknown and skipped never add up to normal.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    case normal, warning, abnormal
    /// The check could not be made, or its evidence is missing or old.
    case unknown
    /// The check was not made, because one that it comes after was not normal.
    case skipped
}
