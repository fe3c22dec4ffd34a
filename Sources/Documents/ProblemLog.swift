/// Gathers the problems of one file while it is read, so that one run of `nightcall check` names them all.
///
/// A class, because every value that is read from the file writes into the same log; it never leaves the reading.
package final class ProblemLog {
    package let file: String
    private var found: [SettingsProblem] = []

    /// A file that is something else entirely would fill the screen; what comes after is counted only.
    package static let limit = 100

    package init(file: String) {
        self.file = file
    }

    package func error(_ place: Place, _ what: String, mend: String) {
        found.append(SettingsProblem(.error, file: file, place: place, what: what, mending: mend))
    }

    package func warning(_ place: Place, _ what: String, mend: String) {
        found.append(SettingsProblem(.warning, file: file, place: place, what: what, mending: mend))
    }

    package var hasErrors: Bool {
        found.contains { $0.gravity == .error }
    }

    /// In the order of the file, at most `limit` and one that counts the others.
    package var problems: [SettingsProblem] {
        let ordered = found.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
        guard ordered.count > Self.limit else { return ordered }
        let more = SettingsProblem(
            hasErrors ? .error : .warning, file: file, place: ordered[Self.limit].place,
            what: "\(ordered.count - Self.limit) more problems from here on", mending: "mend those above first")
        return Array(ordered.prefix(Self.limit)) + [more]
    }
}
