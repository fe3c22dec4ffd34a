import ServiceHours

extension Language {
    /// One thing said in both languages, side by side, so that neither is forgotten (R12).
    func says(_ japanese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        switch self {
        case .japanese: japanese()
        case .english: english()
        }
    }

    /// The language tag of BCP 47.
    var tag: String { says("ja", "en") }
}
