/// One thing in the site folder that an operator must mend, or should know of: where it is, what it is, and how to mend
/// it. No problem ever holds the text of a secret or of a telephone number.
public struct SettingsProblem: Hashable, Sendable {
    public enum Gravity: String, Hashable, Sendable {
        /// The site is not taken while the problem stands.
        case error
        /// The site works, though perhaps not as wished.
        case warning
    }

    public let gravity: Gravity
    /// Relative to the site folder, for instance `contracts/acme.yaml`.
    public let file: String
    public let place: Place
    public let what: String
    /// What to write or do instead, in the imperative.
    public let mending: String

    public init(_ gravity: Gravity, file: String, place: Place, what: String, mending: String) {
        self.gravity = gravity
        self.file = file
        self.place = place
        self.what = what
        self.mending = mending
    }
}

extension SettingsProblem: CustomStringConvertible {
    /// `contracts/acme.yaml:7:12: error: what is wrong; what to write`, the form that editors can jump to. A problem of
    /// the whole file leads to its beginning.
    public var description: String {
        let shown = place == .wholeFile ? Place(line: 1, column: 1) : place
        return "\(file):\(shown.line):\(shown.column): \(gravity.rawValue): \(what); \(mending)"
    }
}

/// A position in a file: line and column count from 1, columns in Unicode scalars, as libyaml counts them.
public struct Place: Hashable, Comparable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Stands for a problem of the file as a whole, such as one that cannot be opened.
    public static let wholeFile = Place(line: 0, column: 0)

    public static func < (left: Place, right: Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
