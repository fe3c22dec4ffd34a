public import ServiceHours

extension Language {
    /// One thing said in both languages, side by side, so that neither is forgotten (R12).
    public func says<Said>(_ japanese: @autoclosure () -> Said, _ english: @autoclosure () -> Said) -> Said {
        switch self {
        case .japanese: japanese()
        case .english: english()
        }
    }

    /// The language tag of BCP 47.
    public var tag: String { says("ja", "en") }
}
